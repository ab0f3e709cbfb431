import type { Problem } from "../../shared/errors.js";

/** A problem as it is remembered. */
export type KeptProblem = Pick<Problem, "kind" | "code" | "message" | "why" | "next">;

/** What became of one entity in a run. */
export interface RunResult {
  readonly entity: string;
  /** Head-counts as those of the run, of this entity alone. */
  readonly counts: Readonly<Record<string, number>>;
  /** Its own, besides that of the run; null when it has none. */
  readonly problem: KeptProblem | null;
}

/** What a run says of itself at its end, besides its counts. */
export interface RunReport {
  /** What concerned the run as a whole, so that no entity came further; null when nothing did. */
  readonly problem: KeptProblem | null;
  /** Of the entities it came to. */
  readonly results: readonly RunResult[];
}

/** What stays of a problem when it is remembered. */
export function keptProblem({ kind, code, message, why, next }: KeptProblem): KeptProblem {
  return { kind, code, message, why, next };
}
