import { Problem } from "./errors.js";
import type { Clock, LockOwner, StateStore } from "./ports.js";

/** A held lease. `lost()` is a problem once somebody else took it over. */
export interface RunLock {
  lost(): Problem | null;
  release(): void;
}

/** How often the lease is renewed, in milliseconds; well below the time after which it counts as stale. */
const HEARTBEAT_MS = 20_000;

/**
 * Takes the lease on the state, so that two runs never write at once.
 * @throws Problem `lock_held` (exit 6) naming the owner.
 */
export function takeLock(state: StateStore, runId: string, clock: Clock): RunLock {
  const owner = state.acquireLock(runId, clock.now());
  if (owner) throw lockHeld(owner);

  let problem: Problem | null = null;
  const heartbeat = setInterval(() => {
    if (!problem && !state.renewLock(runId, clock.now())) problem = lockLost();
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    lost: () => problem,
    release() {
      clearInterval(heartbeat);
      state.releaseLock(runId);
    },
  };
}

function lockHeld(owner: LockOwner): Problem {
  return new Problem({
    kind: "locked",
    code: "lock_held",
    what: "Another run is working on the same state, so this one did nothing.",
    why: `Process ${owner.pid} on ${owner.host} started at ${owner.startedAt} and was last heard of at ${owner.heartbeatAt}.`,
    next: "Wait until it is done. If that process is surely gone, run `spendesk-hr unlock`.",
  });
}

function lockLost(): Problem {
  return new Problem({
    kind: "locked",
    code: "lock_lost",
    what: "The run lost its lock and stopped writing.",
    why: "Another run took the lock over, for example after this machine slept.",
    next: "Wait for the other run, then run `spendesk-hr preview` to see what is left.",
  });
}
