import { resolve } from "node:path";
import { Problem } from "../../sync/errors.js";
import type { CliContext } from "../cli-context.js";
import { readPlanFile } from "../plan-file/read.js";
import type { PlanContent } from "../plan-file/schema.js";
import type { Workspace } from "../workspace.js";

/** The plan file of `apply <plan>`; null when none was named. @throws Problem of an unusable file */
export async function reviewedPlan(
  file: string | undefined,
  { state }: Workspace,
  { process }: CliContext,
): Promise<PlanContent | null> {
  return file === undefined ? null : readPlanFile(resolve(process.cwd, file), state.fingerprintKey());
}

/** A plan file says itself which entities it is for. @throws Problem `plan_entity_missing` */
export function onlyPlanned(workspace: Workspace, reviewed: PlanContent): Workspace {
  const entities = reviewed.entities.map(({ entity: id }) => {
    const entity = workspace.entities.find((candidate) => candidate.id === id);
    if (entity) return entity;
    throw new Problem({
      kind: "stale_plan",
      code: "plan_entity_missing",
      what: `The plan is for ${id}, which is not among the entities of this run.`,
      why: "It was removed from the configuration, or `--entity` leaves it out.",
      next: "Run `spendesk-hr preview --out` again, review the new file, then apply that.",
    });
  });
  return { ...workspace, entities };
}
