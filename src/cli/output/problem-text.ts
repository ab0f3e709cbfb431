import type { Problem } from "../../sync/errors.js";
import type { TextStyle } from "../command.js";
import { clean } from "./table.js";

/** A problem inside a longer result: the same three lines as on stderr. */
export function problemText(problem: Problem, style: TextStyle): string {
  return [
    `${clean("✘", "red", style)} ${clean(problem.message, undefined, style)}`,
    `  ${clean(problem.why, undefined, style)}`,
    `  ${clean(problem.next, undefined, style)}`,
  ].join("\n");
}
