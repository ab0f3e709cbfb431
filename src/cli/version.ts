declare const SPENDESK_HR_VERSION: string | undefined;

/** Set by the build from package.json; `dev` when run from source. */
export const VERSION = typeof SPENDESK_HR_VERSION === "string" ? SPENDESK_HR_VERSION : "dev";
