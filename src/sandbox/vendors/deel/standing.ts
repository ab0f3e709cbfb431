import { hashText } from "../../random.js";
import type { Person } from "../../world/world.js";

/** A person's hiring type, status of the hiring and status as a person (docs/vendors/deel.md §3, §5). */
export interface DeelStanding {
  readonly hiringType: string;
  readonly hiringStatus: string;
  readonly personStatus: string;
}

/** Deel knows no leave: those people are active. */
export function standingOf(person: Person): DeelStanding {
  return { hiringType: hiringTypeOf(person), ...statusesOf(person) };
}

function hiringTypeOf(person: Person): string {
  if (person.employmentType === "external") return "contractor";
  return oneIn(3, person, "EOR") ? "eor" : "hris_direct_employee";
}

/** Papers that are no contract yet: their start dates are wishes, and stay when they have passed. */
const PAPERS = ["draft", "in_review", "quote_requires_changes", "pending_invite", "invited"];

function statusesOf(person: Person): Omit<DeelStanding, "hiringType"> {
  switch (person.status) {
    case "onboarding":
      return { hiringStatus: hiringOfFutureHire(person), personStatus: "NOT_STARTED" };
    case "inactive":
      return { hiringStatus: "inactive", personStatus: "INACTIVE" };
    case "active":
    case "leave":
      return person.endDate === null
        ? { hiringStatus: "active", personStatus: "ACTIVE" }
        : { hiringStatus: "offboarding", personStatus: "OFFBOARDING" };
  }
}

function hiringOfFutureHire(person: Person): string {
  if (oneIn(3, person, "papers only")) {
    return PAPERS[hashText(`papers ${person.id}`) % PAPERS.length] ?? "draft";
  }
  if (oneIn(4, person, "at risk")) return "onboarding_at_risk";
  return oneIn(2, person, "overdue") ? "onboarding_overdue" : "onboarding";
}

/** The id of a person's profile: a UUID that starts with digits of no meaning, so that its order has none. */
export function deelId(personId: string): string {
  const start = hashText(`deel ${personId}`).toString(16).padStart(8, "0");
  return `${start}-a90c-4615-ac50-${personId.padStart(12, "0")}`;
}

/** True for one person in `period`, always the same ones. */
export function oneIn(period: number, { id }: Person, topic: string): boolean {
  return hashText(`${topic} ${id}`) % period === 0;
}

/** The UUID of a thing with a name, such as a department. */
export function thingId(kind: string, name: string): string {
  const hex = (topic: string) => hashText(`${topic} ${kind} ${name}`).toString(16).padStart(8, "0");
  const [first, second] = [hex("first"), hex("second")];
  return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-8000-${first}0000`;
}
