import type { Clock, Problem } from "../model/index.js";
import type { EntityResult, PlannedEntity } from "../run/index.js";
import type { Consent } from "../safety/index.js";

/** The plans of a run, with what came of entities that could not be planned. */
export interface CheckedPlans {
  readonly results: readonly EntityResult[];
  readonly planned: readonly PlannedEntity[];
  /** Why none of them may be carried out; null when they passed all checks. */
  readonly refusal: Problem | null;
}

/**
 * How long an answer holds for the plan it was given to, in milliseconds. A question can stay open over
 * lunch or for a night, while people join, leave and are changed by hand.
 */
export const ANSWER_HOLDS_MS = 5 * 60_000;

/** Shows plans and asks whether to go on. */
export interface Question {
  /**
   * @param isNew whether these plans came in the place of others, which were answered too late
   * @returns null when the answer is no
   */
  confirm(planned: readonly PlannedEntity[], isNew: boolean): Promise<Consent | null>;
  readonly clock: Clock;
}

/**
 * Asks about the plans that are carried out. After a long wait for the answer, both sides are read and
 * planned again: equal plans are confirmed by the answer, others are shown and asked about anew. Nobody
 * is asked about plans without changes, or about refused ones.
 *
 * @param planAgain reads, plans and checks as for the first plans
 * @returns the plans to carry out, unless they are refused, and who agreed to them; null when the answer
 *   was no
 */
export async function askAboutFresh(
  first: CheckedPlans,
  { confirm, clock }: Question,
  planAgain: () => Promise<CheckedPlans>,
): Promise<{ readonly plans: CheckedPlans; readonly consent: Consent | null }> {
  let plans = first;
  let consent: Consent | null = "unattended";
  for (let isNew = false; plans.refusal === null && hasChanges(plans); isNew = true) {
    const asked = clock.now().getTime();
    consent = await confirm(plans.planned, isNew);
    if (consent === null) break;
    // A clock that went back says nothing about how long it took.
    const waited = Math.abs(clock.now().getTime() - asked);
    if (waited <= ANSWER_HOLDS_MS) break;
    const before = identityOf(plans);
    plans = await planAgain();
    if (identityOf(plans) === before) break;
  }
  return { plans, consent };
}

export function hasChanges({ planned }: CheckedPlans): boolean {
  return planned.some(({ plan }) => plan.changes.length > 0);
}

/** Equal for plans that do the same to the same people. */
function identityOf({ planned }: CheckedPlans): string {
  return JSON.stringify(planned.map(({ task, fingerprint }) => [task.entity, fingerprint]));
}
