import { stringify } from "yaml";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { findConnector } from "../connectors/described.js";
import { loadCliConfig } from "../workspace.js";

/** `connectors show`: one description with its defaults, as a file that could be taken as it is. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const [id = ""] = input.arguments;
  const { connectors: files } = await loadCliConfig(context);
  const { manifest } = await findConnector(files, id);
  return {
    exitCode: 0,
    document: { connector: manifest },
    text: () => stringify(manifest, { lineWidth: 110 }).trimEnd(),
  };
}
