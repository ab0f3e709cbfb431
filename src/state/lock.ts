import { type Clock, excludes, type LockOwner, type StateStore } from "../sync/model/index.js";
import { columnsText, insertText, type StateDatabase, type Statements } from "./database.js";
import { fateOf, type ProcessIdentity } from "./process-identity.js";

/** Milliseconds without a heartbeat after which a lock counts as abandoned. */
export const DEFAULT_LEASE_MS = 120_000;

/** The lock of one entity. Those of a run were taken together, so they have all else in common. */
interface LockRow extends Omit<LockOwner, "isStopped" | "entities">, ProcessIdentity {
  readonly entity: string;
}

const COLUMNS = [
  "entity",
  ...["run_id", "host", "pid", "pid_scope", "process_start", "started_at", "heartbeat_at"],
];

const ALL = `SELECT ${columnsText(COLUMNS)} FROM lock ORDER BY started_at, run_id, entity`;

const OF_RUN = `SELECT ${columnsText(COLUMNS)} FROM lock WHERE run_id = @runId LIMIT 1`;

const TAKE = insertText("lock", COLUMNS);

const GIVE_BACK = "DELETE FROM lock WHERE run_id = @runId";

type LockMethods = Pick<
  StateStore,
  "acquireLock" | "renewLock" | "releaseLock" | "keepsLock" | "lockOwners" | "leftLocks" | "breakLocks"
>;

/** A lease, and what has become of its owner. */
interface Lease {
  readonly owner: LockOwner;
  readonly isAlive: boolean;
}

/**
 * The right to write to entities, as a lease: it ends when its process is known to be gone, or when the
 * heartbeat is older than `leaseMs`. The lease of a process that is known to be stopped does not end by itself:
 * such a process may go on at any moment, in the middle of a call.
 *
 * Whoever takes one entity from a lease that has ended ends the whole lease: its run, should it wake up, then
 * finds none of its locks and writes nothing more, to its other entities neither.
 */
export function lockTable(
  database: StateDatabase,
  lease: { readonly me: ProcessIdentity; readonly clock: Clock; readonly leaseMs: number },
): LockMethods {
  const { me, clock, leaseMs } = lease;
  const isFresh = (row: LockRow, at: Date) => Math.abs(at.getTime() - Date.parse(row.heartbeatAt)) <= leaseMs;

  function leaseOf(rows: readonly [LockRow, ...LockRow[]], at: Date): Lease {
    const [row] = rows;
    const { runId, host, pid, startedAt, heartbeatAt } = row;
    const fate = fateOf(row, me);
    const isStopped = fate === "stopped";
    const entities = rows.map(({ entity }) => entity);
    return {
      owner: { runId, entities, host, pid, startedAt, heartbeatAt, isStopped },
      isAlive: isStopped || (fate !== "gone" && isFresh(row, at)),
    };
  }

  /** The oldest first. */
  async function leases({ all }: Statements, time: Date): Promise<readonly Lease[]> {
    const rows = await all<LockRow>(ALL);
    const byRun = new Map<string, [LockRow, ...LockRow[]]>();
    for (const row of rows) {
      const known = byRun.get(row.runId);
      if (known) known.push(row);
      else byRun.set(row.runId, [row]);
    }
    return [...byRun.values()].map((ofRun) => leaseOf(ofRun, time));
  }

  const owners = (isAlive: boolean) =>
    database.read(async (statements) =>
      (await leases(statements, await statements.timeOf(clock.now()))).flatMap((one) =>
        one.isAlive === isAlive ? [one.owner] : [],
      ),
    );

  return {
    acquireLock: (runId, entities, at) =>
      database.writeBooks(async (statements) => {
        const time = await statements.timeOf(at);
        const others = (await leases(statements, time)).filter(({ owner }) => owner.runId !== runId);
        const inTheWay = others.filter(({ owner }) => excludes(owner.entities, entities));
        const alive = inTheWay.filter(({ isAlive }) => isAlive).map(({ owner }) => owner);
        if (alive.length > 0) return alive;
        await statements.each(GIVE_BACK, [{ runId }, ...inTheWay.map(({ owner }) => owner)]);
        const now = time.toISOString();
        const row = { ...me, runId, startedAt: now, heartbeatAt: now };
        await statements.each(
          TAKE,
          [...new Set(entities)].map((entity) => ({ ...row, entity })),
        );
        database.fence(runId);
        return [];
      }),
    renewLock: (runId, at) =>
      database.writeBooks(async ({ run, timeOf }) => {
        const values = { runId, heartbeatAt: (await timeOf(at)).toISOString() };
        return (await run("UPDATE lock SET heartbeat_at = @heartbeatAt WHERE run_id = @runId", values)) > 0;
      }),
    releaseLock: (runId) =>
      database.writeBooks(async ({ run }) => {
        await run(GIVE_BACK, { runId });
        database.fence(null);
      }),
    keepsLock: (runId) =>
      database.read(async ({ first, timeOf }) => {
        const [row, time] = await Promise.all([first<LockRow>(OF_RUN, { runId }), timeOf(clock.now())]);
        return row !== undefined && leaseOf([row], time).isAlive;
      }),
    lockOwners: () => owners(true),
    leftLocks: () => owners(false),
    breakLocks: (runIds) =>
      database.writeBooks(async (statements) => {
        const time = await statements.timeOf(clock.now());
        const broken = (await leases(statements, time)).flatMap(({ owner }) =>
          runIds.includes(owner.runId) ? [owner] : [],
        );
        await statements.each(GIVE_BACK, broken);
        database.fence(null);
        return broken;
      }),
  };
}

/** Whether this run has its locks, stale or not. */
export async function holdsLock({ first }: Statements, runId: string): Promise<boolean> {
  return (await first<LockRow>(OF_RUN, { runId })) !== undefined;
}
