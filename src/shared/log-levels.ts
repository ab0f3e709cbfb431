/** From few lines to many; `silent` writes none. */
export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Lines for people, or JSON lines for machines. */
export const LOG_FORMATS = ["text", "json"] as const;
