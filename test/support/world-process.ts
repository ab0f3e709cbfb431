import type { StateStore } from "../../src/sync/model/state-store.js";

/** Time of the worlds, one after the other; it only moves when a world says so. */
export class WorldClock {
  time = 0;

  now(): Date {
    return new Date(this.time);
  }
}

class Died extends Error {}

/** The memory of a process that may die: from then on nothing it does has any effect. */
export function mortal(state: StateStore) {
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Died("the process is gone");
  };
  const guarded = new Proxy(state, {
    get(target, key, receiver) {
      if (dead) die();
      return Reflect.get(target, key, receiver);
    },
  });
  return { state: guarded, die, hasDied: () => dead };
}
