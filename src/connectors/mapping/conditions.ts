import { isAhead, isOver } from "../../providers/support/days.js";
import type { IsoDate } from "../../sync/model/index.js";
import type { Condition } from "../schema/people.js";
import { valueAt } from "./paths.js";

/** What conditions are about. */
export interface Facts {
  readonly record: unknown;
  /** The request whose list the record is of. */
  readonly list: string;
  /** As read from the record; undefined when they may not be read. */
  readonly startDate: IsoDate | null | undefined;
  readonly terminationDate: IsoDate | null | undefined;
  readonly today: IsoDate;
}

/** Whether a condition holds. What may not be read makes none true, also not that something is empty. */
export function holds(condition: Condition, facts: Facts): boolean {
  if ("list" in condition) return facts.list === condition.list;
  if ("date" in condition) return dateHolds(condition.is, facts[condition.date], facts.today);
  const value = valueAt(facts.record, condition.field);
  if (value === undefined) return false;
  if ("filled" in condition) return isFilled(value) === condition.filled;
  const wanted = "in" in condition ? condition.in : [condition.is];
  return wanted.some((one) => isSame(value, one));
}

function dateHolds(
  is: "past" | "future" | "filled" | "empty",
  date: IsoDate | null | undefined,
  today: IsoDate,
): boolean {
  if (date === undefined) return false;
  switch (is) {
    case "filled":
      return date !== null;
    case "empty":
      return date === null;
    case "past":
      return isOver(date, today);
    case "future":
      return isAhead(date, today);
  }
}

/** Whether a value of an answer is one that a manifest names, as text and without regard to case. */
export function isSame(value: unknown, wanted: string | number | boolean): boolean {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return false;
  return String(value).trim().toLowerCase() === String(wanted).trim().toLowerCase();
}

/** Whether there is something in a value that may be read. */
export function isFilled(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === "string") return value.trim() !== "";
  return !Array.isArray(value) || value.length > 0;
}
