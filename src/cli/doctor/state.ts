import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EntityConfig } from "../../config/load.js";
import { hasCode } from "../../shared/errors.js";
import { lookAtState, lookAtStateFolder, type StateFolderLook, type StateLook } from "../../state/look.js";
import { stateExists } from "../../state/open.js";
import { Problem, WHOLE_STATE } from "../../sync/model/index.js";
import { lockedText } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { VERSION } from "../version.js";
import { attempt, type Finding, ok, problem, type Subject, warning } from "./finding.js";

const MIB = 1024 * 1024;
/** Free space below which a warning is given, and below which a run may not get to its end. */
const LOW_BYTES = 200 * MIB;
const TOO_LOW_BYTES = 20 * MIB;

/** What is known of the state. */
export interface StateCheck {
  readonly findings: readonly Finding[];
  /** Null when there is none, or none that can be read. */
  readonly look: StateLook | null;
}

/** What a finding about the state is about. */
export const stateSubject = (check: string): Subject => ({ area: "state", check, entity: null });

const subject = stateSubject;

/** The state and its folder. Creates, upgrades and changes nothing. */
export async function checkState(
  dir: string,
  entities: readonly EntityConfig[],
  { process: { clock } }: CliContext,
): Promise<StateCheck> {
  const show = showsTimes(entities, clock.now());
  let look: StateLook | null = null;
  const content = await attempt(subject("file"), async () => {
    if (!stateExists(dir)) return [missing(dir, entities.length > 0)];
    look = await lookAtState(dir, VERSION, clock);
    return [ok(subject("file"), wholeText(dir, look)), ...lockFindings(look, show)];
  });
  const folder = await attempt(subject("folder"), () =>
    folderFindings(dir, lookAtStateFolder(dir, clock.now())),
  );
  return { findings: [...content, ...folder, ...(await checkDisk(dir))], look };
}

/** The folder of what stays on this machine when the state is in a database. */
export async function checkLocalFolder(dir: string): Promise<readonly Finding[]> {
  const folder = await attempt(subject("folder"), async () => {
    await requireWritable(dir);
    return [ok(subject("folder"), `${dir} can be written.`)];
  });
  return [...folder, ...(await checkDisk(dir))];
}

function checkDisk(dir: string): Promise<readonly Finding[]> {
  return attempt(subject("disk"), () => diskFindings(dir));
}

function missing(dir: string, hasEntities: boolean): Finding {
  if (!hasEntities) return ok(subject("file"), `There is no state yet; it will be in ${dir}.`);
  return warning(subject("file"), {
    code: "state_missing",
    text: `There is no state in ${dir} yet; the first preview makes it. If there were runs before, it is somewhere else.`,
    next: "spendesk-hr config show (says where the folder comes from), then spendesk-hr preview",
  });
}

/** @param place where the state is */
export function wholeText(place: string, { facts, needsUpgrade }: StateLook): string {
  const size = `${(facts.bytes / MIB).toFixed(1)} MiB`;
  const upgrade = needsUpgrade ? " The next command upgrades it." : "";
  return `The state in ${place} is whole: ${size}, people: ${facts.links}, runs: ${facts.runs}.${upgrade}`;
}

/** The runs that hold locks. */
export function lockFindings({ locks: taken }: StateLook, show: ShowTime): readonly Finding[] {
  if (taken.length === 0) return [ok(subject("lock"), "No run holds a lock.")];
  return taken.map((held) => lock(held, taken.length > 1, show));
}

function lock(held: StateLook["locks"][number], isOneOfSeveral: boolean, show: ShowTime): Finding {
  const { host, pid, startedAt, heartbeatAt, isStopped, entities } = held.owner;
  const entity = entities.find((one) => one !== WHOLE_STATE);
  const only = isOneOfSeveral && entity !== undefined ? ` --entity ${entity}` : "";
  const unlock = `spendesk-hr unlock${only}`;
  const who = `process ${pid} on ${host}, on ${lockedText(entities)}, since ${show(startedAt, entity)}`;
  const lastSign = `last sign of life ${show(heartbeatAt, entity)}`;
  if (isStopped) {
    return warning(subject("lock"), {
      code: "lock_stopped",
      text: `A run is stopped half-way and keeps others out (${who}; ${lastSign}).`,
      next: `kill -CONT ${pid} (lets it go on), or ${unlock}`,
    });
  }
  if (held.isAlive) return ok(subject("lock"), `A run is going on (${who}).`);
  return warning(subject("lock"), {
    code: "lock_stale",
    text: `The lock of a run that is gone is left (${who}; ${lastSign}). The next run takes it over.`,
    next: unlock,
  });
}

