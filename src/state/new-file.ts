import { createEmptyFile } from "./files.js";
import { APPLICATION_ID } from "./header.js";
import { applyMigrations, type UpgradeContext } from "./migrate.js";
import { openSqlite, type Sqlite } from "./sqlite.js";

/** Makes an empty state in a file that is not there yet. Errors are not translated. */
export function newStateFile(path: string, context: UpgradeContext): Sqlite {
  createEmptyFile(path);
  const sqlite = openSqlite(path);
  try {
    // Here nobody else can have it open: SQLite does not wait for others when it changes this mode.
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    sqlite.transaction(() => applyMigrations(sqlite, context)).immediate();
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
