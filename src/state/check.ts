import { statSync } from "node:fs";
import { join } from "node:path";
import { missing } from "./backup.js";
import { backupNames, KEY_FILE, statePath } from "./files.js";
import { refuseForeign } from "./header.js";
import { factsOf, requireWhole, type StateFacts } from "./inspect.js";
import { refuseNewer } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { marksOfFile, refuseMarked } from "./moved.js";
import { guarded } from "./problems.js";
import { openSqlite } from "./sqlite.js";

/** A state that was read as a whole and found in order. */
export interface CheckedState extends StateFacts {
  readonly folder: string;
  /** Whether the key of the bank fingerprints is there; it is made with the first preview. */
  readonly hasKey: boolean;
  /** Names of the copies that upgrades made, oldest first. */
  readonly upgradeBackups: readonly string[];
}

/**
 * Reads everything and changes nothing.
 * @throws Problem `state_missing`, `state_corrupt`, `state_foreign`, `state_newer`, `state_not_writable`
 */
export function checkState(dir: string, toolVersion: string, at: Date): CheckedState {
  return guarded(dir, () => {
    if (statSync(statePath(dir), { throwIfNoEntry: false }) === undefined) throw missing(dir);
    refuseForeign(dir, statePath(dir));
    const sqlite = openSqlite(statePath(dir), { readonly: true });
    try {
      refuseNewer(sqlite, { dir, toolVersion, migrations: MIGRATIONS, at });
      refuseMarked(marksOfFile(sqlite), dir);
      requireWhole(dir, sqlite);
      const hasKey = statSync(join(dir, KEY_FILE), { throwIfNoEntry: false }) !== undefined;
      return { folder: dir, hasKey, upgradeBackups: backupNames(dir), ...factsOf(sqlite) };
    } finally {
      sqlite.close();
    }
  });
}
