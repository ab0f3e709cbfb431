import { compileExpression } from "../../mapping/expression.js";
import { parsePath } from "../../mapping/paths.js";

/** Which questions belong together. What is asked of `places` and after it is proposed from a reply. */
export type Section = "tool" | "key" | "call" | "places" | "fields" | "meaning";

/** One question about an HR tool. */
export interface Question {
  /** Of its answer, and of the flag that gives it. */
  readonly key: string;
  readonly section: Section;
  readonly text: string;
  readonly help?: string;
  /** Answers to choose from; without them something is typed. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** The likeliest answer. */
  readonly proposal?: string;
  /** Whether the proposal is taken where there is nobody to ask. */
  readonly isSure: boolean;
  /** What is wrong with an answer, or null. */
  check(answer: string): string | null;
}

/** A question as it is made: what is left out is as usual. */
export type Draft = Omit<Question, "check" | "isSure" | "section"> & {
  readonly isSure?: boolean;
  readonly check?: Question["check"];
};

/** What is wrong with a path, or null. */
export function checkPath(answer: string): string | null {
  const parsed = parsePath(answer);
  return "fault" in parsed ? `It ${parsed.fault}.` : null;
}

/** What is wrong with a path or an expression, or null. */
export function checkValue(answer: string): string | null {
  if (!answer.startsWith("expr:")) return checkPath(answer);
  const compiled = compileExpression(answer.slice("expr:".length).trim());
  return "fault" in compiled ? `It ${compiled.fault}.` : null;
}
