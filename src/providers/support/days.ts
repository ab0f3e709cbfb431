import type { IsoDate } from "../../sync/model/index.js";
import { cleanDate, cleanText } from "./values.js";

/** Whether a last day is behind: on the day itself somebody is still employed. Null: there is no end. */
export function isOver(end: IsoDate | null | undefined, today: IsoDate): boolean {
  return !!end && end < today;
}

/** Whether a first day is still to come: on the day itself somebody has started. Null: not known. */
export function isAhead(start: IsoDate | null | undefined, today: IsoDate): boolean {
  return !!start && start > today;
}

/**
 * Whether something is there that is no day. It must not pass for none: somebody with an end that can't be
 * read would look employed for good.
 */
export function isOddDay(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  const isEmpty = typeof value === "string" && cleanText(value) === null;
  return !isEmpty && cleanDate(value) === null;
}
