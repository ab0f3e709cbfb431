import type { JournalOutcome, StateStore } from "../../src/sync/model/state-store.js";
import { NOW, open, tempDir } from "./helpers.js";

export const IBAN = "GB33BUKB20201555555555";
export const SPACED_IBAN = "FR14 2004 1010 0505 0001 3M02 606";

export async function started(): Promise<{ readonly store: StateStore; readonly runId: string }> {
  const store = await open(tempDir());
  const runId = await store.startRun("apply", ["acme-uk"], NOW);
  await store.acquireLock(runId, ["acme-uk"], NOW);
  return { store, runId };
}

export function outcomeOf(sequence: number, rest: Partial<JournalOutcome> = {}): JournalOutcome {
  return { sequence, outcome: "applied", memberId: null, error: null, link: null, ...rest };
}
