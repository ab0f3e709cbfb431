/** Stands in the place of an entity where the state as a whole is meant; no entity has this id. */
export const WHOLE_STATE = "*";

/** A lease on entities of the state: who runs, where, and when it was last heard of. */
export interface LockOwner {
  readonly runId: string;
  /** In order; only `WHOLE_STATE` when it is on all of them. */
  readonly entities: readonly string[];
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  /** Whether it is on this machine and was stopped (SIGSTOP, Ctrl-Z): it is alive and may go on any moment. */
  readonly isStopped: boolean;
}

/**
 * The lease by which one run at a time writes to an entity. A run takes those of all its entities together and
 * loses them together: it never goes on with some of them.
 */
export interface LockStore {
  /**
   * Takes the lease on all of these, or on none. Leases whose owners are gone, or were not heard of for too
   * long, end here.
   * @param entities at least one; `[WHOLE_STATE]` keeps everybody else out
   * @returns whose leases are in the way; empty when it was taken
   */
  acquireLock(runId: string, entities: readonly string[], at: Date): Promise<readonly LockOwner[]>;
  /** @returns false when the lease is not this run's any more */
  renewLock(runId: string, at: Date): Promise<boolean>;
  releaseLock(runId: string): Promise<void>;
  /** Whether this run has a lease that has not ended. */
  keepsLock(runId: string): Promise<boolean>;
  /** Whose leases have not ended; the oldest first. */
  lockOwners(): Promise<readonly LockOwner[]>;
  /** Whose leases have ended without having been given back. */
  leftLocks(): Promise<readonly LockOwner[]>;
  /** Ends the leases of these runs (`unlock`). @returns those that there were */
  breakLocks(runIds: readonly string[]): Promise<readonly LockOwner[]>;
}

/** Whether leases on these entities can't be at the same time. */
export function excludes(some: readonly string[], others: readonly string[]): boolean {
  if (some.includes(WHOLE_STATE) || others.includes(WHOLE_STATE)) return true;
  const there = new Set(others);
  return some.some((entity) => there.has(entity));
}
