import { compactTitle } from "./columns.js";
import type { Sheet } from "./read-sheets.js";

/** Columns whose values are names of things that exist in Spendesk. */
export type ListedColumn = "roles" | "costCenter" | "approvalPolicy";

/** Names under which a template may list what a column takes (assumed; docs/vendors/spendesk.md §3.3 says: extra sheets). */
const LIST_NAMES: Readonly<Record<ListedColumn, readonly string[]>> = {
  roles: ["role", "roles"],
  costCenter: ["costcenter", "costcenters", "costcentre", "costcentres"],
  approvalPolicy: ["approvalpolicy", "approvalpolicies"],
};

/**
 * The values the template's other sheets allow. A list is a column under such a name, or else the first
 * column of a sheet with such a name. A column without a list, or with an empty one, is missing.
 */
export function listedValues(sheets: readonly Sheet[]): ReadonlyMap<ListedColumn, readonly string[]> {
  const listed = new Map<ListedColumn, readonly string[]>();
  for (const column of ["roles", "costCenter", "approvalPolicy"] as const) {
    const names = LIST_NAMES[column];
    const values = sheets.flatMap((sheet) => underTitle(sheet, names) ?? ofSheet(sheet, names) ?? []);
    if (values.length > 0) listed.set(column, [...new Set(values)]);
  }
  return listed;
}

function underTitle({ rows }: Sheet, names: readonly string[]): readonly string[] | null {
  const [titles = []] = rows;
  const place = titles.findIndex((title) => names.includes(compactTitle(title)));
  return place < 0 ? null : columnTexts(rows.slice(1), place);
}

/** Its first row may be a title of another name; then one more value is allowed than there is. */
function ofSheet({ name, rows }: Sheet, names: readonly string[]): readonly string[] | null {
  return names.includes(compactTitle(name)) ? columnTexts(rows, 0) : null;
}

function columnTexts(rows: Sheet["rows"], place: number): readonly string[] {
  return rows.map((cells) => (cells[place] ?? "").trim()).filter((text) => text !== "");
}

/**
 * Whether a list allows a value. Several roles stand in one cell, separated by commas (assumed).
 *
 * @returns the part that is not listed, or null
 */
export function unlistedPart(column: ListedColumn, value: string, listed: readonly string[]): string | null {
  if (listed.includes(value)) return null;
  if (column !== "roles") return value;
  const parts = value.split(",").map((part) => part.trim());
  return parts.find((part) => part !== "" && !listed.includes(part)) ?? null;
}

/** A list for a message: the first ones. */
export function listing(values: readonly string[]): string {
  const shown = values.slice(0, 20);
  const more = values.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}
