import { randomUUID } from "node:crypto";
import { isInForce } from "../../sync/identity/index.js";
import {
  dayInZone,
  type IsoDate,
  type PersonDecision,
  Problem,
  type StateStore,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { whoDecides } from "./author.js";

/**
 * Stores what the person in front of the terminal decides now, without secrets in the reason: it is kept.
 * To be called under the lock.
 */
export async function decide(
  state: StateStore,
  { process, redactor }: CliContext,
  about: Omit<PersonDecision, "id" | "who" | "at" | "endedAt">,
): Promise<PersonDecision> {
  const now = process.clock.now();
  const why = redactor.redact(about.why);
  const decision = { ...about, why, id: randomUUID(), who: whoDecides(process), at: now.toISOString() };
  await state.addPersonDecision(decision, now);
  return { ...decision, endedAt: null };
}

/** A run changed the links while the question was open. */
export function changedMeanwhile(entity: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "links_changed",
    what: "Nothing was decided: what was shown is no longer so.",
    why: `A run has changed the links of these people in ${entity} meanwhile.`,
    next: "Run the same command again and look at what it shows.",
  });
}

/** The JSON form of a decision. */
export function decisionDocument(decision: PersonDecision, today: IsoDate): object {
  return { ...decision, inForce: isInForce(decision, today) };
}

/** What was decided, without whom it is about: `ignored until 2027-01-31`. */
export function decisionText({ kind, memberId, until }: PersonDecision): string {
  if (kind === "link") return `linked with the member ${memberId}`;
  if (kind === "unlink") return `kept apart from the member ${memberId}`;
  return until === null ? "ignored for good" : `ignored until ${until}`;
}

/** Whom it is about: `Ada Test (employee 101)`. */
export function decisionSubject({ name, employee, memberId }: PersonDecision): string {
  return employee ? `${name} (employee ${employee.id})` : `${name} (member ${memberId})`;
}

/** The days that a list of decisions speaks of are those of the entity's time zone. */
export interface ListedOn {
  readonly today: IsoDate;
  readonly timezone: string;
}

/** Whether it still holds, and since when not. */
export function decisionState(decision: PersonDecision, { today, timezone }: ListedOn): string {
  if (decision.endedAt !== null) return `ended ${dayInZone(new Date(decision.endedAt), timezone)}`;
  return isInForce(decision, today) ? "in force" : "over";
}

/** `Decided by finance on 2026-11-20: ignored until 2027-01-31. Parental leave` */
export function decidedBy(decision: PersonDecision): string {
  return `Decided by ${decision.who} on ${decision.at.slice(0, 10)}: ${decisionText(decision)}. ${decision.why}`;
}
