import type { WorkerRecord } from "./worker.js";

/**
 * A function that gives the id of the worker who has the first of these keys that anybody has. A key
 * that two workers share (a contractor who was hired keeps the number) is nobody's.
 */
export function createWorkerFinder(
  records: readonly WorkerRecord[],
  keysOf: (record: WorkerRecord) => readonly string[],
): (keys: readonly string[]) => string | null {
  const owners = new Map<string, string | null>();
  for (const record of records) {
    for (const key of keysOf(record)) {
      const known = owners.get(key);
      owners.set(key, known === undefined || known === record.id ? record.id : null);
    }
  }
  return (keys) => {
    for (const key of keys) {
      const owner = owners.get(key);
      if (owner) return owner;
    }
    return null;
  };
}
