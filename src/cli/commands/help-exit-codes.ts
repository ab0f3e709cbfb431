import { EXIT_CODES } from "../../sync/model/index.js";
import type { CommandResult } from "../command.js";
import { renderTable } from "../output/table.js";

/** `help exit-codes`. The numbers never change; an unknown one means failure. */
export async function run(): Promise<CommandResult> {
  const codes = Object.values(EXIT_CODES);
  return {
    exitCode: 0,
    document: { exitCodes: codes },
    text: (style) =>
      renderTable(
        ["Code", "Meaning"],
        codes.map(({ code, meaning }) => [String(code), meaning]),
        style,
      ),
    rows: () => codes.map(({ code, meaning }) => ({ code, meaning })),
  };
}
