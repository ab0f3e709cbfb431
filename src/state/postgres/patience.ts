/** How long a server is waited for, in milliseconds. */
export interface Waits {
  /** Until it takes a connection. */
  readonly connectMs: number;
  /** Until it answers: longer than it lets a statement run, so whoever does not answer by then is gone. */
  readonly answerMs: number;
  /** Until it gives a statement the lock that another one holds. */
  readonly lockMs: number;
  /** How long a connection that was lost, or such a lock, is tried again. */
  readonly patienceMs: number;
  /** The same once somebody wants the command to end: what was done is still to be recorded. */
  readonly stopMs: number;
}

export const USUAL_WAITS: Waits = {
  connectMs: 10_000,
  answerMs: 45_000,
  lockMs: 10_000,
  // Less than the lease of a lock: whoever waits for longer has lost it.
  patienceMs: 60_000,
  stopMs: 10_000,
};

/** Told that a server is waited for, and how long at most; gives what is called once that is over. */
export type OnWait = (milliseconds: number) => () => void;

export interface PatienceOptions extends Pick<Waits, "patienceMs" | "stopMs"> {
  readonly onWait?: OnWait | undefined;
  /** Aborted when somebody wants the command to end. */
  readonly signal?: AbortSignal | undefined;
}

const LONGEST_PAUSE_MS = 3_000;
/** What answers within this needs no words. */
const QUIET_MS = 5_000;

/**
 * The patience with one server, shared by all that want something of it one after the other: what waits behind
 * work that has given up must not be patient all over again.
 */
export class Patience {
  readonly #options: PatienceOptions;
  /** When the work began since which nothing got through. */
  #since: number | null = null;
  #gaveUp: { readonly at: number; readonly error: unknown } | null = null;
  #stoppedAt: number | null = null;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** @throws the error with which others gave up a moment ago: asking again so soon would be no use */
  refuseHopeless(): void {
    const gaveUp = this.#gaveUp;
    if (gaveUp && performance.now() - gaveUp.at < LONGEST_PAUSE_MS) throw gaveUp.error;
  }

  /** The server answered, whatever it said. */
  noteAnswer(): void {
    this.#since = null;
    this.#gaveUp = null;
  }

  /**
   * Notes that work got nowhere.
   * @param from when it began
   * @param attempt how often it was tried before
   * @returns how long to pause before it is tried again; null: not any more
   */
  pauseBefore(from: number, attempt: number): number | null {
    this.#since ??= from;
    const pause = Math.min(100 * 2 ** attempt, LONGEST_PAUSE_MS);
    return performance.now() + pause <= this.#end(from) ? pause : null;
  }

  /** Work that waits behind this one is to fail at once. */
  giveUp(error: unknown): void {
    this.#gaveUp = { at: performance.now(), error };
  }

  /** Lets it be told that work waits, once it does so for long, or at `tell`. */
  watch(from: number): { tell(): void; end(): void } {
    let over: (() => void) | null = null;
    const tell = () => {
      const left = Math.round(this.#end(from) - performance.now());
      if (left > 0) over ??= this.#options.onWait?.(left) ?? null;
    };
    const timer = setTimeout(tell, QUIET_MS).unref();
    return {
      tell,
      end() {
        clearTimeout(timer);
        over?.();
      },
    };
  }

  #end(from: number): number {
    const { patienceMs, stopMs, signal } = this.#options;
    if (signal?.aborted) this.#stoppedAt ??= performance.now();
    const afterStop = this.#stoppedAt === null ? Number.POSITIVE_INFINITY : this.#stoppedAt + stopMs;
    return Math.min((this.#since ?? from) + patienceMs, afterStop);
  }
}
