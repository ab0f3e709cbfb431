import { Problem } from "../sync/errors.js";
import type { CommandInput } from "./command.js";

/**
 * The whole number after a flag, or undefined when it was not given.
 * @throws Problem `not_a_number`
 */
export function wholeNumber(
  options: CommandInput["options"],
  key: string,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  const value = options[key];
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= range.min && number <= range.max) return number;
  const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new Problem({
    kind: "usage",
    code: "not_a_number",
    what: `${flag} takes a whole number, not "${String(value)}".`,
    why: `It must be from ${range.min} to ${range.max}.`,
    next: `Give the number after ${flag}, or run the command with \`--help\`.`,
  });
}

/** The values of a repeatable flag. */
export function list(options: CommandInput["options"], key: string): readonly string[] {
  const value = options[key];
  return Array.isArray(value) ? value.map(String) : [];
}

/** The text after a flag, or undefined. */
export function text(options: CommandInput["options"], key: string): string | undefined {
  const value = options[key];
  return typeof value === "string" ? value : undefined;
}
