import type { IsoDate, RawBank } from "../../sync/model/index.js";
import { unexpectedAnswer } from "../support/call.js";
import { bankOf } from "../support/employee-parts.js";
import { cleanDate, cleanId, cleanText } from "../support/values.js";
import { type BamboohrApi, jsonOf, SERVICE } from "./errors.js";
import { rowSchema, tableSchema } from "./meta.js";
import type { BamboohrSettings } from "./settings.js";

/** Bank details by employee id, from a table of the company's own; `undefined` what may not be read. */
export type BankBook = (employeeId: string) => RawBank | undefined;

/** Column with the day from which a row counts, in BambooHR's own tables; in others it is assumed. */
const DATE_COLUMN = "date";

interface Entry {
  readonly from: IsoDate | null;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * Reads a custom table with bank details (docs/vendors/bamboohr.md §6): rows come unsorted, with earlier and
 * announced ones; the latest that counts today is taken. A table that may not be read gives nobody
 * any bank details, as a field would.
 *
 * @param today last day that has begun everywhere
 * @returns null when no table is configured
 */
export async function readBankTable(
  api: BamboohrApi,
  settings: BamboohrSettings,
  today: IsoDate,
): Promise<BankBook | null> {
  const { bankTable } = settings;
  if (bankTable === undefined) return null;
  const path = `/api/v1/employees/all/tables/${bankTable}`;
  const response = await api.send({ path, purpose: "read the bank table" });
  if (response.status === 403 || response.status === 404) return () => undefined;
  const items = tableSchema.safeParse(jsonOf(response));
  if (!items.success) throw unexpectedAnswer(SERVICE, "The bank table is not in the documented form.");

  const rows = items.data.flatMap((item) => {
    const row = rowSchema.safeParse(item);
    return row.success ? [row.data] : [];
  });
  const readable = new Set(rows.flatMap((row) => Object.keys(row)));
  const entries = byEmployee(rows, settings.bankDateColumn ?? DATE_COLUMN);
  return (employeeId) => {
    const entry = inForce(entries.get(employeeId) ?? [], today);
    const value = (column: string | undefined) => {
      if (column === undefined || !readable.has(column)) return undefined;
      return cleanText(entry?.row[column]);
    };
    return bankOf({ iban: value(settings.ibanField), bic: value(settings.bicField) });
  };
}

function byEmployee(
  rows: readonly Entry["row"][],
  dateColumn: string,
): ReadonlyMap<string | null, readonly Entry[]> {
  const entries = new Map<string | null, Entry[]>();
  for (const row of rows) {
    const id = cleanId(row.employeeId);
    const entry = { row, from: cleanDate(row[dateColumn]) };
    const earlier = entries.get(id);
    if (earlier) earlier.push(entry);
    else entries.set(id, [entry]);
  }
  return entries;
}

/**
 * The latest row that has begun. An only row needs no date; of several without one, or of two that
 * begin on one day, none is taken: an IBAN must not be guessed.
 */
function inForce(entries: readonly Entry[], today: IsoDate): Entry | null {
  const [only] = entries;
  if (entries.length === 1 && only && only.from === null) return only;
  const begun = entries.flatMap(({ from }) => (from !== null && from <= today ? [from] : []));
  const latest = begun.sort().at(-1);
  const candidates = entries.filter(({ from }) => from !== null && from === latest);
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}
