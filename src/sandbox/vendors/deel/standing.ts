import type { Person } from "../../world/person.js";
import { oneIn } from "./ids.js";

/** A person's hiring type, status of the hiring and status as a person (deel.md §3, §5). */
export interface Standing {
  readonly hiringType: string;
  readonly hiringStatus: string;
  readonly personStatus: string;
}

/** Deel knows no leave: those people are active. */
export function standingOf(person: Person): Standing {
  return { hiringType: hiringTypeOf(person), ...statusesOf(person) };
}

function hiringTypeOf(person: Person): string {
  if (person.employmentType === "external") return "contractor";
  return oneIn(3, person, "EOR") ? "eor" : "hris_direct_employee";
}

function statusesOf(person: Person): Omit<Standing, "hiringType"> {
  switch (person.status) {
    case "onboarding":
      return {
        hiringStatus: oneIn(2, person, "overdue") ? "onboarding_overdue" : "onboarding",
        personStatus: "NOT_STARTED",
      };
    case "inactive":
      return { hiringStatus: "inactive", personStatus: "INACTIVE" };
    case "active":
    case "leave":
      return person.endDate === null
        ? { hiringStatus: "active", personStatus: "ACTIVE" }
        : { hiringStatus: "offboarding", personStatus: "OFFBOARDING" };
  }
}
