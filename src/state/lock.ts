import type { Clock, LockOwner, StateStore } from "../sync/model/index.js";
import { columnsText, replaceText, type StateDatabase, type Statements } from "./database.js";
import { fateOf, type ProcessIdentity } from "./process-identity.js";

/** Milliseconds without a heartbeat after which a lock counts as abandoned. */
export const DEFAULT_LEASE_MS = 120_000;

type LockRow = Omit<LockOwner, "isStopped"> & ProcessIdentity;

const COLUMNS = ["run_id", "host", "pid", "pid_scope", "process_start", "started_at", "heartbeat_at"];

const SELECT = `SELECT ${columnsText(COLUMNS)} FROM lock`;

const TAKE = replaceText("lock", ["id"], COLUMNS);

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
      database.writeBooks(async (statements) => {
        const row = await selectLock(statements);
        const time = await statements.timeOf(at);
        const owner = row && row.runId !== runId ? ownerAt(row, time) : null;
        if (owner) return owner;
        const now = time.toISOString();
        await statements.run(TAKE, { ...me, id: 1, runId, startedAt: now, heartbeatAt: now });
        database.fence(runId);
        return null;
      }),
    renewLock: (runId, at) =>
      database.writeBooks(async ({ run, timeOf }) => {
        const values = { runId, heartbeatAt: (await timeOf(at)).toISOString() };
        return (await run("UPDATE lock SET heartbeat_at = @heartbeatAt WHERE run_id = @runId", values)) === 1;
      }),
    releaseLock: (runId) =>
      database.writeBooks(async ({ run }) => {
        await run("DELETE FROM lock WHERE run_id = @runId", { runId });
        database.fence(null);
      }),
    lockOwner: () =>
      database.read(async (statements) => {
        const row = await selectLock(statements);
        return row ? ownerAt(row, await statements.timeOf(clock.now())) : null;
      }),
    breakLock: () =>
      database.writeBooks(async (statements) => {
        const row = await selectLock(statements);
        await statements.run("DELETE FROM lock");
        database.fence(null);
        return row ? toOwner(row, fateOf(row, me) === "stopped") : null;
      }),
  };
}

/** Whether the lock is this run's, stale or not. */
export async function holdsLock(statements: Statements, runId: string): Promise<boolean> {
  return (await selectLock(statements))?.runId === runId;
}

function selectLock({ first }: Statements): Promise<LockRow | undefined> {
  return first<LockRow>(SELECT);
}

function toOwner({ runId, host, pid, startedAt, heartbeatAt }: LockRow, isStopped: boolean): LockOwner {
  return { runId, host, pid, startedAt, heartbeatAt, isStopped };
}
