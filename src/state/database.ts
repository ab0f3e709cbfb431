/** What a statement's names stand for (`@entity`); keys that it does not name are left out. */
export type Values = object;

/**
 * Statements of one connection. Every text is written once for all databases: values go in by name, and
 * columns come out under the names that their aliases give them. In SQLite's texts `+@name` is `@name` that
 * is not looked at when the statement is planned (see `keepStatements`).
 *
 * What needs no other answer first is asked at once (`Promise.all`): it is done in the order in which it was
 * asked, and all of it before the transaction ends, however that ends.
 */
export interface Statements {
  all<Row>(sql: string, values?: Values): Promise<Row[]>;
  first<Row>(sql: string, values?: Values): Promise<Row | undefined>;
  /** @returns how many rows it changed */
  run(sql: string, values?: Values): Promise<number>;
  /**
   * The statement for each of these, in any order or in one go: no two of them may be about the same row.
   * @returns how many rows each of them changed
   */
  each(sql: string, rows: readonly Values[]): Promise<readonly number[]>;
  /** The time that ages are judged by: that of the database's server where it has one, else `here`. */
  timeOf(here: Date): Promise<Date>;
}

/**
 * A connection to a database. Only one piece of work is under way at a time, so that nothing comes in between
 * the statements of a transaction. Errors of all methods are already translated.
 */
export interface Connected {
  read<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  /**
   * One transaction that takes the write lock first, so that what it reads can't change under it.
   * @param check comes before the work and changes nothing; throws when there is to be no work
   */
  transaction<T>(
    work: (statements: Statements) => Promise<T>,
    check?: (statements: Statements) => Promise<void>,
  ): Promise<T>;
  /** Text of a table with the column `value`: the items of a JSON list in a column. */
  itemsOf(column: string, alias: string): string;
  /** Called before people are forgotten: they must not stay readable in what their rows leave free. */
  beforeForgetting(): Promise<void>;
  /** Gives free space back to the disk when there is much of it. @returns whether it did */
  compact(): Promise<boolean>;
  close(): Promise<void>;
}

/** The database as the tables of this folder see it. */
export interface StateDatabase extends Omit<Connected, "transaction" | "close"> {
  /**
   * One transaction. Of a run that has taken the lock it goes through only while the lock is still its own:
   * that is looked up in the same transaction.
   * @throws Problem `lock_lost`
   */
  write<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  /** The same for a run's own books, in which it says how it ended also when the lock is another's by then. */
  writeBooks<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  /** Whose lock all writes need from now on; null: nobody's. */
  fence(runId: string | null): void;
}

/** Lets pieces of work that share something run one after the other, in the order in which they came. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

/** Without the NUL that an HR tool may have in a name: nobody sees it, and PostgreSQL keeps no text with one. */
export function withoutNul<T>(value: T): T | string {
  return typeof value === "string" ? value.replaceAll("\0", "") : value;
}

/** Text that inserts one row; each column gets the value of its name in camel case. */
export function insertText(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(placeOf).join(", ")})`;
}

/** The same with a number one above the highest of the table in the column `number`. */
export function insertNumberedText(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (number, ${columns.join(", ")})
    VALUES ((SELECT coalesce(max(number), 0) + 1 FROM ${table}), ${columns.map(placeOf).join(", ")})`;
}

/** Text that inserts one row in the place of the one with the same key. */
export function replaceText(table: string, key: readonly string[], others: readonly string[]): string {
  const set = others.map((column) => `${column} = excluded.${column}`).join(", ");
  return `${insertText(table, [...key, ...others])} ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${set}`;
}

/** Columns with their names in camel case, for a SELECT. */
export function columnsText(columns: readonly string[]): string {
  return columns.map((column) => `${column} AS "${camelCase(column)}"`).join(", ");
}

function placeOf(column: string): string {
  return `@${camelCase(column)}`;
}

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}
