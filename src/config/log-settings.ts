import { LOG_FORMATS, LOG_LEVELS, type LogLevel } from "../shared/log-levels.js";
import type { Environment } from "./directories.js";
import type { ConfigDocument } from "./document.js";
import { environmentValue } from "./environment.js";
import type { Setting } from "./global-settings.js";
import { fileOrigin, type Origin } from "./origins.js";
import type { ConfigFile } from "./schema.js";

/** What is logged to stderr, and how. */
export interface LogSettings {
  readonly level: LogLevel;
  readonly format: (typeof LOG_FORMATS)[number];
  /** Whether e-mails are masked, from level `info` up. */
  readonly maskPersonalData: boolean;
}

/** Flags of the log as typed. */
export interface LogFlags {
  readonly debug?: boolean | undefined;
  readonly logLevel?: string | undefined;
  readonly logFormat?: string | undefined;
}

interface Written {
  readonly document: ConfigDocument;
  readonly content: Pick<ConfigFile, "log">;
}

/**
 * Flag, else environment, else file, else default. A log for machines says more by default: nobody is
 * disturbed by it.
 *
 * @param written null before the file was read, or without one
 */
export function resolveLog(
  flags: LogFlags,
  env: Environment,
  written: Written | null,
): { readonly log: LogSettings; readonly origins: readonly Origin[] } {
  const inFile = <Key extends keyof LogSettings>(key: Key) => {
    const value = written?.content.log[key];
    return written && value !== undefined
      ? { value, origin: fileOrigin(written.document, ["log", key]) }
      : null;
  };
  const format =
    chosen(LOG_FORMATS, flags.logFormat, "flag --log-format") ??
    chosen(
      LOG_FORMATS,
      environmentValue(env, "SPENDESK_HR_LOG_FORMAT"),
      "environment SPENDESK_HR_LOG_FORMAT",
    ) ??
    inFile("format") ??
    byDefault("text");
  const level =
    (flags.debug ? { value: "debug" as const, origin: "flag --debug" } : null) ??
    chosen(LOG_LEVELS, flags.logLevel, "flag --log-level") ??
    chosen(LOG_LEVELS, environmentValue(env, "SPENDESK_HR_LOG_LEVEL"), "environment SPENDESK_HR_LOG_LEVEL") ??
    inFile("level") ??
    byDefault(format.value === "json" ? "info" : "warn");
  const mask = maskFromEnvironment(env) ?? inFile("maskPersonalData") ?? byDefault(false);
  return {
    log: { level: level.value, format: format.value, maskPersonalData: mask.value },
    origins: [
      { key: "log.level", ...level },
      { key: "log.format", ...format },
      { key: "log.maskPersonalData", ...mask },
    ],
  };
}

function chosen<Value extends string>(
  values: readonly Value[],
  text: string | null | undefined,
  origin: string,
): Setting<Value> | null {
  const value = values.find((candidate) => candidate === text);
  return value === undefined ? null : { value, origin };
}

function maskFromEnvironment(env: Environment): Setting<boolean> | null {
  const name = "SPENDESK_HR_LOG_MASK_PERSONAL_DATA";
  const word = chosen(["true", "false"], environmentValue(env, name), `environment ${name}`);
  return word && { value: word.value === "true", origin: word.origin };
}

function byDefault<Value>(value: Value): Setting<Value> {
  return { value, origin: "default" };
}
