import { foldText } from "../../shared/text.js";
import { isWithheld } from "../support/readable.js";
import type { FileSettings } from "./settings.js";
import { findColumns, type TableRow } from "./table.js";

/** Words of pay and bank details in Spanish, Italian, Dutch and Portuguese, beside those of `isWithheld`. */
const WITHHELD =
  /\b(?:sueldos?|nominas?|cuenta|stipendi[oi]|retribuzion[ei]|paga|conto|loon|uurloon|rekening\w*|vencimentos?|remuneracao|remuneracion|ordenado|conta|nib|cuit)\b/u;

/** Whether a column's name says that it holds pay or bank details: it is never a filter field, and never shown. */
export function isPrivateColumn(name: string): boolean {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "");
  return isWithheld(name) || isWithheld(plain) || WITHHELD.test(foldText(plain));
}

/** Where everything stands in the rows of one export. */
export interface Columns {
  /** The columns' names as the export writes them, by what they hold. */
  readonly mapped: Readonly<Record<string, string>>;
  /** Names of the columns that become filter fields. */
  readonly further: readonly string[];
}

/**
 * Finds the columns once, and again where rows have other names than those before (JSON).
 * @param file for messages
 */
export function createColumnFinder(
  settings: Pick<FileSettings, "columns">,
  file: string,
): { of(row: TableRow): Columns; finish(header: readonly string[]): void } {
  let names: readonly string[] | null = null;
  let columns: Columns = { mapped: {}, further: [] };
  const seen = new Set<string>();

  function furtherOf(row: TableRow): readonly string[] {
    const mapped = new Set(Object.values(settings.columns).map((name) => foldText(name ?? "")));
    return row.names.filter((name) => !mapped.has(foldText(name)) && !isPrivateColumn(name));
  }

  return {
    of(row) {
      if (row.names === names) return columns;
      names = row.names;
      for (const name of names) seen.add(name);
      // A record may leave out what it has nothing for, so only all of them together can lack a column.
      const present = new Set(names.map(foldText));
      const wanted = Object.entries(settings.columns).filter(([, name]) => present.has(foldText(name ?? "")));
      columns = { mapped: findColumns(Object.fromEntries(wanted), names, file), further: furtherOf(row) };
      return columns;
    },
    // Without a row, only the header can show that this is the export that was meant.
    finish(header) {
      for (const name of header) seen.add(name);
      if (seen.size > 0) findColumns(settings.columns, [...seen], file);
    },
  };
}
