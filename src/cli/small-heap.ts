import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** What new objects may take, as V8 counts it: both halves of their space. */
const MOST_NEW_BYTES = 16 * 1024 ** 2;

/** How often it is looked at until it has that size, which it has after a few pages of an HR tool. */
const LOOK_MS = 50;

/**
 * Has V8 clean up when the heap has grown by a third. By itself it waits until a small heap has grown to
 * several times what is in use: a run that holds 40 MiB then takes 230. All supported versions of Node.js
 * know the flags (`node --v8-options`); one that does not would say so on stderr, which tests see.
 *
 * The space for new objects doubles by itself up to 128 MiB, most of which is the remains of pages that were
 * read. Its limit can only be given to a new process, but whether it doubles can be said at any time.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
  const looking = setInterval(() => {
    if (newSpaceBytes() < MOST_NEW_BYTES) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    clearInterval(looking);
  }, LOOK_MS).unref();
}

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? 0;
}
