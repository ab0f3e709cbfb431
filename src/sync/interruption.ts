import { isProblem, Problem } from "./errors.js";

/**
 * Why a run has to stop before its end: the problem its signal was aborted with (a time limit), else
 * that somebody pressed Ctrl-C or the process was asked to end.
 */
export function interruption(signal: AbortSignal): Problem {
  return isProblem(signal.reason) ? signal.reason : interrupted();
}

function interrupted(): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "The run was interrupted. What was done is recorded; the rest was not started.",
    why: "Somebody pressed Ctrl-C, or the process was asked to end.",
    next: "Run the same command again: it continues from what Spendesk and the HR tool hold then.",
  });
}
