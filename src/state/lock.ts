import type { Clock, LockOwner, StateStore } from "../sync/model/index.js";
import { fateOf, type ProcessIdentity } from "./process-identity.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

/** Milliseconds without a heartbeat after which a lock counts as abandoned. */
export const DEFAULT_LEASE_MS = 120_000;

type LockRow = Omit<LockOwner, "isStopped"> & ProcessIdentity;

const SELECT = `
  SELECT run_id AS runId, host, pid, pid_scope AS pidScope, process_start AS processStart,
    started_at AS startedAt, heartbeat_at AS heartbeatAt
  FROM lock`;

const TAKE = `
  INSERT OR REPLACE INTO lock (id, run_id, host, pid, pid_scope, process_start, started_at, heartbeat_at)
  VALUES (1, @runId, @host, @pid, @pidScope, @processStart, @startedAt, @heartbeatAt)`;

type LockMethods = Pick<StateStore, "acquireLock" | "renewLock" | "releaseLock" | "lockOwner" | "breakLock">;

/**
 * The right to apply, as a lease: it ends when its process is known to be gone, or when the heartbeat
 * is older than `leaseMs`. The lease of a process that is known to be stopped does not end by itself: such
 * a process may go on at any moment, in the middle of a call. `lockOwner` names an owner only while the
 * lease is alive.
 */
export function lockTable(
  database: StateDatabase,
  lease: { readonly me: ProcessIdentity; readonly clock: Clock; readonly leaseMs: number },
): LockMethods {
  const { me, clock, leaseMs } = lease;
  const isFresh = (row: LockRow, at: Date) => Math.abs(at.getTime() - Date.parse(row.heartbeatAt)) <= leaseMs;
  /** Whose the lease is, or null when it has ended. */
  function ownerAt(row: LockRow, at: Date): LockOwner | null {
    const fate = fateOf(row, me);
    if (fate === "stopped") return toOwner(row, true);
    return fate !== "gone" && isFresh(row, at) ? toOwner(row, false) : null;
  }
  return {
    acquireLock: (runId, at) =>
      database.write((sqlite) => {
        const row = selectLock(sqlite);
        const owner = row && row.runId !== runId ? ownerAt(row, at) : null;
        if (owner) return owner;
        const now = at.toISOString();
        sqlite.prepare<[LockRow]>(TAKE).run({ ...me, runId, startedAt: now, heartbeatAt: now });
        return null;
      }),
    renewLock: (runId, at) =>
      database.write((sqlite) => {
        const renew = sqlite.prepare<[string, string]>("UPDATE lock SET heartbeat_at = ? WHERE run_id = ?");
        return renew.run(at.toISOString(), runId).changes === 1;
      }),
    releaseLock: (runId) =>
      database.write((sqlite) => {
        sqlite.prepare<[string]>("DELETE FROM lock WHERE run_id = ?").run(runId);
      }),
    lockOwner: () =>
      database.read((sqlite) => {
        const row = selectLock(sqlite);
        return row ? ownerAt(row, clock.now()) : null;
      }),
    breakLock: () =>
      database.write((sqlite) => {
        const row = selectLock(sqlite);
        sqlite.prepare("DELETE FROM lock").run();
        return row ? toOwner(row, fateOf(row, me) === "stopped") : null;
      }),
  };
}

/** Whether the lock is this run's, stale or not. */
export function holdsLock(sqlite: Sqlite, runId: string): boolean {
  return selectLock(sqlite)?.runId === runId;
}

function selectLock(sqlite: Sqlite): LockRow | undefined {
  return sqlite.prepare<[], LockRow>(SELECT).get();
}

function toOwner({ runId, host, pid, startedAt, heartbeatAt }: LockRow, isStopped: boolean): LockOwner {
  return { runId, host, pid, startedAt, heartbeatAt, isStopped };
}
