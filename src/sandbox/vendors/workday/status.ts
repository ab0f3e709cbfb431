import type { Person } from "../../world/person.js";
import { oneIn } from "./ids.js";
import { tag } from "./xml.js";

/**
 * Whether the `Active` flag is set on that day. A leave can take it away, depending on its type; nobody
 * has it before the hire date (docs/vendors/workday.md §5).
 */
export function isActive(person: Person, today: string): boolean {
  if (isTerminated(person, today) || isAhead(person, today)) return false;
  return person.status === "leave" ? !oneIn(2, person, "inactivating leave") : true;
}

/** Whether the person is hired, but not there yet. */
export function isAhead({ status, startDate }: Person, today: string): boolean {
  return status === "onboarding" || (startDate !== null && startDate > today);
}

function isTerminated({ status, endDate }: Person, today: string): boolean {
  return status === "inactive" || (endDate !== null && endDate < today);
}

export function statusData(person: Person, today: string): string {
  const hired = date(person, person.startDate);
  return tag("Worker_Status_Data", [
    tag("Active", truth(person, isActive(person, today))),
    tag("Active_Status_Date", hired),
    tag("Hire_Date", hired),
    tag("Original_Hire_Date", hired),
    tag("Retired", truth(person, false)),
    tag("Terminated", truth(person, isTerminated(person, today))),
    tag("Termination_Date", date(person, person.endDate)),
    tag("Hire_Rescinded", truth(person, false)),
    tag("Termination_Last_Day_of_Work", date(person, person.lastWorkingDay)),
    tag("Leave_Status_Data", [tag("On_Leave", truth(person, person.status === "leave"))]),
  ]);
}

/** Some days carry an offset that means nothing. */
function date(person: Person, day: string | null): string | null {
  return day !== null && oneIn(5, person, "offset") ? `${day}-08:00` : day;
}

/** `1` and `0` as a rule, now and then spelt out. */
function truth(person: Person, value: boolean): string {
  if (oneIn(6, person, "spelling")) return String(value);
  return value ? "1" : "0";
}
