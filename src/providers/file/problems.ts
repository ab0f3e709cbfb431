import { enumerated } from "../../shared/text.js";
import { type ErrorKind, Problem } from "../../sync/model/index.js";

export const SERVICE = "HR file";

/** Most lines or names that a message lists. */
const MOST_LISTED = 5;

/** What is wrong with an export, and the next step. Texts hold names of columns and places, never values. */
export interface FileTrouble {
  /** `temporary` where the next run may find it well again. */
  readonly kind?: ErrorKind;
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Trouble with an export as a problem; the configuration, unless it says otherwise. */
export function fileProblem({ kind = "configuration", ...trouble }: FileTrouble): Problem {
  return new Problem({ kind, ...trouble });
}

/** Trouble that one setting mends, with the values it can have: a person is asked which one. */
export class ChoiceNeeded extends Problem {
  constructor(
    trouble: FileTrouble,
    readonly setting: "format" | "separator" | "encoding" | "sheet" | "list",
    readonly values: readonly string[],
  ) {
    super({ kind: "configuration", ...trouble });
  }
}

/**
 * The content of an export that can't be what was meant. Nothing is planned on the rest of it.
 * @param why whole sentences, without values
 */
export function contentProblem(code: string, file: string, why: string, next: string): Problem {
  return fileProblem({ code, what: `${file} can't be used as it is.`, why, next });
}

/** `line 4`, `lines 4 and 9`, `lines 4, 9, 12, 15, 18 and 3 more`. */
export function placesText(noun: string, places: readonly number[]): string {
  const [only] = places;
  if (places.length === 1) return `${noun} ${only}`;
  const shown = places.slice(0, MOST_LISTED);
  if (places.length > shown.length)
    return `${noun}s ${shown.join(", ")} and ${places.length - shown.length} more`;
  return `${noun}s ${enumerated(shown, "and")}`;
}

/** Names in quotes for a message, the first of them when there are many. */
export function namesText(names: readonly string[], most = 30): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  return names.length > most ? `${shown.join(", ")} and ${names.length - most} more` : shown.join(", ");
}
