/**
 * Runs `task` for every item, at most `width` at a time. After a failure no further task starts, and
 * the promise rejects once those under way have ended.
 *
 * @returns the results in the order of the items.
 */
export async function concurrently<T, R>(
  items: readonly T[],
  width: number,
  task: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  // One iterator for all workers: each takes the next item that nobody has taken.
  const todo = items.entries();
  let failed = false;

  async function work(): Promise<void> {
    for (const [index, item] of todo) {
      if (failed) return;
      results[index] = await task(item, index).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  }

  const workers = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, work));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  return results;
}
