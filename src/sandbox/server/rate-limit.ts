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

/** What the sandbox was asked since the start, or since the last reset. Control calls don't count. */
export interface SandboxStats {
  readonly total: number;
  /** Per `METHOD /mount/route-template`, for example `GET /spendesk/v1/users/{id}`. */
  readonly requests: Readonly<Record<string, number>>;
  /** Per HTTP status; `none` where the connection ended without an answer. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly tooManyRequests: number;
  /** Most requests in flight at one time, per mount: `{ spendesk: 5, personio: 2 }`. */
  readonly maxConcurrent: Readonly<Record<string, number>>;
}

/** Counts requests. */
export class StatsBook {
  readonly #requests = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  readonly #inFlight = new Map<string, number>();
  readonly #maxConcurrent = new Map<string, number>();

  /**
   * Notes the start of a request.
   * @returns what to call when it is over, with the status sent, if any
   */
  start(mount: string, route: string): (status: number | null) => void {
    add(this.#requests, route, 1);
    const inFlight = add(this.#inFlight, mount, 1);
    this.#maxConcurrent.set(mount, Math.max(inFlight, this.#maxConcurrent.get(mount) ?? 0));
    return (status) => {
      add(this.#inFlight, mount, -1);
      add(this.#statuses, status === null ? "none" : String(status), 1);
    };
  }

  /** Forgets the counts; requests in flight stay known. */
  reset(): void {
    this.#requests.clear();
    this.#statuses.clear();
    this.#maxConcurrent.clear();
  }

  read(): SandboxStats {
    return {
      total: [...this.#requests.values()].reduce((sum, count) => sum + count, 0),
      requests: sorted(this.#requests),
      statuses: sorted(this.#statuses),
      tooManyRequests: this.#statuses.get("429") ?? 0,
      maxConcurrent: sorted(this.#maxConcurrent),
    };
  }
}

function add(counts: Map<string, number>, key: string, amount: number): number {
  const count = (counts.get(key) ?? 0) + amount;
  counts.set(key, count);
  return count;
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
