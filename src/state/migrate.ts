import { rmSync } from "node:fs";
import { join } from "node:path";
import { copyDatabase } from "./backup.js";
import { backupName, statePath } from "./files.js";
import { editedState, failedUpgrade, newerState } from "./problems.js";
import { formatVersion, type Sqlite } from "./sqlite.js";

/** What an upgrade needs to know besides the file. */
export interface UpgradeContext {
  readonly dir: string;
  readonly migrations: readonly Migration[];
  /** Version of this program, stored for the message of an older one that meets the file. */
  readonly toolVersion: string;
  readonly at: Date;
}

/**
 * @throws Problem `state_newer` when the file is of a later format than this program knows, `state_edited`
 *   when no version of it can have written that number
 */
export function refuseNewer(sqlite: Sqlite, context: UpgradeContext): void {
  const format = formatVersion(sqlite);
  const knownFormat = newestVersion(context.migrations);
  if (format < 1 && hasTables(sqlite)) {
    throw editedState(context.dir, `It says format ${format}, but has tables; the first format is 1.`);
  }
  if (format <= knownFormat) return;
  const row = sqlite
    .prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'tool_version'")
    .get();
  const writtenBy = row?.value ?? null;
  throw newerState({ shown: null, format, knownFormat, writtenBy, program: context.toolVersion });
}

function hasTables(sqlite: Sqlite): boolean {
  return sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table'").get() !== undefined;
}

/**
 * Brings an existing file to the newest format: a backup, then all missing steps in one transaction.
 * The backup is taken while the write lock is held, so nothing can be written between the two.
 *
 * @throws Problem that names the backup; the file is then as it was
 */
export function upgrade(sqlite: Sqlite, context: UpgradeContext): void {
  const target = newestVersion(context.migrations);
  if (formatVersion(sqlite) >= target) return;
  // Steps may rebuild tables; references are checked as a whole before the commit instead.
  sqlite.pragma("foreign_keys = OFF");
  let backup: string | null = null;
  const run = sqlite.transaction(() => {
    refuseNewer(sqlite, context);
    const from = formatVersion(sqlite);
    if (from === target) return; // Another process was faster.
    backup = writeBackup(context, from);
    applyMigrations(sqlite, context);
  });
  try {
    run.immediate();
  } catch (error) {
    if (backup === null) throw error;
    const problem = failedUpgrade(context.dir, backup, error);
    // Nothing can be upgraded in such a file, tonight or any other night: copies would pile up.
    if (problem.code === "state_edited") rmSync(join(context.dir, backup), { force: true });
    throw problem;
  }
}

/** Applies the steps the file does not have yet. The caller holds the transaction. */
export function applyMigrations(sqlite: Sqlite, context: UpgradeContext): void {
  const from = formatVersion(sqlite);
  for (const migration of context.migrations) {
    if (migration.version > from) sqlite.exec(migration.sql);
  }
  const broken = sqlite.prepare("PRAGMA foreign_key_check").all();
  if (broken.length > 0) throw new Error(`The upgrade would break ${broken.length} references.`);
  sqlite.pragma(`user_version = ${newestVersion(context.migrations)}`);
  const store = sqlite.prepare<[string, string]>(
    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  store.run("tool_version", context.toolVersion);
  store.run("format_since", context.at.toISOString());
}

function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Returns the name of the copy. */
function writeBackup(context: UpgradeContext, version: number): string {
  const name = backupName(context.dir, version, context.at);
  copyDatabase(statePath(context.dir), join(context.dir, name));
  return name;
}

/** One step of the file format. Applied steps never change; a new format is a new step. */
export interface Migration {
  /** 1, 2, 3 … without gaps; stored in the file as `PRAGMA user_version`. */
  readonly version: number;
  readonly name: string;
  /** Runs inside the transaction of the upgrade, so it must not begin or commit one. */
  readonly sql: string;
}
