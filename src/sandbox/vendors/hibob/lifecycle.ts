import { hashText } from "../../random.js";
import type { Person } from "../../world/world.js";

type Lifecycle = "Hired" | "Employed" | "Leave" | "Sabbatical" | "Garden leave" | "Terminated";

/**
 * Somebody in their notice period who works no more is on garden leave. The account has a type of leave
 * of its own, whose name says nothing of leave.
 */
export function lifecycleOf({ id, status, lastWorkingDay, endDate }: Person, today: string): Lifecycle {
  switch (status) {
    case "onboarding":
      return "Hired";
    case "leave":
      return hashText(`own leave ${id}`) % 4 === 0 ? "Sabbatical" : "Leave";
    case "inactive":
      return "Terminated";
    case "active":
      return lastWorkingDay && endDate && lastWorkingDay < today && today <= endDate
        ? "Garden leave"
        : "Employed";
  }
}

/** For machines: the word in lower case, or the id of what the account added to the list. */
export function lifecycleValue(person: Person, today: string): string {
  const lifecycle = lifecycleOf(person, today);
  return lifecycle === "Sabbatical" ? "260871234" : lifecycle.toLowerCase();
}

/**
 * Whether they may sign in to Bob: future hires can't yet, and some people on leave can't either
 * (docs/vendors/hibob.md §5).
 */
export function accessStatus(person: Person, today: string): "Active" | "Inactive" {
  const lifecycle = lifecycleOf(person, today);
  if (lifecycle === "Employed" || lifecycle === "Sabbatical") return "Active";
  return lifecycle === "Leave" && hashText(person.id) % 2 === 0 ? "Active" : "Inactive";
}
