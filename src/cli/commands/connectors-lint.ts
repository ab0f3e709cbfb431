import { readConnectorFile } from "../../config/connector-files.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { providerFromFile } from "../find-provider.js";
import { loadCliConfig } from "../workspace.js";

/** `connectors lint`: whether descriptions can be used; the first that can't is a problem. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const [name] = input.arguments;
  const files =
    name === undefined
      ? (await loadCliConfig(context)).connectors
      : [await readConnectorFile(name, context.process.cwd)];
  const checked: { readonly id: string; readonly file: string }[] = [];
  for (const file of files) {
    const { id } = await providerFromFile(file);
    checked.push({ id, file: file.label });
  }
  return {
    exitCode: 0,
    document: { valid: true, connectors: checked },
    text: () =>
      checked.length === 0
        ? "The configuration names no descriptions under `connectors`."
        : checked.map(({ id, file }) => `${file} is valid: ${id}.`).join("\n"),
  };
}
