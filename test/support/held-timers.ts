/** Timers of one delay that ring only when a test lets them. */
export interface HeldTimers {
  /** How many were set and neither rang nor were cleared. */
  waiting(): number;
  /** Lets all of them ring. */
  ring(): void;
  /** From now on timers are as usual again; those that wait are forgotten. */
  release(): void;
}

interface Holder {
  readonly timers: Map<NodeJS.Timeout, () => void>;
  onChange(): void;
}

/** Longer than any test. */
const NEVER_MS = 2 ** 31 - 1;

const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
const holders = new Map<number, Holder>();

/**
 * Holds every timer that this process sets with exactly this delay: a time limit ends when the test says so,
 * however fast or slow the machine is.
 * @param onChange called after such a timer was set or cleared
 */
export function holdTimers(delayMs: number, onChange: () => void = () => {}): HeldTimers {
  if (holders.has(delayMs)) throw new Error(`Timers of ${delayMs} ms are held already.`);
  if (holders.size === 0) Object.assign(globalThis, { setTimeout: heldSet, clearTimeout: heldClear });
  const timers: Holder["timers"] = new Map();
  holders.set(delayMs, { timers, onChange });
  return {
    waiting: () => timers.size,
    ring() {
      for (const [timer, callback] of [...timers]) {
        heldClear(timer);
        callback();
      }
    },
    release() {
      holders.delete(delayMs);
      for (const timer of timers.keys()) realClear(timer);
      if (holders.size === 0) Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear });
    },
  };
}

/** Proxies, so that whatever else hangs on these functions is there too. */
const heldSet = new Proxy(realSet, {
  apply(_set, _this, [callback, delay, ...values]: Parameters<typeof realSet>) {
    const holder = delay === undefined ? undefined : holders.get(delay);
    if (holder === undefined) return realSet(callback, delay, ...values);
    const timer = realSet(() => {}, NEVER_MS);
    holder.timers.set(timer, () => callback(...values));
    holder.onChange();
    return timer;
  },
});

const heldClear = new Proxy(realClear, {
  apply(_clear, _this, [timer]: [NodeJS.Timeout]) {
    realClear(timer);
    for (const { timers, onChange } of holders.values()) if (timers.delete(timer)) onChange();
  },
});
