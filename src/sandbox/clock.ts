/** The sandbox's time: the real one, or a test's, plus what control advanced it by. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The day in UTC, `YYYY-MM-DD`. */
  today(): string;
  advance(milliseconds: number): void;
}

/** @param base where the time comes from, milliseconds since the epoch */
export function createClock(base: () => number): SandboxClock {
  let offset = 0;
  const now = () => base() + offset;
  return {
    now,
    today: () => new Date(now()).toISOString().slice(0, 10),
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
