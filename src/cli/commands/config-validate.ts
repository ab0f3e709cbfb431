import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { parseSettings } from "../connection.js";
import { providerOf } from "../find-provider.js";
import { entitiesText } from "../output/run-text.js";
import { chosenIds, noFile } from "../select-entities.js";
import { loadCliConfig } from "../workspace.js";

/** `config validate`: the file, the filters and the settings of the chosen entities for their HR tools, without any network. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const ids = chosenIds(config, context.globals);
  const chosen = config.entities.filter(({ id }) => ids === null || ids.has(id));
  for (const entity of chosen) {
    for (const source of entity.sources) parseSettings(await providerOf(source), entity, source);
  }
  const entities = chosen.map((entity) => entity.id);
  return {
    exitCode: 0,
    document: { file: config.path, valid: true, entities },
    text: () =>
      config.path === null
        ? noFile(config)
        : `${config.path} is valid. Entities: ${entities.length === 0 ? "none" : entitiesText(entities)}.`,
  };
}
