import { randomBytes, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Problem, type StateStore } from "../sync/model/index.js";
import {
  createEmptyFile,
  createFolder,
  KEY_FILE,
  publish,
  removeDatabase,
  statePath,
  tightenFiles,
} from "./files.js";
import { APPLICATION_ID, refuseForeign } from "./header.js";
import type { Migration } from "./migrate.js";
import { applyMigrations, refuseNewer, type UpgradeContext, upgrade } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { refuseMoved } from "./moved.js";
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
  return storeOf(connected, options, fingerprintKeyFile(dir));
}

function openFile(context: UpgradeContext): Sqlite {
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
    createEmptyFile(temporary);
    const sqlite = openSqlite(temporary);
    try {
      // Here nobody else can have it open: SQLite does not wait for others when it changes this mode.
      sqlite.pragma("journal_mode = WAL");
      sqlite.pragma(`application_id = ${APPLICATION_ID}`);
      sqlite.transaction(() => applyMigrations(sqlite, context)).immediate();
    } finally {
      sqlite.close();
    }
    publish(temporary, statePath(context.dir), context.dir);
  } finally {
    removeDatabase(temporary);
  }
}

const KEY_LENGTH = 32;

/** The key of the bank fingerprints: apart from the database, so that a copy of one is useless alone. */
function fingerprintKeyFile(dir: string): Pick<StateStore, "fingerprintKey"> {
  return { fingerprintKey: () => guardedAsync(dir, async () => readOrCreateKey(dir)) };
}

function readOrCreateKey(dir: string): Uint8Array {
  const path = join(dir, KEY_FILE);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) createKey(path, dir);
  const key = readFileSync(path);
  if (key.length !== KEY_LENGTH) throw wrongLength(path, key.length);
  return new Uint8Array(key);
}

function createKey(path: string, dir: string): void {
  const temporary = `${path}.new-${randomUUID()}`;
  try {
    const file = openSync(temporary, "wx", 0o600);
    try {
      writeSync(file, randomBytes(KEY_LENGTH));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    publish(temporary, path, dir);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function wrongLength(path: string, length: number): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_key_invalid",
    what: `The key of the bank fingerprints, ${path}, is damaged.`,
    why: `It has ${length} bytes instead of ${KEY_LENGTH}.`,
    next:
      "Restore it from a backup; or delete it and run `spendesk-hr preview`: " +
      "the bank details of everybody managed then count as changed once.",
  });
}
