import { NEW_FILE_NAME } from "../config/find.js";
import { filled } from "../config/global-settings.js";
import type { EntityConfig, LoadedConfig } from "../config/load.js";
import { didYouMean } from "../config/suggestion.js";
import { Problem } from "../sync/model/index.js";
import type { GlobalOptions } from "./cli-context.js";
import { entitiesText } from "./output/run-text.js";

/** Which entities a person chose; none of both: all. */
export type EntityChoice = Pick<GlobalOptions, "entity" | "group">;

/**
 * The entities that `--entity` names and those of the groups that `--group` names, in the order of the
 * configuration where groups are named; all without these flags.
 * @throws Problem `no_entities`, `unknown_entity`, `unknown_group`
 */
export function selectEntities(
  config: LoadedConfig,
  { entity, group }: EntityChoice,
): readonly EntityConfig[] {
  const { entities } = config;
  for (const id of entity) filled("--entity", id, "an entity");
  for (const name of group) filled("--group", name, "a group");
  if (entities.length === 0) throw noEntities(config);
  const named = entity.map((id) => entities.find((one) => one.id === id) ?? unknownEntity(id, entities));
  if (group.length === 0) return named.length === 0 ? entities : named;
  for (const name of group)
    if (!entities.some((one) => one.group === name)) throw unknownGroup(name, entities);
  return entities.filter(
    (one) => named.includes(one) || (one.group !== undefined && group.includes(one.group)),
  );
}

/**
 * The ids of the entities that `--entity` and `--group` name, also of those that have no HR tool yet; null without
 * these flags, when nothing is left out.
 * @throws Problem `no_entities`, `unknown_entity`, `unknown_group`
 */
export function chosenIds(config: LoadedConfig, { entity, group }: EntityChoice): ReadonlySet<string> | null {
  if (entity.length + group.length === 0) return null;
  const isUnconnected = (id: string) => config.unconnected.some((one) => one.id === id);
  const others = { entity: entity.filter((id) => !isUnconnected(id)), group };
  const connected = others.entity.length + group.length === 0 ? [] : selectEntities(config, others);
  return new Set([...entity.filter(isUnconnected), ...connected.map(({ id }) => id)]);
}

/** Names of the groups that have entities, in the order of these. */
export function groupsOf(entities: readonly Pick<EntityConfig, "group">[]): readonly string[] {
  return [...new Set(entities.flatMap(({ group }) => group ?? []))];
}

function noEntities(config: LoadedConfig): Problem {
  return new Problem({
    kind: "configuration",
    code: "no_entities",
    what: "No entity is configured.",
    why: config.path ? `${config.path} names none.` : noFile(config),
    next: config.path
      ? "Run `spendesk-hr connect`."
      : "Run `spendesk-hr connect` to create one, or name it with `--config`.",
  });
}

/** Says that there is no configuration file, and where one was looked for. */
export function noFile({ searched, writePath }: LoadedConfig): string {
  if (searched.length === 0) return `There is no file ${writePath}.`;
  return `There is no ${NEW_FILE_NAME} (or .yml, .json) in ${searched.join(", ")}.`;
}

function unknownEntity(id: string, entities: readonly EntityConfig[]): never {
  const ids = entities.map((one) => one.id);
  throw new Problem({
    kind: "usage",
    code: "unknown_entity",
    what: `There is no entity ${id} in the configuration.`,
    why: `Known entities: ${entitiesText(ids)}.`,
    next: didYouMean(id, ids) ?? "Run the command with one of these after `--entity`.",
  });
}

function unknownGroup(name: string, entities: readonly EntityConfig[]): Problem {
  const groups = groupsOf(entities);
  return new Problem({
    kind: "usage",
    code: "unknown_group",
    what: `No entity of the configuration is in a group ${name}.`,
    why:
      groups.length === 0
        ? "No entity has a `group` in the configuration."
        : `Groups with entities: ${entitiesText(groups)}.`,
    next:
      groups.length === 0
        ? "Name entities with `--entity`, or give them a `group` in the configuration."
        : (didYouMean(name, groups) ?? "Run the command with one of these after `--group`."),
  });
}
