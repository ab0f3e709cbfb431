import { dayInZone, type IsoDate } from "../../sync/dates.js";

/**
 * The moment a whole read speaks of. Sent with every page, so that nothing shifts between pages and a
 * read can start again with smaller ones (workday.md §3.1, §3.3).
 */
export interface Snapshot {
  /** `today` of the status rules. Unsent, Workday's own day is the Pacific one. */
  readonly effectiveDate: IsoDate;
  /** Instant, ISO 8601 in UTC. */
  readonly entryMoment: string;
}

/** @param timezone IANA zone that decides what day it is */
export function takeSnapshot(timezone: string): Snapshot {
  const now = new Date();
  return { effectiveDate: dayInZone(now, timezone), entryMoment: now.toISOString() };
}
