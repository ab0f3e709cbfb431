import { randomUUID } from "node:crypto";
import type { Clock, StateStore } from "../sync/model/index.js";
import { takeLock } from "../sync/run/index.js";

/**
 * Writes what is about these entities while no run works on them.
 * @throws Problem `lock_held`
 */
export async function underLock<T>(
  state: StateStore,
  entities: readonly string[],
  clock: Clock,
  write: () => Promise<T>,
): Promise<T> {
  const lock = await takeLock(state, randomUUID(), entities, clock);
  try {
    return await write();
  } finally {
    await lock.release();
  }
}
