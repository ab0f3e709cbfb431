import { sumCounts } from "../shared/sum-counts.js";
import { exitCodeFor, type KeptProblem, type RunRecord, type RunResult } from "../sync/model/index.js";

/** A run as it went for some of its entities. */
export interface PartOfRun {
  readonly run: RunRecord;
  /** Of these entities alone; what runs of earlier versions remember is of all theirs together. */
  readonly isOwn: boolean;
}

/**
 * How a run ended for these entities, and what it did in them: an entity that was done has no part in what
 * went wrong with another one.
 */
export function partOfRun(
  run: RunRecord,
  results: readonly RunResult[],
  isWanted: (entity: string) => boolean,
): PartOfRun {
  if (run.finishedAt === null || run.entities.every(isWanted)) return { run, isOwn: true };
  const own = results.filter(({ entity }) => isWanted(entity));
  // What stopped a run before it came to its entities stopped each of them.
  if (own.length === 0) return { run, isOwn: run.problem !== null };
  const exitCode = exitCodeFor(own.flatMap((result) => problemIn(run, result) ?? []));
  return { run: { ...run, exitCode, counts: sumCounts(own.map(({ counts }) => counts)) }, isOwn: true };
}

/** What kept an entity of a run from ending well. */
function problemIn(run: RunRecord, { problem }: RunResult): KeptProblem | null {
  return problem ?? run.problem;
}

/** How one entity of a run ended, for machines. */
export function resultIn(run: RunRecord, result: RunResult): string {
  const problem = problemIn(run, result);
  return `exit ${exitCodeFor(problem === null ? [] : [problem])}`;
}
