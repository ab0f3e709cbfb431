import { sourcesText } from "../config/entity-config.js";
import type { EntityConfig } from "../config/load.js";
import type { Shard } from "../shared/shard.js";
import type { Spendesk } from "../spendesk/spendesk.js";
import { attributesUsedBy, type UsesAttribute } from "../sync/filter/index.js";
import {
  asProblem,
  type EntityRecord,
  entityDisconnected,
  ofEntity,
  type Warning,
} from "../sync/model/index.js";
import type { EntityTask, FailedEntity, RunDependencies } from "../sync/run/index.js";
import { countAccountReaders } from "./account-readers.js";
import type { CliContext } from "./cli-context.js";
import { openConnection } from "./connection.js";
import { keyLifeOf, keyWarning, refuseEndedKey } from "./key-expiry.js";
import { runProgress } from "./run-log.js";
import { isWatched } from "./terminal.js";
import type { Workspace } from "./workspace.js";

/** The chosen entities, ready for a run. */
export interface OpenTasks {
  readonly tasks: readonly EntityTask[];
  readonly spendeskOf: ReadonlyMap<EntityTask, Spendesk>;
  readonly dependencies: RunDependencies;
  /** About keys that end soon, by entity; already said on stderr. */
  readonly keyWarnings: ReadonlyMap<string, Warning>;
}

/** How the people of the chosen entities are read. */
interface TaskOptions {
  /** Which further attributes of employees are kept; those that the configuration looks at, unless it says otherwise. */
  readonly keeps?: UsesAttribute;
  /** Of which these are the entities: other runs may read the same accounts at once. */
  readonly shard?: Shard | null;
}

/**
 * Opens both ends of every chosen entity. One whose set-up is not complete, or whose key has ended, fails
 * in the run's result, and the others go on.
 * @throws Problem `entity_disconnected`, or that of the first entity when none could be opened
 */
export async function openTasks(
  workspace: Workspace,
  context: CliContext,
  { keeps = usedAttributes(workspace), shard = null }: TaskOptions = {},
): Promise<OpenTasks> {
  const { entities: all } = workspace.config;
  const records = await workspace.state.entities();
  const readers = shard ? countAccountReaders(all, records, shard) : undefined;
  const spendeskOf = new Map<EntityTask, Spendesk>();
  const unopened: FailedEntity[] = [];
  const keyWarnings = new Map<string, Warning>();
  for (const entity of withoutDisconnected(workspace.entities, records, shard, context)) {
    try {
      const life = await keyLifeOf(entity, workspace.state, context.process.clock);
      refuseEndedKey(entity.id, life);
      const warning = keyWarning(entity.id, life);
      if (warning) keyWarnings.set(entity.id, warning);
      const reading = { keeps, ...(readers && { readers }) };
      const { task, spendesk } = await openConnection(entity, workspace.credentials, context, reading);
      spendeskOf.set(task, spendesk);
    } catch (error) {
      const problem = ofEntity(entity.id, asProblem(error));
      const task = { entity: entity.id, providerId: sourcesText(entity) };
      unopened.push({ ok: false, entity: entity.id, task, problem });
    }
  }
  for (const { text } of keyWarnings.values()) context.say(`Warning: ${text}`);
  const [first] = unopened;
  const { stateDir, stateUrl } = workspace.config;
  if (first && spendeskOf.size === 0) throw first.problem;
  return {
    tasks: [...spendeskOf.keys()],
    spendeskOf,
    dependencies: {
      state: workspace.state,
      statePlace: stateUrl === null ? { folder: stateDir } : { database: stateUrl.shown },
      clock: context.process.clock,
      progress: runProgress([...spendeskOf.keys()], context),
      unopened,
      order: workspace.entities.map(({ id }) => id),
    },
    keyWarnings,
  };
}

/** Of all entities together, since those of one account share its read. */
function usedAttributes({ entities }: Workspace): UsesAttribute {
  return attributesUsedBy(
    entities.flatMap(({ sources }) => sources.map(({ filter }) => filter)),
    entities.flatMap(({ bulkImport: { columns } }) => Object.values(columns).flat()),
  );
}

/**
 * Disconnected entities are left out of a run over all of them, so that the others go on. Their
 * credentials may be gone, so this comes before anything is opened.
 * @throws Problem `entity_disconnected` when one was named, or nothing else is left; a shard may be empty
 */
function withoutDisconnected(
  entities: readonly EntityConfig[],
  records: readonly EntityRecord[],
  shard: Shard | null,
  context: CliContext,
): readonly EntityConfig[] {
  const connected: EntityConfig[] = [];
  const disconnected: EntityConfig[] = [];
  const statusOf = new Map(records.map(({ entity, connectionStatus }) => [entity, connectionStatus]));
  for (const entity of entities) {
    (statusOf.get(entity.id) === "disconnected" ? disconnected : connected).push(entity);
  }
  const [first] = disconnected;
  const isNeeded = context.globals.entity.length > 0 || (connected.length === 0 && shard === null);
  if (first && isNeeded) {
    throw entityDisconnected(first.id, first.sources[0].provider);
  }
  if (isWatched(context)) for (const { id } of disconnected) context.say(`${id}: disconnected, left out`);
  return connected;
}
