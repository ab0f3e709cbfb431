import { LOG_LEVELS, type LogLevel } from "../shared/log-levels.js";
import type { Clock } from "../sync/model/index.js";
import { cleanText, maskEmails } from "./clean-text.js";
import type { Redactor } from "./redactor.js";

/** Longest text in a line, in characters. */
const MAX_TEXT = 4000;
/** Values that need no quotes in a text line. */
const BARE = /^[\w.:/@+-]+$/;

/** What a line says besides its message. */
export type LogFields = Readonly<Record<string, unknown>> & {
  /** Kind of the line; stable, for machines. */
  readonly event?: LogEvent;
};

/** Writes log lines for people (`text`) or machines (`json`). */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

/** What is written, and how. */
export interface LogView {
  /** Lines of this level and of graver ones are written. */
  readonly level: LogLevel;
  readonly format: "text" | "json";
  /** Whether e-mails are masked in lines of level `info` and graver. */
  readonly maskPersonalData: boolean;
}

export interface LoggerOptions {
  /** Asked for every line: the configuration file is read when the first lines may have been written. */
  readonly view: () => LogView;
  /** Takes one whole line with its line end; standard error in the program. */
  readonly write: (line: string) => void;
  readonly redactor: Pick<Redactor, "redact">;
  readonly clock: Clock;
  /** Id of the preview or apply under way; null before. */
  readonly run: () => string | null;
}

/**
 * A logger whose every text is redacted and free of control characters, keys of fields included. In
 * JSON the keys `time`, `level` and `msg` come first; they and `run` can't be replaced by fields.
 */
export function createLogger(options: LoggerOptions): Logger {
  return loggerWith({}, options);
}

function loggerWith(bound: LogFields, options: LoggerOptions): Logger {
  const line = (level: LogLevel) => (message: string, fields?: LogFields) => {
    const view = options.view();
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(view.level)) return;
    const runId = options.run();
    const run = runId === null ? {} : { run: runId };
    const head = { time: options.clock.now().toISOString(), level, msg: message };
    const rest = Object.entries({ ...run, ...bound, ...fields, ...run }).filter(
      ([key, value]) => value !== undefined && !Object.hasOwn(head, key),
    );
    const safe = cleaner(options, view.maskPersonalData && level !== "debug");
    options.write(`${view.format === "json" ? asJson(head, rest, safe) : asText(head, rest, safe)}\n`);
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

function asJson(head: Head, rest: Entries, safe: Clean): string {
  const members = [...Object.entries(head), ...rest].map(
    ([key, value]) => `${JSON.stringify(safe(key))}:${jsonValue(value, safe)}`,
  );
  return `{${members.join(",")}}`;
}

function asText({ time, level, msg }: Head, rest: Entries, safe: Clean): string {
  const parts = rest.map(([key, value]) => `${safe(key)}=${textValue(value, safe)}`);
  return [time, level.padEnd(5), safe(msg), ...parts].join(" ");
}

function textValue(value: unknown, safe: Clean): string {
  const text = typeof value === "string" ? safe(value) : "";
  return BARE.test(text) ? text : jsonValue(value, safe);
}

function jsonValue(value: unknown, safe: Clean): string {
  try {
    return JSON.stringify(value, (_key, inner: unknown) => printable(inner, safe)) ?? "null";
  } catch {
    // Circular values, or a getter that throws: a log line must never be the reason a run fails.
    return JSON.stringify("(a value that can't be printed)");
  }
}

/** Replacer for JSON: works on single values, so that redacting can't break the JSON around them. */
function printable(value: unknown, safe: Clean): unknown {
  if (typeof value === "string") return safe(value);
  if (typeof value === "number" || typeof value === "bigint") {
    const text = String(value);
    return safe(text) === text && typeof value === "number" ? value : safe(text);
  }
  if (value instanceof Error) return { name: value.name, message: value.message, cause: value.cause };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [safe(key), inner]));
}

/** Makes one text fit to be written. */
type Clean = (text: string) => string;

/** Redacted again after cleaning, which may join what an invisible character had split. */
function cleaner({ redactor }: LoggerOptions, maskPersonalData: boolean): Clean {
  return (text) => {
    const clean = redactor.redact(cleanText(redactor.redact(text), { maxLength: MAX_TEXT }));
    return maskPersonalData ? maskEmails(clean) : clean;
  };
}

/** Every kind of log line, by the stable name in its field `event`. */
export const LOG_EVENTS = {
  "command.finished": "A command ended: `command`, `version`, `exitCode`, `milliseconds`.",
  "run.started": "A preview or an apply got its id, which is the field `run` of all lines from here on.",
  "entity.phase": "What is done for an entity now.",
  "entity.read":
    "Both sides of an entity were read: `employees`, `members`, `providerRequests`, `spendeskRequests`, `milliseconds`.",
  "entity.planned":
    "An entity was planned: a number for each kind of change and note, `providerRequests`, `spendeskRequests`, `milliseconds`.",
  "entity.applied":
    "An entity's plan was carried out: `applied`, `failed`, `notReached`, `handedOff`, `providerRequests`, `spendeskRequests`, `milliseconds`.",
  "entity.failed": "An entity could not be planned or applied: `kind`, `code`.",
  "call.answered": "An API answered one attempt (level debug): `host`, `purpose`, `status`, `milliseconds`.",
  "call.waiting": "A call waits for a limit or before another attempt: `milliseconds`.",
  "state.waiting": "The database of the state is waited for, at most for so long: `milliseconds`.",
  problem: "What a person would see as an error: `kind`, `code`, `why`, `next`; with --debug also `stack`.",
  message: "Anything else said to people.",
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;
