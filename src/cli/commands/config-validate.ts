import type { EntityConfig } from "../../config/load.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { entitiesText } from "../output/run-text.js";
import { chosenIds, noFile } from "../select-entities.js";
import { sourceProblems } from "../source-problems.js";
import { loadCliConfig } from "../workspace.js";

/** `config validate`: the file, the filters and the HR tools of the chosen entities, without any network. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const { entity, group } = context.globals;
  const isNamed = (one: EntityConfig) =>
    entity.length + group.length === 0 ||
    entity.includes(one.id) ||
    (one.group !== undefined && group.includes(one.group));
  const config = await loadCliConfig(context, {
    sourceProblems: (entities, tellPlace) => sourceProblems(entities.filter(isNamed), tellPlace),
  });
  const ids = chosenIds(config, context.globals);
  const entities = config.entities.map(({ id }) => id).filter((id) => ids === null || ids.has(id));
  return {
    exitCode: 0,
    document: { file: config.path, valid: true, entities },
    text: () =>
      config.path === null
        ? noFile(config)
        : `${config.path} is valid. Entities: ${entities.length === 0 ? "none" : entitiesText(entities)}.`,
  };
}
