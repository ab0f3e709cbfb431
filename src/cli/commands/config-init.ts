import { resolve } from "node:path";
import { environmentValue } from "../../config/environment.js";
import { NEW_FILE_NAME } from "../../config/find.js";
import { writeStarter } from "../../config/starter.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";

const ENTITY = "my-company";

/** `config init`: a commented configuration to begin with, and the schema beside it. */
export async function run(_input: CommandInput, { globals, process }: CliContext): Promise<CommandResult> {
  const named = globals.config ?? environmentValue(process.env, "SPENDESK_HR_CONFIG") ?? NEW_FILE_NAME;
  const { file, schema, entities } = await writeStarter(resolve(process.cwd, named), {
    entities: globals.entity.length > 0 ? globals.entity : [ENTITY],
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const option = named === NEW_FILE_NAME ? "" : ` --config ${named}`;
  const nextSteps = entities.map((id) => `spendesk-hr connect --entity ${id}${option}`);
  return {
    exitCode: 0,
    document: { file, schema, entities, nextSteps },
    text: () =>
      [
        `✔ Written: ${file}`,
        `  and for help while editing: ${schema}`,
        "Look at the names and the time zone in it, then connect an HR tool:",
        ...nextSteps.map((step) => `  ${step}`),
      ].join("\n"),
  };
}
