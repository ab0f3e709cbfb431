import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";

type Lifecycle = "Hired" | "Employed" | "Leave" | "Garden leave" | "Terminated";

/** Somebody in their notice period who works no more is on garden leave. */
export function lifecycleOf({ status, lastWorkingDay, endDate }: Person, today: string): Lifecycle {
  switch (status) {
    case "onboarding":
      return "Hired";
    case "leave":
      return "Leave";
    case "inactive":
      return "Terminated";
    case "active":
      return lastWorkingDay && endDate && lastWorkingDay < today && today <= endDate
        ? "Garden leave"
        : "Employed";
  }
}

/** Whether they may sign in to Bob: future hires can't yet, and some people on leave can't either (hibob.md §7.3). */
export function accessStatus(person: Person, today: string): "Active" | "Inactive" {
  const lifecycle = lifecycleOf(person, today);
  if (lifecycle === "Employed") return "Active";
  return lifecycle === "Leave" && hashText(person.id) % 2 === 0 ? "Active" : "Inactive";
}
