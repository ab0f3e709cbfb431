import type { EntityConfig } from "../../config/load.js";
import { type Employee, type EmployeeSource, inEntity } from "../../sync/model/index.js";
import { type PlannedInFull, planTasksInFull } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import { openConnection } from "../connection.js";
import { runProgress } from "../run-log.js";
import type { Workspace } from "../workspace.js";

/**
 * The plan of the entity as it would be; leaves no trace in the history, since it may be thrown away.
 * @param isUnattended whether nobody looks at it before it is confirmed
 */
export async function previewOf(
  entity: EntityConfig,
  read: ReadonlyMap<string, readonly Employee[]>,
  workspace: Workspace,
  context: CliContext,
  isUnattended: boolean,
): Promise<PlannedInFull> {
  const { task } = await inEntity(entity.id, () => openConnection(entity, workspace.credentials, context));
  const sources = task.sources.map((one) => {
    const employees = read.get(one.name);
    return employees ? { ...one, source: alreadyRead(one.source, employees) } : one;
  });
  const dependencies = {
    state: workspace.state,
    clock: context.process.clock,
    progress: runProgress([task], context),
  };
  // The question that follows is the confirmation of this configuration.
  const options = { overrides: { acceptConfig: true }, noArchive: false, isConfirming: true, isUnattended };
  const [planned] = await planTasksInFull([{ ...task, sources }], dependencies, options);
  if (!planned) throw new Error("the preview gave no entity");
  if (!planned.ok) throw planned.problem;
  return planned.planned;
}

/** The source with employees that were read a moment ago: the preview doesn't fetch them again. */
function alreadyRead(source: EmployeeSource, employees: readonly Employee[]): EmployeeSource {
  return {
    ...source,
    async *readEmployees() {
      yield employees;
      return { complete: true, total: employees.length };
    },
  };
}
