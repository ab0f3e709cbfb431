import { Problem } from "../../sync/errors.js";

/** The error of a question that can't be asked: names what was wanted and the flag that supplies it. */
export function answerMissing(wanted: string, howToGive: string): Problem {
  return new Problem({
    kind: "usage",
    code: "answer_missing",
    what: `${wanted} is needed, and there is nobody to ask.`,
    why: "The command does not run in a terminal, or `--no-input` was given.",
    next: howToGive,
  });
}
