import type { Connector } from "../../connectors/define.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { allConnectors } from "../connectors/described.js";
import { renderTable } from "../output/table.js";
import { loadCliConfig } from "../workspace.js";

/** `connectors list`: the HR tools that are described, and where their descriptions are. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const { connectors: files } = await loadCliConfig(context);
  const rows = (await allConnectors(files)).map(({ connector, file }) => rowOf(connector, file));
  return {
    exitCode: 0,
    document: { connectors: rows },
    text: (style) =>
      renderTable(
        ["Id", "HR tool", "Described in", "Lists", "Not verified"],
        rows.map(({ id, title, file, completeness, notVerified }) => [
          ...[id, title, file ?? "the program", completeness, String(notVerified)],
        ]),
        style,
      ),
    columns: ["id", "title", "file", "completeness", "notVerified"],
    rows: () => rows.map((row) => ({ ...row, notVerified: String(row.notVerified) })),
  };
}

function rowOf({ manifest }: Connector, file: string | null) {
  const { id, title, completeness, notVerified } = manifest;
  return { id, title, file, completeness, notVerified: notVerified.length };
}
