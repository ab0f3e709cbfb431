import type { PageFault } from "./faults.js";

/** The items of one page and what the answer says about the whole. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** One page of a list, spoiled by the fault when there is one. */
export function cutPage<T>(all: readonly T[], start: number, size: number, fault: PageFault | null): Page<T> {
  const items = all.slice(start, start + size);
  const page = { items, total: all.length };
  switch (fault?.kind) {
    case undefined:
      return page;
    case "repeat-page":
      return { ...page, items: all.slice(Math.max(0, start - size), start) };
    case "drop-page":
      return { ...page, items: items.slice(0, Math.max(0, items.length - (fault.value ?? items.length))) };
    case "duplicate-id":
      return { ...page, items: [...items.slice(0, -1), ...items.slice(0, 1)] };
    case "wrong-total":
      return { ...page, total: all.length + (fault.value ?? 1) };
  }
}
