import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import type { StateStore } from "../sync/model/index.js";
import { createFolder, publish, removeDatabase, statePath, tightenFiles } from "./files.js";
import { refuseForeign } from "./header.js";
import { readOrCreateKey } from "./key-file.js";
import type { Migration } from "./migrate.js";
import { refuseNewer, type UpgradeContext, upgrade } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { refuseMoved } from "./moved.js";
import { newStateFile } from "./new-file.js";
import { guarded, guardedAsync } from "./problems.js";
import { openSqlite, type Sqlite } from "./sqlite.js";
import { sqliteDatabase } from "./sqlite-database.js";
import { type StoreOptions, storeOf } from "./store.js";

export interface StateOptions extends StoreOptions {
  /** Version of this program. */
  readonly toolVersion: string;
  /** Steps of the file format, for tests of upgrades. */
  readonly migrations?: readonly Migration[];
}

/**
 * Whether there is a state in this folder. Commands that only look treat a missing one as empty, so
 * that looking creates nothing.
 *
 * @throws Problem `state_not_writable` when the folder can't be read
 */
export function stateExists(dir: string): boolean {
  return guarded(dir, () => statSync(statePath(dir), { throwIfNoEntry: false }) !== undefined);
}

/**
 * Opens the state, creating it or upgrading it (after a backup) when needed.
 *
 * @throws Problem `state_corrupt`, `state_foreign`, `state_newer`, `state_not_writable`,
 *   `state_disk_full`, `state_busy`, `state_native_module`, `state_migration_failed`
 */
export async function openState(options: StateOptions): Promise<StateStore> {
  const { dir, clock } = options;
  const context: UpgradeContext = {
    dir,
    migrations: options.migrations ?? MIGRATIONS,
    toolVersion: options.toolVersion,
    at: clock.now(),
  };
  const sqlite = guarded(dir, () => openFile(context));
  const connected = sqliteDatabase(dir, sqlite);
  try {
    await connected.read((statements) => refuseMoved(statements, dir));
  } catch (error) {
    await connected.close();
    throw error;
  }
  const fingerprintKey = () => guardedAsync(dir, async () => readOrCreateKey(dir));
  return storeOf(connected, options, { fingerprintKey });
}

/** The file, of the newest format, whatever it says of where it went. Errors are not translated. */
export function openFile(context: UpgradeContext): Sqlite {
  const { dir } = context;
  createFolder(dir);
  if (!stateExists(dir)) createFile(context);
  refuseForeign(dir, statePath(dir));
  tightenFiles(dir);
  const sqlite = openSqlite(statePath(dir));
  try {
    refuseNewer(sqlite, context);
    // A restored backup does not have this mode yet; for all others it is a no-op.
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    upgrade(sqlite, context);
    sqlite.pragma("foreign_keys = ON");
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/**
 * Builds the new database under a temporary name, so that a file with the final name is always whole
 * and carries our mark. When another process does the same, the first one wins.
 */
function createFile(context: UpgradeContext): void {
  const temporary = `${statePath(context.dir)}.new-${randomUUID()}`;
  try {
    newStateFile(temporary, context).close();
    publish(temporary, statePath(context.dir), context.dir);
  } finally {
    removeDatabase(temporary);
  }
}
