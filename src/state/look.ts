import { existsSync, readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import type { Clock, EntityRecord, LockOwner, RunRecord } from "../sync/model/index.js";
import { entityTable } from "./entities.js";
import { fencedDatabase } from "./fencing.js";
import { backupNames, leftoverNames, openToOthers, statePath } from "./files.js";
import { refuseForeign } from "./header.js";
import { factsOf, requireWhole, type StateFacts } from "./inspect.js";
import { DEFAULT_LEASE_MS, lockTable } from "./lock.js";
import { applyMigrations, refuseNewer } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { marksOfFile, refuseMarked } from "./moved.js";
import { guarded, guardedAsync } from "./problems.js";
import { identifyProcess } from "./process-identity.js";
import { runTable } from "./runs.js";
import { formatVersion, openSqlite, openSqliteBytes, type Sqlite } from "./sqlite.js";
import { sqliteDatabase } from "./sqlite-database.js";

/** What is in a state that was only looked at. */
export interface StateLook {
  readonly facts: StateFacts;
  /** True when the next command that works with it upgrades it first. */
  readonly needsUpgrade: boolean;
  readonly entities: readonly EntityRecord[];
  readonly lastRun: RunRecord | null;
  /** Applies without an end that no later one has finished in all of their entities; newest first. */
  readonly killedRuns: readonly RunRecord[];
  /** Whoever took a lock and did not give it back; `isAlive` is false when that process is gone. */
  readonly locks: readonly { readonly owner: LockOwner; readonly isAlive: boolean }[];
}

const RUNS_LOOKED_AT = 100;

/** What is in the folder of the state, apart from the database's content. Names, not paths. */
export interface StateFolderLook {
  /** Copies that upgrades made, oldest first. */
  readonly upgradeBackups: readonly string[];
  /** Files of killed processes, older than a day. */
  readonly leftovers: readonly string[];
  /** Files, and `.` for the folder itself, that other users may read or change. */
  readonly openToOthers: readonly string[];
}

/** Looks at the folder; everything is empty when there is none. */
export function lookAtStateFolder(dir: string, now: Date): StateFolderLook {
  return {
    upgradeBackups: backupNames(dir),
    leftovers: leftoverNames(dir, now),
    openToOthers: guarded(dir, () => openToOthers(dir)),
  };
}

/**
 * Reads a whole state and checks it, changing nothing, also in a folder that may not be written: SQLite
 * gets a copy in memory, because opening the file itself leaves side files next to it.
 *
 * @throws Problem `state_corrupt`, `state_foreign`, `state_newer`, `state_not_writable`, `state_native_module`
 */
export function lookAtState(dir: string, toolVersion: string, clock: Clock): Promise<StateLook> {
  return guardedAsync(dir, async () => {
    refuseForeign(dir, statePath(dir));
    const sqlite = openSqliteBytes(contentOf(dir));
    try {
      const context = { dir, toolVersion, migrations: MIGRATIONS, at: clock.now() };
      refuseNewer(sqlite, context);
      refuseMarked(marksOfFile(sqlite), dir);
      requireWhole(dir, sqlite);
      const facts = factsOf(sqlite);
      applyMigrations(sqlite, context);
      const needsUpgrade = formatVersion(sqlite) > facts.format;
      return { facts, needsUpgrade, ...(await recordsOf(dir, sqlite, clock)) };
    } finally {
      sqlite.close();
    }
  });
}

/**
 * The newest runs, for suggestions; none without a state. Changes nothing, like `lookAtState`, but does not
 * check the whole file for that.
 * @throws Problem of a state that can't be read
 */
export async function newestRuns(dir: string, limit: number, clock: Clock): Promise<readonly RunRecord[]> {
  if (!existsSync(statePath(dir))) return [];
  return guardedAsync(dir, async () => {
    refuseForeign(dir, statePath(dir));
    const sqlite = openSqliteBytes(contentOf(dir));
    try {
      const context = { dir, toolVersion: "", migrations: MIGRATIONS, at: clock.now() };
      refuseNewer(sqlite, context);
      applyMigrations(sqlite, context);
      return await runTable(fencedDatabase(sqliteDatabase(dir, sqlite))).runs(limit);
    } finally {
      sqlite.close();
    }
  });
}

/** The database as it is now. A log beside it belongs to a run under way, or to one that was killed. */
export function contentOf(dir: string): Buffer {
  const log = statSync(`${statePath(dir)}-wal`, { throwIfNoEntry: false });
  if (log === undefined || log.size === 0) return readFileSync(statePath(dir));
  const sqlite = openSqlite(statePath(dir), { readonly: true });
  try {
    return sqlite.serialize();
  } finally {
    sqlite.close();
  }
}

/** What a database of the newest format says; it is a copy that may be changed. */
export async function recordsOf(
  dir: string,
  sqlite: Sqlite,
  clock: Clock,
): Promise<Pick<StateLook, "entities" | "lastRun" | "killedRuns" | "locks">> {
  const database = fencedDatabase(sqliteDatabase(dir, sqlite));
  const me = identifyProcess(hostname(), process.pid);
  const locks = lockTable(database, { me, clock, leaseMs: DEFAULT_LEASE_MS });
  const alive = await locks.lockOwners();
  const runs = await runTable(database).runs(RUNS_LOOKED_AT);
  return {
    entities: await entityTable(database).entities(),
    lastRun: runs[0] ?? null,
    killedRuns: killedAmong(runs, alive),
    locks: [
      ...alive.map((owner) => ({ owner, isAlive: true })),
      ...(await locks.leftLocks()).map((owner) => ({ owner, isAlive: false })),
    ],
  };
}

/** Runs work side by side, so that one that was killed need not be the newest. */
function killedAmong(newest: readonly RunRecord[], alive: readonly LockOwner[]): readonly RunRecord[] {
  const workedOn = new Set<string>();
  return newest.filter((run) => {
    if (run.kind !== "apply") return false;
    const isAlive = alive.some(({ runId }) => runId === run.id);
    const isKilled = run.finishedAt === null && !isAlive;
    const isLeft = isKilled && run.entities.some((entity) => !workedOn.has(entity));
    if (!isKilled) for (const entity of run.entities) workedOn.add(entity);
    return isLeft;
  });
}
