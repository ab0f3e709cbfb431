import type { HandOffCounts } from "../../sync/ports.js";

/** The hand-offs of an entity in one line; null when there never were any. */
export function handOffLine(counts: HandOffCounts): string | null {
  const { open, done, taken_as_done, done_differently, withdrawn, openSince } = counts;
  const ended = [
    done > 0 ? `${done} done` : "",
    taken_as_done > 0 ? `${taken_as_done} taken as done` : "",
    done_differently > 0 ? `${done_differently} done differently` : "",
    withdrawn > 0 ? `${withdrawn} withdrawn` : "",
  ].filter(Boolean);
  if (open === 0 && ended.length === 0) return null;
  if (openSince === null) return `✔ nothing open; ${ended.join(", ")}`;
  return [`… ${open} handed off, still open since ${openSince.slice(0, 10)}`, ...ended].join(", ");
}

/** The same for machines. */
export function handOffCountsDocument(counts: HandOffCounts): object {
  const { open, openSince, done, taken_as_done, done_differently, withdrawn } = counts;
  return {
    open,
    openSince,
    done,
    takenAsDone: taken_as_done,
    doneDifferently: done_differently,
    withdrawn,
  };
}
