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
