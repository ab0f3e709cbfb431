import type { ErrorKind, Problem } from "./errors.js";

/** Exit codes are stable: scripts and monitoring depend on them (docs/exit-codes.md). */
export const EXIT_CODES = {
  done: { code: 0, meaning: "done, or nothing to do" },
  unexpected: { code: 1, meaning: "unexpected error of the program" },
  changes_pending: { code: 2, meaning: "changes are pending (only `preview --detailed-exitcode`)" },
  partial: { code: 3, meaning: "some changes failed; the others are done" },
  credentials: { code: 4, meaning: "credentials or permission" },
  safety: { code: 5, meaning: "a safety limit was reached, or a confirmation is needed" },
  locked: { code: 6, meaning: "another run holds the lock" },
  temporary: { code: 7, meaning: "temporary failure: try again later" },
  stale_plan: { code: 8, meaning: "the plan file no longer matches reality" },
  attention: {
    code: 9,
    meaning: "no changes, but something new for a person to look at (only `preview --detailed-exitcode`)",
  },
  usage: { code: 64, meaning: "wrong use of the command line" },
  configuration: { code: 78, meaning: "configuration or local set-up" },
  interrupted: { code: 130, meaning: "interrupted (Ctrl-C)" },
} as const satisfies Record<
  ErrorKind | "done" | "changes_pending" | "attention",
  { code: number; meaning: string }
>;

/** Which problem decides when several entities had different ones: the one a person must act on first. */
const PRECEDENCE: readonly ErrorKind[] = [
  "interrupted",
  "unexpected",
  "credentials",
  "safety",
  "locked",
  "stale_plan",
  "configuration",
  "usage",
  "temporary",
  "partial",
];

/** The place of a problem among others: the lowest is the one that a person must act on first. */
export function urgencyOf(kind: ErrorKind): number {
  return PRECEDENCE.indexOf(kind);
}

/** The exit code of a run over several entities; 0 when nothing went wrong. */
export function exitCodeFor(problems: readonly Pick<Problem, "kind">[]): number {
  const kinds = new Set(problems.map((problem) => problem.kind));
  const decisive = PRECEDENCE.find((kind) => kinds.has(kind));
  return EXIT_CODES[decisive ?? "done"].code;
}
