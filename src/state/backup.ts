import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { isProblem, Problem } from "../sync/model/index.js";
import { createEmptyFile, KEY_FILE, removeDatabase, STATE_FILE, statePath } from "./files.js";
import { refuseForeign } from "./header.js";
import { factsOf, requireWhole, type StateFacts } from "./inspect.js";
import { marksOfFile, refuseMarked } from "./moved.js";
import { guarded } from "./problems.js";
import { openSqlite } from "./sqlite.js";

/** A finished backup. */
export interface Backup extends StateFacts {
  readonly folder: string;
  /** Whether the key of the bank fingerprints was there to be copied. */
  readonly hasKey: boolean;
}

/**
 * Copies a state, also while a run writes to it, into a folder of its own for its owner only. The copy
 * is opened and checked as a whole before it gets its name. It is a state folder like any other, without
 * a lock.
 *
 * @param to a folder that is not there yet
 * @throws Problem `state_missing`, `backup_exists`, `backup_not_written`, and those of a state that can't
 *   be used
 */
export function backUpState(dir: string, to: string): Backup {
  guarded(dir, () => {
    if (statSync(statePath(dir), { throwIfNoEntry: false }) === undefined) throw missing(dir);
    refuseForeign(dir, statePath(dir));
  });
  if (statSync(to, { throwIfNoEntry: false })) throw alreadyThere(to);
  const temporary = `${to}.new-${randomUUID()}`;
  try {
    mkdirSync(temporary, { mode: 0o700 });
    copyDatabase(statePath(dir), statePath(temporary));
    const facts = checkCopy(temporary, dir);
    const hasKey = copyKey(dir, temporary);
    renameSync(temporary, to);
    return { folder: to, hasKey, ...facts };
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw isProblem(error) ? error : notWritten(to, error);
  }
}

/** Whoever held the lock does not hold it in the copy. @param shown where it was copied from */
export function checkCopy(folder: string, shown: string): StateFacts {
  const sqlite = openSqlite(join(folder, STATE_FILE));
  try {
    refuseMarked(marksOfFile(sqlite), shown);
    sqlite.exec("DELETE FROM lock");
    requireWhole(folder, sqlite);
    return factsOf(sqlite);
  } finally {
    sqlite.close();
  }
}

/** Copies the key of the bank fingerprints. @returns false when there is none */
export function copyKey(from: string, to: string): boolean {
  const key = join(from, KEY_FILE);
  if (!existsSync(key)) return false;
  copyFileSync(key, join(to, KEY_FILE), constants.COPYFILE_EXCL);
  chmodSync(join(to, KEY_FILE), 0o600);
  return true;
}

/** There is nothing to copy or to look at. */
export function missing(dir: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_missing",
    what: `There is no state in ${dir}.`,
    why: "Nothing was connected on this machine yet, or the state is in another folder.",
    next: "Name the folder with `--state-dir`; `spendesk-hr config show` says where it comes from.",
  });
}

export function alreadyThere(to: string): Problem {
  return new Problem({
    kind: "usage",
    code: "backup_exists",
    what: `No backup was made: ${to} is already there.`,
    why: "A backup never replaces or mixes with anything.",
    next: "Name a folder that is not there yet.",
  });
}

export function notWritten(to: string, error: unknown): Problem {
  return new Problem(
    {
      kind: "configuration",
      code: "backup_not_written",
      what: `The backup could not be written to ${to}; nothing was left there.`,
      why: error instanceof Error ? error.message : String(error),
      next: "Name a new folder in a place that this user may write to and that has space for it.",
    },
    { cause: error },
  );
}

/**
 * Makes a consistent copy of a database for its owner only, with what is still in its write-ahead log,
 * and also while others write to it. Errors are not translated; nothing is left then.
 */
export function copyDatabase(from: string, to: string): void {
  createEmptyFile(to);
  try {
    // VACUUM can't run inside a transaction, but a connection of its own may read beside one.
    const reader = openSqlite(from, { readonly: true });
    try {
      reader.prepare<[string]>("VACUUM INTO ?").run(to);
    } finally {
      reader.close();
    }
    syncFile(to);
  } catch (error) {
    removeDatabase(to);
    throw error;
  }
}

/** SQLite leaves it to the system when such a copy reaches the disk. */
function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
