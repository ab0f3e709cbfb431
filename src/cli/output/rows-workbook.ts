import type { CommandResult } from "../command.js";
import { cleanText, neutralizeFormula } from "./sanitize.js";

/** In characters: wide enough for most names and e-mails. */
const WIDTH = 28;

/**
 * The rows that CSV has as a workbook of one sheet. Numbers stay numbers; texts are cleaned, and those that a
 * spreadsheet would run as a formula are neutralised.
 *
 * @param redact hides secrets in a text
 */
export async function rowsWorkbook(
  { columns: withoutRows = [], rows }: Required<Pick<CommandResult, "rows">> & Pick<CommandResult, "columns">,
  redact: (text: string) => string,
): Promise<Uint8Array> {
  const { workbook } = await import("../../shared/workbook.js");
  const all = rows();
  const columns = all[0] ? Object.keys(all[0]) : withoutRows;
  const cell = (value: string | number) =>
    typeof value === "number" ? value : neutralizeFormula(cleanText(redact(value)));
  return workbook([
    {
      name: "spendesk-hr",
      columns: columns.map((header) => ({ header, width: WIDTH })),
      rows: all.map((row) => columns.map((column) => cell(row[column] ?? ""))),
    },
  ]);
}
