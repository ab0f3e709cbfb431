import type { Sleep } from "../../src/http/retry.js";

interface Timer {
  readonly at: number;
  ring(): void;
}

/** Time that passes only when everybody is asleep: a minute takes no time, and runs are repeatable. */
export function virtualTime(start = Date.parse("2026-11-02T10:00:00.400Z")) {
  let time = start;
  const timers = new Set<Timer>();

  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = { at: time + Math.max(0, ms), ring: () => resolve() };
      timers.add(timer);
      signal?.addEventListener("abort", () => {
        timers.delete(timer);
        reject(signal.reason);
      });
    });

  /**
   * Lets time pass until `work` is done.
   * @param isBusy somebody is at work outside of this time, such as a network: it stands still meanwhile
   */
  async function run<T>(work: Promise<T>, isBusy = () => false): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => undefined);
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = [...timers].sort((a, b) => a.at - b.at);
      if (done || next === undefined || isBusy()) continue;
      timers.delete(next);
      time = next.at;
      next.ring();
    }
    return finished;
  }

  return { clock: { now: () => new Date(time) }, now: () => time, sleep, run, pending: () => timers.size };
}
