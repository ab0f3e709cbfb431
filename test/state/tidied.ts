import type { StateStore } from "../../src/sync/model/state-store.js";
import { intent } from "./fixtures.js";
import { later, NOW } from "./helpers.js";

export const DAY_S = 86_400;
export const KEEP = { runsSince: later(-400 * DAY_S), changesSince: later(-1100 * DAY_S) };

/** A finished apply, so many days ago, with so many changes in the journal. */
export async function applied(
  store: StateStore,
  daysAgo: number,
  changes = 0,
  exitCode = 0,
): Promise<string> {
  const at = later(-daysAgo * DAY_S);
  const runId = await store.startRun("apply", ["acme-uk"], at);
  const entries = Array.from({ length: changes }, (_, index) => intent(index + 1));
  if (changes > 0) await store.journalIntents(runId, "acme-uk", null, entries, at);
  const results = [{ entity: "acme-uk", counts: {}, problem: null }];
  await store.finishRun(runId, exitCode, {}, at, { problem: null, results });
  return runId;
}

/** Enough runs of today that none of the earlier ones is among the newest, and the lock for the last. */
export async function today(store: StateStore): Promise<string> {
  let runId = "";
  for (let count = 0; count < 100; count += 1) runId = await applied(store, 0);
  await store.acquireLock(runId, ["acme-uk"], NOW);
  return runId;
}

export async function idsOf(store: StateStore): Promise<string[]> {
  return (await store.runs(10_000)).map(({ id }) => id);
}
