import { z } from "zod";

/** A whole number from 0, also as text (`"230"`); null for anything else. */
export function cleanCount(value: unknown): number | null {
  const number = typeof value === "string" && /^\s*\d{1,9}\s*$/u.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** A count of an answer: how many there are, or the size of a page. Null when it is missing or odd. */
export function countField() {
  return z.unknown().optional().transform(cleanCount);
}
