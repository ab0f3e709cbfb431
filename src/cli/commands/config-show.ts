import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { renderTable } from "../output/table.js";
import { loadCliConfig } from "../workspace.js";

/** `config show`: every effective value and where it comes from. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const rows = config.origins.map(({ key, value, origin }) => ({ key, value: String(value), origin }));
  return {
    exitCode: 0,
    document: { file: config.path, values: config.origins },
    text: (style) =>
      renderTable(
        ["Setting", "Value", "From"],
        rows.map(({ key, value, origin }) => [key, value, origin]),
        style,
      ),
    rows: () => rows,
  };
}
