import { Problem } from "./errors.js";
import type { Clock, LockOwner, StateStore } from "./ports.js";
import { asProblem } from "./run-record.js";

/** A held lease. */
export interface RunLock {
  /** Asked before every call: a problem once the lease is somebody else's, or can't be renewed. */
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
  function renew(): void {
    if (problem) return;
    try {
      if (!state.renewLock(runId, clock.now())) problem = lockLost();
    } catch (error) {
      // Thrown out of a timer it would end the process in the middle of a call.
      problem = asProblem(error);
    }
  }
  const heartbeat = setInterval(renew, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    lost() {
      // The heartbeat is not enough: a process that slept may come here before its timer rings.
      if (!problem && state.lockOwner()?.runId !== runId) renew();
      return problem;
    },
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
    next: "Wait until it is done, or let `spendesk-hr apply --wait-lock 10m` wait. If that process is surely gone, run `spendesk-hr unlock`.",
  });
}

function lockLost(): Problem {
  return new Problem({
    kind: "locked",
    code: "lock_lost",
    what: "The run lost its lock and stopped writing.",
    why: "Another run took the lock over after this process had slept, or somebody ran `spendesk-hr unlock`.",
    next: "Wait for the other run, then run `spendesk-hr preview` to see what is left.",
  });
}
