import type { Clock } from "../sync/ports.js";
import { cleanText } from "./clean-text.js";
import type { Redactor } from "./redactor.js";

/** From few lines to many; `silent` writes none. */
export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** Longest text in a line, in characters. */
const MAX_TEXT = 4000;
/** Values that need no quotes in a text line. */
const BARE = /^[\w.:/@+-]+$/;

type LogFields = Readonly<Record<string, unknown>>;

/** Writes log lines for people (`text`) or machines (`json`). */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Lines of this level and of graver ones are written. */
  readonly level: LogLevel;
  readonly format: "text" | "json";
  /** Takes one whole line with its line end; standard error in the program. */
  readonly write: (line: string) => void;
  readonly redactor: Pick<Redactor, "redact">;
  readonly clock: Clock;
  readonly runId?: string;
}

/**
 * A logger whose every text is redacted and free of control characters, keys of fields included. In
 * JSON the keys `time`, `level` and `msg` come first; they and `runId` can't be replaced by fields.
 */
export function createLogger(options: LoggerOptions): Logger {
  return loggerWith({}, options);
}

function loggerWith(bound: LogFields, options: LoggerOptions): Logger {
  const run = options.runId === undefined ? {} : { runId: options.runId };
  const line = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(options.level)) return;
    const head = { time: options.clock.now().toISOString(), level, msg: message };
    const rest = Object.entries({ ...run, ...bound, ...fields, ...run }).filter(
      ([key, value]) => value !== undefined && !Object.hasOwn(head, key),
    );
    options.write(
      `${options.format === "json" ? asJson(head, rest, options) : asText(head, rest, options)}\n`,
    );
  };
  return {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    child: (fields) => loggerWith({ ...bound, ...fields }, options),
  };
}

interface Head {
  readonly time: string;
  readonly level: LogLevel;
  readonly msg: string;
}
type Entries = readonly (readonly [string, unknown])[];

function asJson(head: Head, rest: Entries, options: LoggerOptions): string {
  const members = [...Object.entries(head), ...rest].map(
    ([key, value]) => `${JSON.stringify(safe(key, options))}:${jsonValue(value, options)}`,
  );
  return `{${members.join(",")}}`;
}

function asText({ time, level, msg }: Head, rest: Entries, options: LoggerOptions): string {
  const parts = rest.map(([key, value]) => `${safe(key, options)}=${textValue(value, options)}`);
  return [time, level.padEnd(5), safe(msg, options), ...parts].join(" ");
}

function textValue(value: unknown, options: LoggerOptions): string {
  const text = typeof value === "string" ? safe(value, options) : "";
  return BARE.test(text) ? text : jsonValue(value, options);
}

function jsonValue(value: unknown, options: LoggerOptions): string {
  try {
    return JSON.stringify(value, (_key, inner: unknown) => printable(inner, options)) ?? "null";
  } catch {
    // Circular values, or a getter that throws: a log line must never be the reason a run fails.
    return JSON.stringify("(a value that can't be printed)");
  }
}

/** Replacer for JSON: works on single values, so that redacting can't break the JSON around them. */
function printable(value: unknown, options: LoggerOptions): unknown {
  if (typeof value === "string") return safe(value, options);
  if (typeof value === "number" || typeof value === "bigint") {
    const text = String(value);
    return safe(text, options) === text && typeof value === "number" ? value : safe(text, options);
  }
  if (value instanceof Error) return { name: value.name, message: value.message, cause: value.cause };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [safe(key, options), inner]));
}

/** Redacted again after cleaning, which may join what an invisible character had split. */
function safe(text: string, { redactor }: LoggerOptions): string {
  return redactor.redact(cleanText(redactor.redact(text), { maxLength: MAX_TEXT }));
}
