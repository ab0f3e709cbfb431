import type { IsoDate } from "../../sync/dates.js";
import { isInForce } from "../../sync/person-decision.js";
import type { PersonDecision } from "../../sync/ports.js";

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

/** Whether it still holds, and since when not. */
export function decisionState(decision: PersonDecision, today: IsoDate): string {
  if (decision.endedAt !== null) return `ended ${decision.endedAt.slice(0, 10)}`;
  return isInForce(decision, today) ? "in force" : "over";
}

/** `Decided by finance on 2026-11-20: ignored until 2027-01-31. Parental leave` */
export function decidedBy(decision: PersonDecision): string {
  return `Decided by ${decision.who} on ${decision.at.slice(0, 10)}: ${decisionText(decision)}. ${decision.why}`;
}
