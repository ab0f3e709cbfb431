import type { EntityConfig } from "../../config/load.js";
import { Problem } from "../../sync/errors.js";
import type { CliContext } from "../cli-context.js";
import { createPrompter } from "../prompts/prompter.js";

/**
 * The one entity that a decision is about: the only one chosen, or the one a person picks.
 * @throws Problem `one_entity_only`
 */
export async function chooseEntity(
  entities: readonly EntityConfig[],
  context: CliContext,
): Promise<EntityConfig> {
  const [only, another] = entities;
  if (only && !another) return only;
  const names = entities.map(({ id }) => id);
  if (context.interactive && context.globals.entity.length === 0) {
    const choices = names.map((id) => ({ value: id, label: id }));
    const chosen = await createPrompter(context).select("In which entity?", choices);
    const entity = entities.find(({ id }) => id === chosen);
    if (entity) return entity;
  }
  throw new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "A decision about a person is about one entity.",
    why: `${entities.length} are chosen: ${names.join(", ")}.`,
    next: `Add one of them, for example \`--entity ${names[0]}\`.`,
  });
}