async function folderFindings(dir: string, folder: StateFolderLook): Promise<readonly Finding[]> {
  await requireWritable(dir);
  const writable = ok(subject("folder"), `${dir} can be written.`);
  if (!stateExists(dir)) return [writable];
  return [
    writable,
    permissions(dir, folder),
    folder.leftovers.length === 0
      ? ok(subject("leftovers"), "No killed run left files behind.")
      : warning(subject("leftovers"), {
          code: "state_leftovers",
          text: `Killed runs left ${folder.leftovers.join(", ")}. The next apply removes them.`,
          next: "spendesk-hr apply",
        }),
    ok(subject("backup"), backupText(folder)),
  ];
}

function permissions(dir: string, { openToOthers }: StateFolderLook): Finding {
  if (openToOthers.length === 0) return ok(subject("permissions"), "Only its owner may read the state.");
  const files = openToOthers.filter((name) => name !== ".").map((name) => `'${join(dir, name)}'`);
  const commands = [
    ...(openToOthers.includes(".") ? [`chmod 700 '${dir}'`] : []),
    ...(files.length > 0 ? [`chmod 600 ${files.join(" ")}`] : []),
  ];
  return warning(subject("permissions"), {
    code: "state_open_to_others",
    text: `Other users of this machine may read or change ${openToOthers.map((name) => (name === "." ? dir : name)).join(", ")}.`,
    next: commands.join(" && "),
  });
}

/** Where backups made by hand are kept is not known here. */
function backupText({ upgradeBackups }: StateFolderLook): string {
  const last = upgradeBackups.at(-1);
  const copies =
    last === undefined ? "No upgrade made a copy yet." : `The last copy of an upgrade is ${last}.`;
  return `${copies} \`spendesk-hr state backup\` makes a backup at any time.`;
}

/** The folder, or the nearest one above it where it would be made. @throws Problem `state_not_writable` */
async function requireWritable(dir: string): Promise<void> {
  try {
    await access(await nearestFolder(dir), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Problem(
      {
        kind: "configuration",
        code: "state_not_writable",
        what: `${dir} can't be written.`,
        why:
          error instanceof Error && "code" in error ? `The system says ${error.code}.` : "It is no folder.",
        next: `Make ${dir} a folder that this user owns and may write to, or choose another with \`--state-dir\`.`,
      },
      { cause: error },
    );
  }
}

/** @throws Error of the file system when something on the way is no folder */
async function nearestFolder(dir: string): Promise<string> {
  try {
    // A trailing slash is only right after a folder.
    await access(`${dir}/`);
    return dir;
  } catch (error) {
    const absent = hasCode(error, "ENOENT");
    if (!absent || dirname(dir) === dir) throw error;
    return nearestFolder(dirname(dir));
  }
}

async function diskFindings(dir: string): Promise<readonly Finding[]> {
  const { bavail, bsize } = await statfs(await nearestFolder(dir));
  return [diskFinding(dir, bavail * bsize)];
}

/** @param free bytes this user may still write */
export function diskFinding(dir: string, free: number): Finding {
  const text = `${Math.floor(free / MIB)} MiB are free on the disk of ${dir}.`;
  const next = "Free some space on that disk.";
  if (free >= LOW_BYTES) return ok(subject("disk"), text);
  if (free >= TOO_LOW_BYTES) return warning(subject("disk"), { code: "disk_low", text, next });
  const why = "A run records every change before it is sent, and stops when it can't.";
  return problem(subject("disk"), { kind: "temporary", code: "disk_full", message: text, why, next });
}
