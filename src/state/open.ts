import { randomBytes, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Clock, Problem, type StateStore } from "../sync/model/index.js";
import { approvalTable } from "./approvals.js";
import { countedChanges } from "./counted-changes.js";
import { entityTable } from "./entities.js";
import {
  createEmptyFile,
  createFolder,
  KEY_FILE,
  publish,
  removeDatabase,
  statePath,
  tightenFiles,
} from "./files.js";
import { findingTable } from "./findings.js";
import { handOffTable } from "./hand-offs.js";
import { APPLICATION_ID, refuseForeign } from "./header.js";
import { journalTable } from "./journal.js";
import { keptPlanTables } from "./kept-plans.js";
import { linkTable } from "./links.js";
import { DEFAULT_LEASE_MS, lockTable } from "./lock.js";
import type { Migration } from "./migrate.js";
import { applyMigrations, refuseNewer, type UpgradeContext, upgrade } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { personDecisionTable } from "./person-decisions.js";
import { guarded, guardedAsync } from "./problems.js";
import { identifyProcess } from "./process-identity.js";
import { readCountTable } from "./read-counts.js";
import { runTable } from "./runs.js";
import { openSqlite, type Sqlite } from "./sqlite.js";
import { stateDatabase } from "./sqlite-database.js";
import { tidying } from "./tidy.js";
import { unshownTables } from "./unshown.js";

export interface StateOptions {
  /** Folder of the state; created when missing. */
  readonly dir: string;
  readonly clock: Clock;
  /** Version of this program. */
  readonly toolVersion: string;
  /** Milliseconds without a heartbeat after which a lock counts as abandoned. */
  readonly leaseMs?: number;
  /** Whose lock this is; this machine and this process when left out. */
  readonly host?: string;
  readonly pid?: number;
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
  const database = stateDatabase(dir, sqlite);
  const me = identifyProcess(options.host ?? hostname(), options.pid ?? process.pid);
  return {
    ...entityTable(database),
    ...linkTable(database),
    ...readCountTable(database),
    ...countedChanges(database),
    ...approvalTable(database),
    ...findingTable(database),
    ...personDecisionTable(database),
    ...unshownTables(database),
    ...runTable(database),
    ...journalTable(database),
    ...keptPlanTables(database),
    ...handOffTable(database),
    ...lockTable(database, { me, clock, leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS }),
    ...fingerprintKeyFile(dir),
    ...tidying(dir, database, clock),
    close: () => database.read(async () => void sqlite.close()),
  };
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
