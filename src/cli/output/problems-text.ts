import { urgencyOf } from "../../shared/exit-codes.js";
import { asSentence } from "../../shared/text.js";
import type { KeptProblem, RunRecord, RunResult } from "../../sync/model/index.js";
import type { TextStyle } from "../command.js";
import { alike, besideName, sameIn } from "./alike.js";
import { paintStart } from "./paint.js";
import { cleanMessage } from "./sanitize.js";
import { hanging } from "./wrap.js";

/** An entity that a run did not bring to its end, and why. */
interface Failure {
  readonly entity: string;
  readonly problem: KeptProblem;
}

/**
 * Why a run, and which of its entities, did not end well: the worst first, what several have said once.
 * @param all names every entity
 */
export function problemLines(
  { problem }: Pick<RunRecord, "problem">,
  results: readonly RunResult[],
  all: boolean,
  style: TextStyle,
): readonly string[] {
  const failures = failuresOf(results);
  const ofEntities = alike(failures, ({ problem: { message, why, next } }) => [message, why, next]);
  const isToldBelow = problem !== null && failures.some((one) => one.problem.kind === problem.kind);
  return [
    ...(problem === null ? [] : saidLines(problem, isToldBelow ? "" : problem.why, style)),
    ...(failures.length === 0 || results.length === 1
      ? []
      : [`Not done in ${failures.length} of ${results.length} entities:`]),
    ...ofEntities.flatMap((same) => failureLines(same, all, style)),
  ];
}

/** Changes that failed have rows of their own. */
function failuresOf(results: readonly RunResult[]): readonly Failure[] {
  return results
    .flatMap(({ entity, problem }) =>
      problem === null || problem.kind === "partial" ? [] : [{ entity, problem }],
    )
    .toSorted((a, b) => urgencyOf(a.problem.kind) - urgencyOf(b.problem.kind));
}

function failureLines(
  same: readonly [Failure, ...Failure[]],
  all: boolean,
  style: TextStyle,
): readonly string[] {
  const [{ entity, problem }] = same;
  const message = `${entity}: ${besideName(problem.message, entity)}`;
  const more = sameIn(same, all);
  return [
    ...saidLines({ ...problem, message }, problem.why, style),
    ...(more === "" ? [] : hanging("  ", more, style.width)),
  ];
}

function saidLines(
  { message, next }: Pick<KeptProblem, "message" | "next">,
  why: string,
  style: TextStyle,
): readonly string[] {
  const [what = "", ...further] = `${asSentence(message)} ${why}`.trim().split("\n");
  return [
    ...paintStart(hanging("✘ ", cleanMessage(what), style.width), "✘", "red", style),
    ...further.flatMap((line) => hanging("  ", cleanMessage(line), style.width)),
    ...hanging("  → ", cleanMessage(next), style.width),
  ];
}
