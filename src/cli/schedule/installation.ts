import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { Problem } from "../../sync/model/index.js";

/** What of this machine and its configuration the schedules are made from. Paths are absolute. */
export interface Installation {
  /** The Node that runs now. */
  readonly node: string;
  /** The program's start file. */
  readonly program: string;
  readonly version: string;
  readonly configPath: string;
  readonly stateDir: string;
  /** The database that the state is in; null: it is in its folder. */
  readonly stateUrl: PostgresAddress | null;
  /** There is no state there yet: nobody has confirmed the configuration for it. Of a database it is not known. */
  readonly stateIsNew: boolean;
  /** Entities to name; empty: all there are. */
  readonly entities: readonly string[];
  /** Groups that were named. */
  readonly groups: readonly string[];
  /** Zone of the times: that of the first entity. */
  readonly timezone: string;
  /** Variables without secrets that are set now and change what the program does. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that are set now and may hold a secret, so that their values are not shown. */
  readonly withheld: readonly string[];
  /** Files and folders that are read or written besides those above. */
  readonly caFile: string | null;
  readonly metricsFile: string | null;
}

/** Variables that a job needs as the person who prints the schedule has them. */
const CARRIED = [
  "SPENDESK_HR_STATE_URL",
  "SPENDESK_HR_LOG_LEVEL",
  "SPENDESK_HR_LOG_FORMAT",
  "SPENDESK_HR_LOG_MASK_PERSONAL_DATA",
  "SPENDESK_HR_CA_FILE",
  "NODE_EXTRA_CA_CERTS",
  "NO_PROXY",
  "no_proxy",
];
const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/** Variables for the job: those to print, and those whose value is better not printed. */
export function carriedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Pick<Installation, "environment" | "withheld"> {
  const set = (names: readonly string[]) =>
    names.flatMap((name): [string, string][] => (env[name] ? [[name, env[name]]] : []));
  const proxies = set(PROXIES);
  const open = proxies.filter(([, value]) => !value.includes("@"));
  return {
    environment: Object.fromEntries([...set(CARRIED), ...open]),
    withheld: proxies.filter(([, value]) => value.includes("@")).map(([name]) => name),
  };
}

/**
 * Where `bin/spendesk-hr.js` is, seen from the code that runs.
 * @throws Error when the program was taken out of its folder
 */
export function findProgram(from: string): string {
  const candidate = join(from, "bin", "spendesk-hr.js");
  if (existsSync(candidate)) return candidate;
  if (dirname(from) === from) throw new Error("bin/spendesk-hr.js is not above the running code");
  return findProgram(dirname(from));
}

/** Bytes that are always the same for an installation, and different for another one. */
export function seedOf({ configPath, stateDir }: Pick<Installation, "configPath" | "stateDir">): Uint8Array {
  return createHash("sha256")
    .update(JSON.stringify([hostname(), configPath, stateDir]))
    .digest();
}

/**
 * Lines of units and crontabs end at a line break, whatever quotes are around it.
 * @throws Problem `schedule_path`
 */
export function refuseLineBreaks(texts: readonly string[]): void {
  if (!texts.some((text) => /[\u0000-\u001f\u007f]/.test(text))) return;
  throw unquotable("a line break or another control character");
}

/** @param what stands in a path or a variable and can't be written */
export function unquotable(what: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "schedule_path",
    what: "No schedule can be made.",
    why: `A path or a variable it needs holds ${what}.`,
    next: "Give the file or folder another name.",
  });
}
