import type { EntityConfig } from "../../config/load.js";
import type { Accounts } from "../../sync/identity/index.js";
import {
  dayInZone,
  type Employee,
  type IsoDate,
  inEntity,
  type Link,
  type Member,
} from "../../sync/model/index.js";
import { createEmployeeReads, type EntityTask, readMembers, readSources } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import { openTasks } from "../open-tasks.js";
import type { Workspace } from "../workspace.js";

/** Both sides of an entity as they are now, and what the state knows of their pairs. */
export interface Sides {
  readonly task: EntityTask;
  readonly accounts: Accounts;
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  /** The day in the entity's time zone. */
  readonly today: IsoDate;
}

/**
 * Reads the employees and the members afresh. Nothing is sent to Spendesk but the question for its members.
 * @throws Problem when the entity is disconnected, or a read fails or is not complete
 */
export async function readSides(
  entity: EntityConfig,
  workspace: Workspace,
  context: CliContext,
): Promise<Sides> {
  const { tasks, dependencies } = await openTasks({ ...workspace, entities: [entity] }, context);
  const [task] = tasks;
  if (!task) throw new Error(`${entity.id} was opened without a task`);
  dependencies.progress.phase(task.entity, "reading employees and members");
  const { accounts, employees, members } = await inEntity(task.entity, async () => ({
    ...(await readSources(task, createEmployeeReads())),
    members: await readMembers(task.reader, task.entity),
  }));
  const counts = { employees: employees.length, members: members.length };
  dependencies.progress.finished?.(task.entity, "read", counts);
  return {
    task,
    accounts,
    employees,
    members,
    links: await workspace.state.links(task.entity),
    today: dayInZone(context.process.clock.now(), task.timezone),
  };
}
