import { addDays } from "../../../sync/dates.js";
import type { Person } from "../../world/person.js";

/** Lucca tells who left by the day alone, so nobody has left without one. */
export function contractEnd({ status, endDate }: Person, today: string): string | null {
  return status === "inactive" && endDate === null ? addDays(today, -1) : endDate;
}

/** Whether the last day is over. */
export function hasLeft(person: Person, today: string): boolean {
  const end = contractEnd(person, today);
  return end !== null && end < today;
}

/** Whether the first day is still to come. */
export function isAhead({ startDate }: Person, today: string): boolean {
  return startDate !== null && startDate > today;
}
