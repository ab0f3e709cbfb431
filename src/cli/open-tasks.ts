import type { Spendesk } from "../spendesk/spendesk.js";
import type { EntityTask, RunDependencies } from "../sync/task.js";
import type { CliContext } from "./cli-context.js";
import { openConnection } from "./connection.js";
import type { Workspace } from "./workspace.js";

/** The chosen entities, ready for a run. */
export interface OpenTasks {
  readonly tasks: readonly EntityTask[];
  readonly spendeskOf: ReadonlyMap<EntityTask, Spendesk>;
  readonly dependencies: RunDependencies;
}

/**
 * Opens both ends of every chosen entity.
 * @throws Problem of the first entity whose set-up is not complete: nothing was read yet, and half a
 *   set-up is for a person to finish
 */
export async function openTasks(workspace: Workspace, context: CliContext): Promise<OpenTasks> {
  const spendeskOf = new Map<EntityTask, Spendesk>();
  for (const entity of workspace.entities) {
    const { task, spendesk } = await openConnection(entity, workspace.credentials, context);
    spendeskOf.set(task, spendesk);
  }
  return {
    tasks: [...spendeskOf.keys()],
    spendeskOf,
    dependencies: {
      state: workspace.state,
      clock: context.process.clock,
      progress: { phase: (entity, text) => context.say(`${entity}: ${text}`) },
    },
  };
}
