import type { Sqlite } from "./sqlite.js";

/** A table as its database describes it, so that a new one can't be forgotten. */
export interface Table {
  readonly name: string;
  /** All of them, in the order in which the values of a row stand. */
  readonly columns: readonly string[];
  /** Columns that tell its rows apart, and order them. */
  readonly key: readonly string[];
  /** Whether the database numbers its rows. */
  readonly isNumbered: boolean;
}

/** Whoever holds it works on one state: a copy of that is nobody's. */
const LOCK = "lock";

/** Tables that an unused state has rows in, too. */
export const WITHOUT_MEMORY: readonly string[] = ["about", "meta", LOCK];

/** The tables of a state that hold more than the moment: those that a copy has. */
export function withoutLock(tables: readonly Table[]): readonly Table[] {
  return tables.filter(({ name }) => name !== LOCK);
}

/** Names of columns, for SQL. */
export function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}

/** The tables of a database, each after those that it refers to. */
export function tablesOf(sqlite: Sqlite): readonly Table[] {
  const names = sqlite
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  const sorted: string[] = [];
  const add = (name: string): void => {
    if (sorted.includes(name)) return;
    for (const other of referredTo(sqlite, name)) if (other !== name) add(other);
    sorted.push(name);
  };
  for (const name of names.sort()) add(name);
  return sorted.map((name) => tableOf(sqlite, name));
}

function referredTo(sqlite: Sqlite, name: string): readonly string[] {
  return sqlite.prepare<[string], string>('SELECT "table" FROM pragma_foreign_key_list(?)').pluck().all(name);
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  /** Its place in the primary key; 0: it is not part of it. */
  readonly pk: number;
}

function tableOf(sqlite: Sqlite, name: string): Table {
  const columns = sqlite
    .prepare<[string], ColumnRow>("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid")
    .all(name);
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  return {
    name,
    columns: columns.map((column) => column.name),
    key: key.map((column) => column.name),
    isNumbered: key.length === 1 && key[0]?.type === "INTEGER" && key[0].name === "number",
  };
}
