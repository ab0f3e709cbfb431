import { type EntityConfig, type SourceConfig, sourcesText } from "../../config/entity-config.js";
import { Problem } from "../../sync/model/index.js";
import { entitiesText } from "../output/run-text.js";
import type { Prompter } from "../prompts/prompter.js";

/** The entity that is configured. @throws Problem `one_entity_only` */
export async function chooseEntity(
  entities: readonly EntityConfig[],
  prompter: Prompter | null,
): Promise<EntityConfig> {
  const [first, another] = entities;
  if (first && !another) return first;
  const choices = entities.map((entity) => ({
    value: entity.id,
    label: `${entity.id} (${sourcesText(entity)})`,
  }));
  const id = await prompter?.select("Which entity?", choices);
  const chosen = entities.find((entity) => entity.id === id);
  if (chosen) return chosen;
  throw new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "configure works on one entity at a time.",
    why: `${entities.length} are chosen: ${entitiesText(entities.map(({ id }) => id))}.`,
    next: "Name the one you mean with `--entity <id>`.",
  });
}

/** Before any question: the plan would be refused after the last one. */
export function disconnected({ id, sources }: EntityConfig): Problem {
  return new Problem({
    kind: "configuration",
    code: "entity_disconnected",
    what: `${id} is disconnected, so it can't be configured.`,
    why: "Somebody ran `spendesk-hr disconnect` for it. Its members stay as they are.",
    next: `Run \`spendesk-hr connect ${sources[0].provider} --entity ${id}\`.`,
  });
}

/**
 * The source that is meant, where an entity has several.
 * @returns null for an entity with one source, and when flags speak of the entity as a whole
 * @throws Problem `unknown_source`
 */
export async function chooseSource(
  { id, sources }: EntityConfig,
  wanted: string | undefined,
  prompter: Prompter | null,
): Promise<SourceConfig | null> {
  const named = sources.find(({ name }) => name === wanted);
  if (named) return sources.length > 1 ? named : null;
  if (wanted !== undefined) throw unknownSource(id, wanted, sources);
  if (sources.length === 1) return null;
  const open = sources.filter(({ configured }) => !configured);
  if (open.length === 1) return open[0] ?? null;
  if (!prompter) return null;
  const choices = sources.map(({ name, configured }) => ({
    value: name,
    label: configured ? name : `${name} (nobody chosen yet)`,
  }));
  const name = await prompter.select("Whose employees?", choices, open[0]?.name);
  return sources.find((one) => one.name === name) ?? null;
}

function unknownSource(id: string, wanted: string, sources: EntityConfig["sources"]): Problem {
  const names = sources.map(({ name }) => name);
  return new Problem({
    kind: "usage",
    code: "unknown_source",
    what: `${id} has no source ${wanted}.`,
    why: `It has ${names.join(", ")}.`,
    next: `Run the command with one of these after \`--source\`, or \`spendesk-hr connect ${wanted} --entity ${id} --beside\`.`,
  });
}
