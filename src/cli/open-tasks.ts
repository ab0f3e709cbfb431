import type { EntityConfig } from "../config/load.js";
import type { Spendesk } from "../spendesk/spendesk.js";
import { entityDisconnected } from "../sync/connection-status.js";
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
 * @throws Problem `entity_disconnected`, or the one of the first entity whose set-up is not complete:
 *   nothing was read yet, and half a set-up is for a person to finish
 */
export async function openTasks(workspace: Workspace, context: CliContext): Promise<OpenTasks> {
  const spendeskOf = new Map<EntityTask, Spendesk>();
  for (const entity of withoutDisconnected(workspace, context)) {
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

/**
 * Disconnected entities are left out of a run over all of them, so that the others go on. Their
 * credentials may be gone, so this comes before anything is opened.
 * @throws Problem `entity_disconnected` when one was named, or nothing else is left
 */
function withoutDisconnected(
  { entities, state }: Workspace,
  { globals, say }: CliContext,
): readonly EntityConfig[] {
  const isDisconnected = ({ id }: EntityConfig) => state.entity(id)?.connectionStatus === "disconnected";
  const connected = entities.filter((entity) => !isDisconnected(entity));
  const disconnected = entities.filter(isDisconnected);
  const [first] = disconnected;
  if (first && (globals.entity.length > 0 || connected.length === 0)) {
    throw entityDisconnected(first.id, first.source.provider);
  }
  for (const { id } of disconnected) say(`${id}: disconnected, left out`);
  return connected;
}
