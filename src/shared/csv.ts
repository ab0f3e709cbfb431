import { type Options, stringify } from "csv-stringify/sync";

/**
 * Rows as RFC 4180 CSV, in quotes only where it must be. Nothing is cleaned here: whoever calls this knows
 * what may stand in a cell.
 *
 * @param options whether a byte order mark comes first (no), and whether the last row has a line end (yes)
 */
export function csvText(
  rows: readonly (readonly string[])[],
  options: Pick<Options, "bom" | "eof"> = {},
): string {
  // By itself the library looks for the two characters of a line end only together.
  return stringify([...rows], { ...options, record_delimiter: "\r\n", quoted_match: /[\r\n]/u });
}
