import { isProblem } from "../../sync/errors.js";
import { asProblem } from "../../sync/run-record.js";
import { type Finding, problem, type Subject } from "./finding.js";

/**
 * The findings of a check, or the trouble it ran into as its only finding: one check that fails never
 * stops the others.
 * @throws Problem of kind `interrupted`: whoever pressed Ctrl-C wants no more checks
 */
export async function attempt(
  subject: Subject,
  check: () => Promise<readonly Finding[]> | readonly Finding[],
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (isProblem(error) && error.kind === "interrupted") throw error;
    return [problem(subject, asProblem(error))];
  }
}
