import type { Clock, LockOwner, StateStore } from "../sync/ports.js";
import { hasEnded, type ProcessIdentity } from "./process-identity.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

/** Milliseconds without a heartbeat after which a lock counts as abandoned. */
export const DEFAULT_LEASE_MS = 120_000;

type LockRow = LockOwner & ProcessIdentity;

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
 * is older than `leaseMs`. `lockOwner` names an owner only while the lease is alive.
 */
export function lockTable(
  database: StateDatabase,
  lease: { readonly me: ProcessIdentity; readonly clock: Clock; readonly leaseMs: number },
): LockMethods {
  const { me, clock, leaseMs } = lease;
  const isAlive = (row: LockRow, at: Date) =>
    Math.abs(at.getTime() - Date.parse(row.heartbeatAt)) <= leaseMs && !hasEnded(row, me);
  return {
    acquireLock: (runId, at) =>
      database.write((sqlite) => {
        const row = selectLock(sqlite);
        if (row && row.runId !== runId && isAlive(row, at)) return toOwner(row);
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
        return row && isAlive(row, clock.now()) ? toOwner(row) : null;
      }),
    breakLock: () =>
      database.write((sqlite) => {
        const row = selectLock(sqlite);
        sqlite.prepare("DELETE FROM lock").run();
        return row ? toOwner(row) : null;
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

function toOwner({ runId, host, pid, startedAt, heartbeatAt }: LockRow): LockOwner {
  return { runId, host, pid, startedAt, heartbeatAt };
}
