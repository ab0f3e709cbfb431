import { existsSync, lstatSync } from "node:fs";
import { userInfo } from "node:os";
import type { EntityConfig, LoadedConfig } from "../../config/load.js";
import { statePath } from "../../state/files.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { VERSION } from "../version.js";
import { credentialFiles } from "./credential-steps.js";
import { carriedEnvironment, findProgram, type Installation } from "./installation.js";
import { JOB_NAME, SERVICE_HOME } from "./job.js";
import { type CredentialNeed, runsHere, type Scheduler } from "./schedule.js";

/** User that a job gets when root prints the schedule. */
const SERVICE_USER = JOB_NAME;

/**
 * Who runs the job: whoever prints the schedule, but never root, and nobody without a name.
 * @throws Problem `schedule_user`
 */
export function jobUser(wanted: string | undefined): { readonly name: string; readonly isOther: boolean } {
  if (wanted !== undefined && !/^[A-Za-z_][\w.-]{0,31}$/.test(wanted)) throw notAUser(wanted);
  const username = accountName();
  const name = wanted ?? (username === null || process.getuid?.() === 0 ? SERVICE_USER : username);
  return { name, isOther: name !== username };
}

/** Null where the account has no entry in passwd, as that of a container with a numeric user. */
function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}

/** Reads off this machine and its configuration what a job needs. */
export function gatherInstallation(
  config: LoadedConfig,
  entities: readonly EntityConfig[],
  { scheduler, isOther }: { readonly scheduler: Scheduler; readonly isOther: boolean },
  { globals, process: { env } }: CliContext,
): Installation {
  const byDefault = config.origins.some(({ key, origin }) => key === "stateDir" && origin === "default");
  // The usual place is in the home folder of whoever prints this, where another user has no business.
  const moves = runsHere(scheduler) && scheduler !== "task-scheduler" && isOther && byDefault;
  const stateDir = moves ? SERVICE_HOME : config.stateDir;
  return {
    node: process.execPath,
    program: findProgram(import.meta.dirname),
    version: VERSION,
    configPath: config.writePath,
    stateDir,
    stateUrl: config.stateUrl,
    stateIsNew: config.stateUrl === null && !existsSync(statePath(stateDir)),
    entities: globals.entity,
    groups: globals.group,
    timezone: entities[0]?.timezone ?? "UTC",
    ...carriedEnvironment(env),
    caFile: config.network.route?.trust?.caFile ?? null,
    metricsFile: config.metricsFile,
  };
}

/** Files with credentials that are named and are not there; what this user may not see counts as there. */
export function absentFiles(needs: readonly CredentialNeed[]): readonly string[] {
  return credentialFiles(needs).filter((path) => {
    try {
      return lstatSync(path, { throwIfNoEntry: false }) === undefined;
    } catch {
      return false;
    }
  });
}

function notAUser(wanted: string): Problem {
  return new Problem({
    kind: "usage",
    code: "schedule_user",
    what: `--user takes the name of a user, not "${wanted}".`,
    why: "A name has letters, digits, `_`, `-` and `.`, at most 32.",
    next: "Leave it out, or write for example --user spendesk-hr.",
  });
}
