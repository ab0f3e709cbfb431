import { join } from "node:path";
import * as z from "zod";
import { isProblem, Problem, type ProblemDetails } from "../sync/model/index.js";
import { backupNames, STATE_FILE } from "./files.js";

/** How long SQLite waits for another process before it reports that the file is busy. */
export const BUSY_TIMEOUT_MS = 5_000;

/**
 * Runs work on the state folder and turns what SQLite and the file system throw into problems a
 * person can act on. Every call of better-sqlite3 and every file access of this folder goes through here.
 */
export function guarded<T>(dir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(dir, error);
  }
}

/** The same for work that waits. */
export async function guardedAsync<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translate(dir, error);
  }
}

/** The problem behind an error; anything that is neither SQLite's nor the file system's stays as it is. */
function translate(dir: string, error: unknown): unknown {
  if (isProblem(error)) return error;
  // Only columns with JSON text are parsed here, so this is damaged data.
  if (error instanceof SyntaxError || error instanceof z.ZodError) {
    return corruptState(dir, "A stored record is not in the expected form.", error);
  }
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return error;
  return fromCode(dir, error, error.code);
}

/** A file that is damaged, or was replaced by something else. */
export function corruptState(dir: string, why: string, cause?: unknown): Problem {
  return new Problem(
    {
      kind: "configuration",
      code: "state_corrupt",
      what: `The state file ${join(dir, STATE_FILE)} can't be read.`,
      why,
      next: wayBack(dir),
    },
    { cause },
  );
}

/** A file whose format number (`user_version`) does not fit what is in it: something else changed either. */
export function editedState(dir: string, why: string, cause?: unknown): Problem {
  return new Problem(
    {
      kind: "configuration",
      code: "state_edited",
      what: `${join(dir, STATE_FILE)} is not in the format it says, so nothing was done.`,
      why,
      next: `If somebody changed its \`user_version\`, set it back. Else: ${wayBack(dir)}`,
    },
    { cause },
  );
}

function wayBack(dir: string): string {
  const copy = backupNames(dir).at(-1);
  const restore = copy
    ? `Run \`spendesk-hr state restore ${join(dir, copy)}\``
    : "If you have a backup, run `spendesk-hr state restore` with it";
  const aside = `move ${STATE_FILE}, ${STATE_FILE}-wal and ${STATE_FILE}-shm out of ${dir}, then`;
  const rebuild = "run `spendesk-hr preview`: the links between employees and members are rebuilt by e-mail";
  return `${restore}. Without one, ${aside} ${rebuild}.`;
}

/** A SQLite database that belongs to another program. */
export function foreignState(dir: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_foreign",
    what: `${join(dir, STATE_FILE)} is not a state file of spendesk-hr.`,
    why: "It is a SQLite database that another program made. It was left untouched.",
    next: "Choose another folder with `--state-dir`, or move that file away.",
  });
}

/** A file or schema of a later format. */
export function newerState(versions: {
  /** Of a database; null: it is in a file. */
  readonly shown: string | null;
  readonly format: number;
  readonly writtenBy: string | null;
  readonly knownFormat: number;
  readonly program: string;
}): Problem {
  const { shown } = versions;
  const number = shown === null ? "the file's `user_version`" : "`format` in its table `about`";
  const writer = versions.writtenBy ? `version ${versions.writtenBy} of spendesk-hr` : "a newer version";
  return new Problem({
    kind: "configuration",
    code: "state_newer",
    what: `The state${shown === null ? "" : ` in ${shown}`} was written by a newer version of spendesk-hr.`,
    why:
      `It has format ${versions.format}, made by ${writer}; ` +
      `this is version ${versions.program}, which knows formats up to ${versions.knownFormat}.`,
    next:
      versions.writtenBy === versions.program
        ? `Upgrade spendesk-hr on this machine. If it is the newest already, something else changed ${number}: set it back.`
        : "Upgrade spendesk-hr on this machine, then run the same command again.",
  });
}

/** An upgrade that was rolled back. */
export function failedUpgrade(dir: string, backup: string, error: unknown): Problem {
  const problem = translate(dir, error);
  if (isProblem(problem) && error instanceof Error && HAD_IT.test(error.message)) return problem;
  // A step that misses a table may be wrong itself.
  const known = isProblem(problem) && !["state_failed", "state_edited"].includes(problem.code);
  return new Problem(
    {
      kind: known ? problem.kind : "unexpected",
      code: known ? problem.code : "state_migration_failed",
      what: "The state could not be upgraded to the format of this version; it is unchanged.",
      why: isProblem(problem) ? problem.why : String(problem),
      next:
        `${known ? problem.next : "Use the previous version of spendesk-hr and report this message."} ` +
        `A copy from before the attempt is ${join(dir, backup)}.`,
    },
    { cause: error },
  );
}

/** What a statement of this format meets in a file of another one. */
const MISFIT = /^no such (?:table|column)\b/u;
/** What an upgrade meets in a file that has had it. */
const HAD_IT = /^(?:duplicate column name\b|(?:table|index) \S+ already exists)/u;

function fromCode(dir: string, error: Error, code: string): unknown {
  const why = `${error.message} (${code}).`;
  if (code === "SQLITE_ERROR" && (MISFIT.test(error.message) || HAD_IT.test(error.message))) {
    return editedState(
      dir,
      `Its format number, or a part of it, was changed by something else: ${why}`,
      error,
    );
  }
  if (/^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/u.test(code)) return corruptState(dir, why, error);
  const details = detailsFor(dir, code, why);
  return details ? new Problem(details, { cause: error }) : error;
}

function detailsFor(dir: string, code: string, why: string): ProblemDetails | null {
  // SHMSIZE: SQLite could not make its shared-memory file larger, which is how a full disk first shows.
  if (/^(?:SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/u.test(code)) {
    return {
      kind: "temporary",
      code: "state_disk_full",
      what: `The disk that holds the state (${dir}) is full.`,
      why,
      next: "Free some space there and run the same command again: what was recorded so far is safe.",
    };
  }
  if (/^SQLITE_(?:BUSY|LOCKED)/u.test(code)) {
    return {
      kind: "temporary",
      code: "state_busy",
      what: "The state is in use by another process.",
      why: `It could not be written for ${BUSY_TIMEOUT_MS / 1000} seconds: ${why}`,
      next: "Run the same command again in a minute; `spendesk-hr status` shows whether a run is going on.",
    };
  }
  if (
    /^(?:SQLITE_(?:READONLY|CANTOPEN|PERM)|E(?:ACCES|PERM|ROFS|NOTDIR|EXIST|ISDIR|NOENT|LOOP)$)/u.test(code)
  ) {
    return {
      kind: "configuration",
      code: "state_not_writable",
      what: `The state in ${dir} can't be opened for writing.`,
      why,
      next: `Make ${dir} a folder that this user owns and may write to, or choose another with \`--state-dir\`.`,
    };
  }
  if (/^(?:SQLITE_|E[A-Z0-9]+$)/u.test(code)) {
    return {
      kind: "unexpected",
      code: "state_failed",
      what: `The state in ${dir} could not be used.`,
      why,
      next: "Run the command again with `--debug` and report what it says.",
    };
  }
  return null;
}
