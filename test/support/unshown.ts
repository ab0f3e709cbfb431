import { UNSHOWN_FIELDS } from "../../src/sync/model/baseline.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { answersInForce } from "../../src/sync/plan/unshown.js";

/**
 * Somebody says that Spendesk is not right where nobody can see it, so that the values of the HR tool are
 * written to all members: the most that can happen.
 */
export async function writeUnshown(state: StateStore, entity: string, at = new Date(0)): Promise<void> {
  const known = answersInForce(await state.unshownAnswers(entity));
  const open = UNSHOWN_FIELDS.filter((field) => known[field] !== "differs");
  const answers = open.map((field) => ({ field, answer: "differs" as const, who: "carol" }));
  if (open.length > 0) await state.storeUnshown(entity, { answers, baselines: [] }, at);
}
