import type { Client } from "pg";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { CHECK, checkFor } from "../key-check.js";
import { applyMigrations, type UpgradeContext } from "../migrate.js";
import { newStateFile } from "../new-file.js";
import { guarded, guardedAsync } from "../problems.js";
import { carryRows } from "../rows.js";
import { loadDriver, type Sqlite } from "../sqlite.js";
import { inTransaction } from "../sqlite-database.js";
import { sqliteRows } from "../sqlite-rows.js";
import { type Table, tablesOf, withoutLock } from "../tables.js";
import { checkOf } from "./key.js";
import { translated } from "./problems.js";
import { continueNumbers, postgresRows, requireTables } from "./rows.js";
import { statementsOf } from "./statements.js";

/**
 * Copies a schema into a new file of the same format. The caller has begun a transaction.
 * @param path of a file that is not there yet
 * @param context of the format that the schema has
 * @returns the file, still open
 */
export async function copyToFile(
  client: Client,
  address: PostgresAddress,
  path: string,
  context: UpgradeContext,
): Promise<Sqlite> {
  const { dir } = context;
  const sqlite = guarded(dir, () => newStateFile(path, context));
  try {
    // A copy is one file, whole on the disk once it is closed.
    guarded(dir, () => sqlite.pragma("journal_mode = DELETE"));
    await copyInto(client, address, dir, sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** The same into memory, with whoever holds the lock. */
export async function copyToMemory(
  client: Client,
  address: PostgresAddress,
  context: UpgradeContext,
): Promise<Sqlite> {
  const sqlite = inMemory(context);
  await copyInto(client, address, context.dir, sqlite, { withLock: true });
  return sqlite;
}

/** The tables that a state of this format has. */
export function tablesOfFormat(context: UpgradeContext): readonly Table[] {
  const sqlite = inMemory(context);
  try {
    return tablesOf(sqlite);
  } finally {
    sqlite.close();
  }
}

function inMemory(context: UpgradeContext): Sqlite {
  const Database = loadDriver();
  const sqlite = new Database(":memory:");
  sqlite.transaction(() => applyMigrations(sqlite, context))();
  return sqlite;
}

async function copyInto(
  client: Client,
  address: PostgresAddress,
  dir: string,
  sqlite: Sqlite,
  { withLock = false } = {},
): Promise<void> {
  const tables = tablesOf(sqlite);
  await requireTables(client, address, tables);
  const carried = withLock ? tables : withoutLock(tables);
  await guardedAsync(dir, () =>
    inTransaction(sqlite, () =>
      carryRows(postgresRows(client, address), sqliteRows(dir, sqlite), tables, carried),
    ),
  );
}

/**
 * Puts what is in a file of the newest format in the place of what is in the schema. The caller has begun a
 * transaction that nobody else writes beside.
 * @param key of the bank fingerprints; null: the schema keeps the one that it has
 */
export async function copyFromFile(
  client: Client,
  address: PostgresAddress,
  file: { readonly dir: string; readonly sqlite: Sqlite; readonly key: string | null },
): Promise<void> {
  const { dir, sqlite, key } = file;
  const statements = statementsOf(client);
  const tables = tablesOf(sqlite);
  await requireTables(client, address, tables);
  const check = key === null ? await translated(address, () => checkOf(statements)) : checkFor(key);
  await carryRows(sqliteRows(dir, sqlite), postgresRows(client, address), tables, withoutLock(tables));
  await continueNumbers(client, address, tables);
  if (check === null) return;
  const store = "INSERT INTO meta (key, value) VALUES (@key, @value)";
  await translated(address, () => statements.run(store, { key: CHECK, value: check }));
}
