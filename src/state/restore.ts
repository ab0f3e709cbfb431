import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Clock, isProblem, Problem, WHOLE_STATE } from "../sync/model/index.js";
import { ownerNext, ownerText } from "../sync/run/index.js";
import { moveAside } from "./aside.js";
import { copyDatabase, copyKey } from "./backup.js";
import { fencedDatabase } from "./fencing.js";
import { createFolder, KEY_FILE, publish, removeDatabase, STATE_FILE, statePath } from "./files.js";
import { refuseForeign } from "./header.js";
import { factsOf, requireWhole, type StateFacts } from "./inspect.js";
import { DEFAULT_LEASE_MS, lockTable } from "./lock.js";
import { refuseNewer, upgrade } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { guarded, guardedAsync } from "./problems.js";
import { identifyProcess } from "./process-identity.js";
import { openSqlite, type Sqlite } from "./sqlite.js";
import { sqliteDatabase } from "./sqlite-database.js";

/** A backup that was copied beside the state and found whole; nothing has changed yet. */
export interface PreparedRestore {
  readonly backup: StateFacts;
  /** What is there now; null when there is nothing, or nothing that can be read. */
  readonly present: StateFacts | null;
  /** Puts the copy in the place of the present state. */
  commit(): Promise<Restored>;
  /** Removes the copy. */
  cancel(): Promise<void>;
}

/** A restored state. */
export interface Restored {
  /** Where the files that were there before are now; null when there were none. */
  readonly keptAside: string | null;
  /** Whether there is a key of the bank fingerprints now. */
  readonly hasKey: boolean;
}

interface RestoreOptions {
  /** Folder of the state. */
  readonly dir: string;
  /** A folder made by `backUpState`, or a single file made by an upgrade. */
  readonly from: string;
  readonly toolVersion: string;
  readonly clock: Clock;
}

/**
 * Reads a backup as a whole and checks it, before anything is changed.
 *
 * @throws Problem `backup_missing`, `state_corrupt`, `state_foreign`, `state_newer` about the backup
 */
export async function prepareRestore(options: RestoreOptions): Promise<PreparedRestore> {
  const { dir, from } = options;
  const file = databaseOf(from);
  const copy = `${statePath(dir)}.new-${randomUUID()}`;
  guarded(from, () => refuseForeign(from, file));
  guarded(dir, () => {
    createFolder(dir);
    copyDatabase(file, copy);
  });
  try {
    return {
      backup: guarded(from, () => checkedCopy(copy, options)),
      present: await withPresent(dir, async (sqlite) => factsOf(sqlite)),
      commit: () => guardedAsync(dir, () => replace(copy, options)),
      cancel: async () => removeDatabase(copy),
    };
  } catch (error) {
    removeDatabase(copy);
    throw error;
  }
}

/** @throws Problem `backup_missing` */
export function databaseOf(from: string): string {
  const file = existsSync(from) && statSync(from).isDirectory() ? join(from, STATE_FILE) : from;
  if (existsSync(file) && statSync(file).isFile()) return file;
  throw new Problem({
    kind: "usage",
    code: "backup_missing",
    what: `There is no backup ${from}.`,
    why: `It must be a folder made by \`spendesk-hr state backup\`, or a file ${STATE_FILE}.backup-… made by an upgrade.`,
    next: "Run the command with the path of the backup.",
  });
}

/** Checks a copy of a backup, in which nobody holds the lock. */
export function checkedCopy(copy: string, { from, dir, toolVersion, clock }: RestoreOptions): StateFacts {
  const sqlite = openSqlite(copy);
  try {
    refuseNewer(sqlite, { dir, toolVersion, migrations: MIGRATIONS, at: clock.now() });
    requireWhole(from, sqlite);
    sqlite.exec("DELETE FROM lock");
    return factsOf(sqlite);
  } finally {
    sqlite.close();
  }
}

/**
 * Works with the present state. A damaged one is what restoring is for: null then, as when there is none.
 * @throws Problem `state_foreign`, `state_busy`, `state_not_writable`
 */
async function withPresent<T>(dir: string, use: (sqlite: Sqlite) => Promise<T>): Promise<T | null> {
  if (statSync(statePath(dir), { throwIfNoEntry: false }) === undefined) return null;
  let sqlite: Sqlite | null = null;
  try {
    return await guardedAsync(dir, () => {
      refuseForeign(dir, statePath(dir));
      sqlite = openSqlite(statePath(dir));
      return use(sqlite);
    });
  } catch (error) {
    if (isProblem(error) && UNREADABLE.has(error.code)) return null;
    throw error;
  } finally {
    closeQuietly(sqlite);
  }
}

/** Codes of a state that holds nothing to be careful with. */
const UNREADABLE: ReadonlySet<string> = new Set([
  ...["state_corrupt", "state_edited", "state_failed", "state_migration_failed"],
]);

/** What is wrong with a damaged file was said before. */
function closeQuietly(sqlite: Sqlite | null): void {
  try {
    sqlite?.close();
  } catch {
    return;
  }
}

/** @throws Problem `lock_held` when a run is going on */
async function replace(copy: string, options: RestoreOptions): Promise<Restored> {
  const { dir, from } = options;
  await refuseDuringRun(options);
  const keptAside = moveAside(dir, options.clock.now(), { withKey: hasKey(from) });
  if (!publish(copy, statePath(dir), dir)) throw tooLate(dir, keptAside);
  removeDatabase(copy);
  // Without one the present key stays where it is: it fits if the backup is of this state.
  copyKey(from, dir);
  return { keptAside, hasKey: hasKey(dir) };
}

/**
 * Holds the lock of the whole present state from now on, so that a run that opened it before can't begin to
 * write. It is never given back: the file goes aside with it.
 */
async function refuseDuringRun({ dir, toolVersion, clock }: RestoreOptions): Promise<void> {
  const me = identifyProcess(hostname(), process.pid);
  const owners = await withPresent(dir, (sqlite) => {
    // As every command that works with it does: locks are taken in the newest format.
    upgrade(sqlite, { dir, toolVersion, migrations: MIGRATIONS, at: clock.now() });
    const lock = lockTable(fencedDatabase(sqliteDatabase(dir, sqlite)), {
      me,
      clock,
      leaseMs: DEFAULT_LEASE_MS,
    });
    return lock.acquireLock(`restore-${randomUUID()}`, [WHOLE_STATE], clock.now());
  });
  const [owner] = owners ?? [];
  if (owner === undefined) return;
  throw new Problem({
    kind: "locked",
    code: "lock_held",
    what: "Nothing was restored: a run is working on the state.",
    why: ownerText(owner, clock.now()),
    next: ownerNext(owner, "Wait until it is done."),
  });
}

/** False also for a backup that is a single file. */
function hasKey(folder: string): boolean {
  return existsSync(join(folder, KEY_FILE));
}

/** Somebody made a state in the moment after the one before had gone aside. */
export function tooLate(dir: string, keptAside: string | null): Problem {
  return new Problem({
    kind: "temporary",
    code: "state_busy",
    what: `Nothing was put into ${dir}: another process has just made a new state there.`,
    why: `What was there before is in ${keptAside ?? dir}.`,
    next: "Stop whatever runs spendesk-hr on this machine, then run the same command again.",
  });
}
