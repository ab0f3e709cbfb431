import { agoText } from "../../shared/ago.js";
import { listed } from "../../shared/text.js";
import {
  asProblem,
  type Clock,
  isProblem,
  type LockOwner,
  Problem,
  type StateStore,
  WHOLE_STATE,
} from "../model/index.js";

/** A held lease. */
export interface RunLock {
  /** Asked before every call: a problem once the lease is somebody else's, or can't be renewed. */
  lost(): Promise<Problem | null>;
  release(): Promise<void>;
}

/** How often the lease is renewed, in milliseconds; well below the time after which it counts as stale. */
const HEARTBEAT_MS = 20_000;

/**
 * Takes the lease on these entities, on all or none, so that two runs never write to one at once.
 * @throws Problem `lock_held` (exit 6) naming the owners and entities
 */
export async function takeLock(
  state: StateStore,
  runId: string,
  entities: readonly string[],
  clock: Clock,
): Promise<RunLock> {
  const [owner, ...more] = await state.acquireLock(runId, entities, clock.now());
  if (owner) throw lockHeld([owner, ...more], entities, clock.now());

  let problem: Problem | null = null;
  let renewal: Promise<void> | null = null;
  /** One at a time: a state that does not answer must not find a queue of them when it is back. */
  function renew(): Promise<void> {
    renewal ??= renewNow().finally(() => {
      renewal = null;
    });
    return renewal;
  }
  async function renewNow(): Promise<void> {
    if (problem) return;
    try {
      if (!(await state.renewLock(runId, clock.now()))) problem = lockLost();
    } catch (error) {
      // Thrown out of a timer it would end the process in the middle of a call.
      problem = asProblem(error);
    }
  }
  const heartbeat = setInterval(() => void renew(), HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async lost() {
      // The heartbeat is not enough: a process that slept may come here before its timer rings.
      try {
        if (!problem && !(await state.keepsLock(runId))) await renew();
      } catch (error) {
        problem ??= asProblem(error);
      }
      return problem;
    },
    async release() {
      clearInterval(heartbeat);
      try {
        await state.releaseLock(runId);
      } catch (error) {
        // It ends by itself once nobody renews it, and what the run came to must not be hidden by this.
        if (!isProblem(error)) throw error;
      }
    },
  };
}

/** The entities of a lease for people; of many the first. */
export function lockedText(entities: readonly string[]): string {
  return entities.includes(WHOLE_STATE) ? "the whole state" : listed(entities, MOST_NAMED);
}

/** A group may have hundreds of entities. */
const MOST_NAMED = 6;

/** The owner of a lease for an error: which process it is, and whether it was stopped; a sentence. */
export function ownerText({ pid, host, startedAt, heartbeatAt, isStopped }: LockOwner, now: Date): string {
  const stopped = isStopped ? "; it is stopped (by Ctrl-Z or SIGSTOP), not gone" : "";
  return `Process ${pid} on ${host} started ${agoText(startedAt, now)} and was last heard of ${agoText(heartbeatAt, now)}${stopped}.`;
}

/**
 * What to do about the owner of a lease that is in the way; sentences.
 * @param wait what to do about one that is at work
 * @param unlock the command that takes the lease away
 */
export function ownerNext(
  { pid, isStopped }: LockOwner,
  wait: string,
  unlock = "spendesk-hr unlock",
): string {
  return isStopped
    ? `Let it go on with \`kill -CONT ${pid}\` (or \`fg\` in its terminal), or take its lock away with \`${unlock}\`.`
    : `${wait} If that process is surely gone, run \`${unlock}\`.`.trimStart();
}

function lockHeld(
  owners: readonly [LockOwner, ...LockOwner[]],
  wanted: readonly string[],
  now: Date,
): Problem {
  // One that is stopped is the one to do something about; the others end by themselves.
  const first = owners.find(({ isStopped }) => isStopped) ?? owners[0];
  const inTheWay = lockedText(sharedWith(wanted, owners));
  const others = owners.length === 1 ? "Another run is" : `${owners.length} other runs are`;
  const [entity] = sharedWith(wanted, [first]);
  return new Problem({
    kind: "locked",
    code: "lock_held",
    what: first.isStopped
      ? `Another run on ${lockedText(sharedWith(wanted, [first]))} is stopped half-way, so this one did nothing.`
      : `${others} working on ${inTheWay}, so this one did nothing.`,
    why: owners.map((owner) => ownerText(owner, now)).join(" "),
    next: ownerNext(
      first,
      "Wait until it is done, or let `spendesk-hr apply --wait-lock 10m` wait.",
      entity === undefined || entity === WHOLE_STATE ? undefined : `spendesk-hr unlock --entity ${entity}`,
    ),
  });
}

/** Which of the wanted entities others have. */
function sharedWith(wanted: readonly string[], owners: readonly LockOwner[]): readonly string[] {
  const taken = owners.flatMap(({ entities }) => entities);
  if (taken.includes(WHOLE_STATE)) return [WHOLE_STATE];
  return wanted.includes(WHOLE_STATE) ? taken : wanted.filter((entity) => taken.includes(entity));
}

/** What a run ends with one of whose locks is another's, or nobody's, by now. */
export function lockLost(): Problem {
  return new Problem({
    kind: "locked",
    code: "lock_lost",
    what: "The run lost its lock and stopped writing.",
    why: "Another run took the lock over after this process had slept, or somebody ran `spendesk-hr unlock`.",
    next: "Wait for the other run, then run `spendesk-hr preview` to see what is left.",
  });
}

/** What a run ends with whose own rows are gone: the state is another one by now. */
export function runForgotten(): Problem {
  return new Problem({
    kind: "locked",
    code: "lock_lost",
    what: "The run lost its lock and stopped writing: the state does not hold what it recorded any more.",
    why: "Another database server took over that had not got all of it yet, or a backup was restored meanwhile.",
    next: "Run `spendesk-hr preview` to see what is left.",
  });
}

/**
 * Why a run has to stop before its end: the problem its signal was aborted with (a time limit), else
 * that somebody pressed Ctrl-C or the process was asked to end.
 */
export function interruption(signal: AbortSignal): Problem {
  return isProblem(signal.reason) ? signal.reason : interrupted();
}

function interrupted(): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "The run was interrupted. What was done is recorded; the rest was not started.",
    why: "Somebody pressed Ctrl-C, or the process was asked to end.",
    next: "Run the same command again: it continues from what Spendesk and the HR tool hold then.",
  });
}
