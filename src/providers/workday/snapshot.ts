import type { IsoDate } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";

/**
 * The moment a whole read speaks of. Sent with every page, so that nothing shifts between pages and a
 * read can start again with smaller ones (docs/vendors/workday.md §3.1, §3.2).
 */
export interface Snapshot {
  /** `today` of the status rules. Unsent, Workday's own day is the Pacific one. */
  readonly effectiveDate: IsoDate;
  /** Instant, ISO 8601 in UTC. */
  readonly entryMoment: string;
}

/** The snapshot of now: the day is the entity's, the instant the real one. */
export function takeSnapshot({ today, now }: Pick<ProviderConnection<unknown>, "today" | "now">): Snapshot {
  return { effectiveDate: today(), entryMoment: now().toISOString() };
}
