import type { SandboxClock } from "../clock.js";
import type { Admission } from "./exchange.js";

/** So many requests per window, so many at once. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
  readonly concurrent: number;
}

interface Usage {
  windowEndsAt: number;
  used: number;
  inFlight: number;
}

/** Fixed windows, one per key; a window starts with the first request after the last one ended. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #clock: SandboxClock;
  readonly #usage = new Map<string, Usage>();

  constructor(limit: RateLimit, clock: SandboxClock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Lets a request of `key` in or refuses it; a refused one costs nothing. */
  admit(key: string): Admission {
    const usage = this.#current(key);
    const refused = usage.used >= this.#limit.limit || usage.inFlight >= this.#limit.concurrent;
    if (!refused) usage.used += 1;
    if (!refused) usage.inFlight += 1;
    return {
      refused,
      headers: this.#headers(usage),
      leave: () => {
        if (!refused) usage.inFlight -= 1;
      },
    };
  }

  #current(key: string): Usage {
    const now = this.#clock.now();
    const usage = this.#usage.get(key) ?? { windowEndsAt: 0, used: 0, inFlight: 0 };
    if (now >= usage.windowEndsAt) {
      usage.windowEndsAt = now + this.#limit.windowMs;
      usage.used = 0;
    }
    this.#usage.set(key, usage);
    return usage;
  }

  #headers(usage: Usage): Record<string, string> {
    return {
      "x-ratelimit-limit": String(this.#limit.limit),
      "x-ratelimit-remaining": String(this.#limit.limit - usage.used),
      "x-ratelimit-reset": String(Math.ceil((usage.windowEndsAt - this.#clock.now()) / 1000)),
    };
  }
}

/** For vendors without a limit: everybody comes in. */
export const OPEN_DOOR: Admission = { refused: false, headers: {}, leave: () => {} };
