import { sleep as realSleep } from "../../http/retry.js";
import { agoText } from "../../shared/ago.js";
import { excludes, isProblem, type LockOwner, type StateStore } from "../../sync/model/index.js";
import { interruption, lockedText } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { OptionsOf } from "../command.js";
import type { APPLY_FLAGS } from "../commands/sync-flags.js";
import { duration } from "../options.js";
import { isWatched } from "../terminal.js";

type Options = OptionsOf<typeof APPLY_FLAGS>;

const LOOK_AGAIN_MS = 500;

/**
 * Does the work once no other run holds a lock of these entities, waiting for that as long as `--wait-lock` allows.
 * Another run may be faster when they are free; then the waiting goes on.
 *
 * @throws Problem `lock_held` of the work itself when the time is over, `not_a_duration`, `interrupted`
 */
export async function whenUnlocked<T>(
  options: Pick<Options, "waitLock">,
  entities: readonly string[],
  state: StateStore,
  context: CliContext,
  work: () => Promise<T>,
): Promise<T> {
  const limit = duration(options, "waitLock");
  if (limit === undefined) return work();
  const { clock } = context.process;
  const deadline = clock.now().getTime() + limit.milliseconds;
  const isOver = () => clock.now().getTime() >= deadline;
  const inTheWay = async () => (await state.lockOwners()).find((owner) => excludes(owner.entities, entities));
  for (;;) {
    await untilUnlocked(inTheWay, isOver, (owner) => sayWaiting(owner, limit.text, context), context);
    try {
      return await work();
    } catch (error) {
      if (!(isProblem(error) && error.code === "lock_held")) throw error;
      if (isOver()) throw error.withWhat(`${error.message} It had waited for ${limit.text}.`);
    }
  }
}

async function untilUnlocked(
  inTheWay: () => Promise<LockOwner | undefined>,
  isOver: () => boolean,
  sayOnce: (owner: LockOwner) => void,
  context: CliContext,
): Promise<void> {
  let owner = await inTheWay();
  if (owner) sayOnce(owner);
  while (owner && !isOver()) {
    await pause(LOOK_AGAIN_MS, context);
    owner = await inTheWay();
  }
}

function sayWaiting(
  { pid, host, startedAt, isStopped, entities }: LockOwner,
  limit: string,
  context: CliContext,
): void {
  if (!isWatched(context)) return;
  const stopped = isStopped ? ` and is stopped; \`kill -CONT ${pid}\` lets it go on` : "";
  context.say(
    `Waiting up to ${limit} for the run of process ${pid} on ${host}, which works on ${lockedText(entities)} and started ${agoText(startedAt, context.process.clock.now())}${stopped}.`,
  );
}

/**
 * Does nothing for a while.
 * @throws Problem `interrupted` or `timed_out` when the command is stopped meanwhile
 */
async function pause(milliseconds: number, { process }: CliContext): Promise<void> {
  const sleep = process.network?.sleep ?? realSleep;
  try {
    await sleep(milliseconds, process.signal);
  } catch (error) {
    if (process.signal.aborted) throw interruption(process.signal);
    throw error;
  }
}

/**
 * Waits a random part of `--jitter`, so that the machines of many companies do not all call at the full
 * hour.
 * @throws Problem `not_a_duration`, `interrupted`, `timed_out`
 */
export async function waitJitter(options: Pick<Options, "jitter">, context: CliContext): Promise<void> {
  const longest = duration(options, "jitter");
  if (longest === undefined) return;
  const random = context.process.network?.random ?? Math.random;
  const milliseconds = Math.round(random() * longest.milliseconds);
  if (isWatched(context)) {
    context.say(
      `Waiting ${Math.ceil(milliseconds / 1000)} s before the run begins (--jitter ${longest.text}).`,
    );
  }
  await pause(milliseconds, context);
}
