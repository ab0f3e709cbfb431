import type { Clock } from "../sync/model/index.js";
import { nonNegativeNumber, rateLimitResetMs, sleep as realSleep, type Sleep } from "./retry.js";
import type { HttpResponse } from "./types.js";

/** Told about every wait: its length in milliseconds and the reason in a few words. */
export type OnWait = (ms: number, why: string) => void;

/** Lets calls through at the speed a server allows. */
export interface Pacer {
  /**
   * Runs `call` when its turn has come and learns from the headers of its answer.
   * @param signal ends the wait for the turn; the promise then rejects with the signal's reason.
   */
  run(call: () => Promise<HttpResponse>, signal?: AbortSignal): Promise<HttpResponse>;
}

export interface PacerOptions {
  readonly maxConcurrent: number;
  /** How many processes use up the same limit at once, this one included; 1 when left out. */
  readonly readers?: number | undefined;
  readonly onWait?: OnWait | undefined;
  readonly clock?: Clock | undefined;
  readonly sleep?: Sleep | undefined;
}

/** What the server last said about its limit. */
interface RateWindow {
  /** Null when the server doesn't say. */
  readonly limit: number | null;
  readonly remaining: number;
  /** Milliseconds since 1970. */
  readonly resetAt: number;
  /** Number of the event in which this was learned; see `learn`. */
  readonly learnedAt: number;
}

/** `unknown`: one call is sent to find out. `none`: the answers name no limit. */
type Knowledge = "unknown" | "none" | RateWindow;

/** When a call started: as the number of an event, and in milliseconds since 1970. */
interface Start {
  readonly event: number;
  readonly ms: number;
}

interface Waiter {
  start(): void;
}

/** A limit that renews later than this is not waited for: the server's 429 is the better message. */
const LONGEST_WAIT_MS = 120_000;
/** Resets are announced in whole seconds. */
const ROUNDING_MS = 1000;
/** From this length on a window affords the largest margin with less than 5 % of it lost. */
const LONG_WINDOW_MS = 25_000;

/**
 * A pacer that keeps `maxConcurrent` calls in flight and follows `x-ratelimit-limit`, `-remaining` and
 * `-reset` (docs/vendors/spendesk.md §7), so that a run never meets a 429 and wastes nothing of the limit.
 *
 * A call starts only while the number of calls left is larger than the number in flight: which of
 * those the server has counted already can't be known. When nothing is left, calls wait for the reset;
 * then, as at the very start, one call goes first and shows how many are left. Without limit headers
 * only the concurrency is limited. Of a limit that several processes use up, the others are taken to have as
 * many calls under way.
 */
export function createPacer(options: PacerOptions): Pacer {
  const { maxConcurrent, readers = 1, onWait } = options;
  const clock = options.clock ?? { now: () => new Date() };
  const sleep = options.sleep ?? realSleep;
  const waiting: Waiter[] = [];
  let known: Knowledge = "unknown";
  let inFlight = 0;
  let events = 0;
  /** Length of the server's window; null until a whole one was waited for. */
  let windowMs: number | null = null;
  let waitedForReset = false;
  let sleeping: AbortController | null = null;

  const now = () => clock.now().getTime();

  /**
   * The reset is announced in whole seconds, so the real one may be up to a second later. Short windows
   * can't afford to wait that second each time.
   */
  const marginMs = () => ROUNDING_MS * Math.min(1, (windowMs ?? LONG_WINDOW_MS) / LONG_WINDOW_MS);

  function mayStart(): boolean {
    if (inFlight >= maxConcurrent) return false;
    if (known === "none") return true;
    return known === "unknown" ? inFlight === 0 : known.remaining >= (inFlight + 1) * readers;
  }

  function startWaiting(): void {
    if (typeof known === "object" && now() >= known.resetAt + marginMs()) known = "unknown";
    while (waiting.length > 0 && mayStart()) {
      inFlight += 1;
      waiting.shift()?.start();
    }
    // With calls in flight their answers come first; without, only a used-up limit can be in the way.
    if (waiting.length > 0 && inFlight === 0 && typeof known === "object") void waitForReset(known);
    if (waiting.length === 0) sleeping?.abort();
  }

  async function waitForReset(window: RateWindow): Promise<void> {
    if (sleeping !== null) return;
    const stop = new AbortController();
    sleeping = stop;
    const ms = Math.ceil(window.resetAt + marginMs() - now());
    onWait?.(ms, `all${window.limit === null ? "" : ` ${window.limit}`} calls of the limit are used`);
    await sleep(ms, stop.signal).catch(() => undefined);
    // Timers may ring a moment before the clock says so.
    if (!stop.signal.aborted) known = "unknown";
    waitedForReset = !stop.signal.aborted;
    sleeping = null;
    startWaiting();
  }

  function takeTurn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(waiter), 1);
        reject(signal?.reason);
        startWaiting();
      };
      const waiter: Waiter = {
        start() {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      waiting.push(waiter);
      startWaiting();
    });
  }

  function learn({ status, headers }: HttpResponse, start: Start): void {
    const resetInMs = rateLimitResetMs(headers["x-ratelimit-reset"] ?? headers["retry-after"], now());
    const remaining = status === 429 ? 0 : nonNegativeNumber(headers["x-ratelimit-remaining"]);
    if (remaining === null || resetInMs === null) {
      if (known === "unknown") known = "none";
      return;
    }
    const cappedMs = Math.min(resetInMs, LONGEST_WAIT_MS);
    // The first call of a new window shows its whole length.
    if (waitedForReset) windowMs = Math.max(windowMs ?? 1000, cappedMs);
    waitedForReset = false;
    // A 429 means the reset was taken for earlier than it is: from now on use the whole margin.
    if (status === 429) windowMs = Math.max(windowMs ?? 0, LONG_WINDOW_MS);
    const limit = nonNegativeNumber(headers["x-ratelimit-limit"]);
    const heard = { limit, remaining, resetAt: now() + cappedMs, learnedAt: events };
    known = typeof known === "object" ? newerOf(known, heard, start, start.ms + cappedMs) : heard;
  }

  return {
    async run(call, signal) {
      await takeTurn(signal);
      events += 1;
      const start = { event: events, ms: now() };
      try {
        const response = await call();
        events += 1;
        learn(response, start);
        return response;
      } finally {
        inFlight -= 1;
        startWaiting();
      }
    },
  };
}

/**
 * Which of two announcements counts. Answers overtake each other, so a higher number of calls left is
 * believed only from a call that started after the present number was heard: then it is a new window.
 * Within one window the earliest reset heard is the most exact: the way back only makes it later.
 *
 * @param earliestReset the heard reset if the server had answered the moment the call started
 */
function newerOf(known: RateWindow, heard: RateWindow, start: Start, earliestReset: number): RateWindow {
  const fewer = heard.remaining < known.remaining;
  const sameWindow = fewer && earliestReset <= known.resetAt + ROUNDING_MS;
  if (sameWindow) return { ...heard, resetAt: Math.min(heard.resetAt, known.resetAt) };
  return fewer || start.event > known.learnedAt ? heard : known;
}

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
