import type { Pacer } from "./pacer.js";
import { sleep as realSleep, type Sleep } from "./sleep.js";

interface SteadyPacerOptions {
  readonly callsPerSecond: number;
  /** Milliseconds of a clock that is never set back. */
  readonly now?: (() => number) | undefined;
  readonly sleep?: Sleep | undefined;
}

/** Others use up the limit as well; a second later there is room again. */
const PAUSE_AFTER_REFUSAL_MS = 1000;

/**
 * A pacer for servers whose answers say nothing about their limit: calls start at even distances, and
 * a second after a 429 at the earliest. There are no bursts, which a window that rolls would refuse.
 */
export function createSteadyPacer(options: SteadyPacerOptions): Pacer {
  const distanceMs = 1000 / options.callsPerSecond;
  const now = options.now ?? (() => performance.now());
  const sleep = options.sleep ?? realSleep;
  let nextStart = 0;

  return {
    async run(call, signal) {
      const start = Math.max(now(), nextStart);
      nextStart = start + distanceMs;
      const ms = Math.ceil(start - now());
      if (ms > 0) await sleep(ms, signal);
      const response = await call();
      if (response.status === 429) nextStart = Math.max(nextStart, now() + PAUSE_AFTER_REFUSAL_MS);
      return response;
    },
  };
}
