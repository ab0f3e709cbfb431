import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database, { type Statement } from "better-sqlite3";
import { openState } from "../../src/state/open.js";
import type { Clock, StateStore } from "../../src/sync/ports.js";

/** A folder in memory, where there is one: a state waits for the disk after every change. */
const ROOT = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export interface QuickState {
  readonly state: StateStore;
  close(): void;
}

/**
 * The real memory of the tool, for thousands of runs: in a folder of its own that waits for no disk, and with
 * a statement for each text of SQL instead of one for each call.
 */
export function openQuickState(clock: Clock): QuickState {
  const dir = mkdtempSync(join(ROOT, "spendesk-hr-quick-"));
  const state = withKeptStatements(() => openState({ dir, toolVersion: "test", clock }));
  return {
    state,
    close() {
      state.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const prepare = Database.prototype.prepare;

/** Lets all connections that `open` makes keep their statements. */
function withKeptStatements<T>(open: () => T): T {
  const kept = new WeakMap<Database.Database, Map<string, Statement>>();
  Database.prototype.prepare = function (this: Database.Database, sql: string) {
    const own = kept.get(this) ?? new Map<string, Statement>();
    kept.set(this, own);
    const statement = own.get(sql) ?? prepare.call(this, sql);
    own.set(sql, statement);
    return statement;
  } as typeof prepare;
  return open();
}
