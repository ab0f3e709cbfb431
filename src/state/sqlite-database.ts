import type BetterSqlite3 from "better-sqlite3";
import { compact } from "./compact.js";
import { type Connected, oneByOne, type Statements, type Values } from "./database.js";
import { refuseMoved } from "./moved.js";
import { guardedAsync } from "./problems.js";
import type { Sqlite } from "./sqlite.js";

/** The state in a SQLite file. */
export function sqliteDatabase(dir: string, sqlite: Sqlite): Connected {
  keepStatements(sqlite);
  const statements = sqliteStatements(sqlite);
  const inTurn = oneByOne();
  return {
    read: (work) => inTurn(() => guardedAsync(dir, () => work(statements))),
    transaction: (work, check) =>
      inTurn(() =>
        guardedAsync(dir, () =>
          inTransaction(sqlite, async () => {
            // Whoever opened a state before it was moved does not write to what is left of it.
            await refuseMoved(statements, dir);
            await check?.(statements);
            return work(statements);
          }),
        ),
      ),
    itemsOf: (column, alias) => `json_each(${column}) ${alias}`,
    beforeForgetting: () =>
      inTurn(() => guardedAsync(dir, async () => void sqlite.exec("PRAGMA secure_delete = ON"))),
    compact: () => inTurn(async () => compact(dir, sqlite)),
    close: () => inTurn(() => guardedAsync(dir, async () => void sqlite.close())),
  };
}

/** A transaction that takes the write lock first. Errors are not translated. */
export async function inTransaction<T>(sqlite: Sqlite, work: () => Promise<T>): Promise<T> {
  sqlite.exec("BEGIN IMMEDIATE");
  try {
    const result = await work();
    sqlite.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite itself rolls back after some errors, such as a full disk.
    if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
    throw error;
  }
}

/** Statements of a connection. Errors are not translated. */
export function sqliteStatements(sqlite: Sqlite): Statements {
  const prepared = <Row>(sql: string) => sqlite.prepare<[Values], Row>(sql);
  return {
    all: async <Row>(sql: string, values: Values = {}) => prepared<Row>(sql).all(values),
    first: async <Row>(sql: string, values: Values = {}) => prepared<Row>(sql).get(values),
    run: async (sql, values = {}) => prepared(sql).run(values).changes,
    each: async (sql, rows) => {
      const statement = prepared(sql);
      return rows.map((values) => statement.run(values).changes);
    },
    timeOf: async (here) => here,
  };
}

/**
 * Lets a connection prepare each text of SQL once: to prepare a statement takes longer than to run it. Only
 * for texts without values in them, whose number is small.
 *
 * SQLite plans a statement with ORDER BY anew for every value that is bound to it, unless the value is an
 * expression: hence `= +?` in those that every run needs.
 */
function keepStatements(sqlite: Sqlite): void {
  const kept = new Map<string, BetterSqlite3.Statement>();
  const prepare = sqlite.prepare.bind(sqlite);
  const prepareOnce = (sql: string) => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = prepare(sql);
    kept.set(sql, statement);
    return statement;
  };
  Object.assign(sqlite, { prepare: prepareOnce });
}
