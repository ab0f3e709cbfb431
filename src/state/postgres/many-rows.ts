import type { Values } from "../database.js";
import { NAMED_VALUE, valueAt } from "./named-values.js";

/** One statement that does what another one does for a single row. */
interface ManyRows {
  readonly text: string;
  /** What stands at $1, $2 and so on: a list with the value of each row. */
  readonly values: readonly (readonly unknown[])[];
}

/** Column in which an UPDATE or a DELETE names each row that it changed something for, by its place from 1. */
const PLACE = "@place";

/**
 * Makes of a statement for one row one for many: to send a row and to hear of it takes longer than what is
 * done with it. The rows come as a table whose columns have the names that the text gives the values
 * (`"@entity"`), which no column of the state has.
 *
 * It knows the forms that the state's texts have: an INSERT of VALUES, and an UPDATE or a DELETE whose first
 * WHERE is its own.
 */
export function forManyRows(sql: string, rows: readonly Values[]): ManyRows {
  const names = [...new Set(Array.from(sql.matchAll(NAMED_VALUE), ([, name = ""]) => name))];
  const values = names.map((name) => rows.map((row) => valueAt(row, name)));
  const lists = values.map((list, index) => `$${index + 1}::${typeOf(list)}[]`);
  const columns = [...names.map((name) => `"@${name}"`), `"${PLACE}"`];
  const table = `unnest(${lists.join(", ")}) WITH ORDINALITY AS given(${columns.join(", ")})`;
  const text = sql.replaceAll(NAMED_VALUE, '"@$1"').trim();
  return { text: textOver(text, table), values };
}

function textOver(text: string, table: string): string {
  const isInsert = text.startsWith("INSERT");
  const over = isInsert
    ? text.replace(/VALUES \(([^()]*)\)/u, (_, values: string) => `SELECT ${values} FROM ${table}`)
    : text.replace("WHERE", () => `${text.startsWith("DELETE") ? "USING" : "FROM"} ${table} WHERE`);
  if (over === text) throw new Error(`There is no form for many rows of: ${text}`);
  return isInsert ? over : `${over} RETURNING "${PLACE}"`;
}

/** Columns of the state hold texts or whole numbers. */
function typeOf(list: readonly unknown[]): string {
  return list.some((value) => typeof value === "number") ? "integer" : "text";
}

/**
 * How many rows were changed for each of these.
 * @param rows what such a statement answered with; nothing after an INSERT, which adds each row or fails
 */
export function changesFor(
  count: number,
  answer: { readonly command: string; readonly rows: readonly Readonly<Record<string, unknown>>[] },
): readonly number[] {
  const changes = Array<number>(count).fill(answer.command === "INSERT" ? 1 : 0);
  for (const row of answer.rows) {
    const index = Number(row[PLACE]) - 1;
    changes[index] = (changes[index] ?? 0) + 1;
  }
  return changes;
}
