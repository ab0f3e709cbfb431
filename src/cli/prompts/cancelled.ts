import { Problem } from "../../sync/errors.js";

/** Ctrl-C, Ctrl-D or a signal while questions are asked. */
export function cancelled(): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "Cancelled; nothing was changed.",
    why: "Somebody pressed Ctrl-C, or the program was told to stop, before the answers were confirmed.",
    next: "Run the same command again when you are ready.",
  });
}
