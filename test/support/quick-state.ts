import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database, { type Statement } from "better-sqlite3";
import { openState } from "../../src/state/open.js";
import type { Clock, StateStore } from "../../src/sync/ports.js";

export interface QuickState {
  readonly state: StateStore;
  close(): void;
}

/**
 * The real memory of the tool, for thousands of runs: in a folder of its own, with a statement for each text
 * of SQL instead of one for each call.
 */
export function openQuickState(clock: Clock): QuickState {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-quick-"));
  const state = withKeptStatements(() => openState({ dir, toolVersion: "test", clock }));
  return {
    state,
    close() {
      state.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Lets all connections that `open` makes keep their statements. */
function withKeptStatements<T>(open: () => T): T {
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function (this: Database.Database, ...values) {
    keepStatements(this);
    return pragma.apply(this, values);
  };
  try {
    return open();
  } finally {
    Database.prototype.pragma = pragma;
  }
}

function keepStatements(connection: Database.Database): void {
  if (Object.hasOwn(connection, "prepare")) return;
  const kept = new Map<string, Statement>();
  const prepare = connection.prepare.bind(connection);
  connection.prepare = ((sql: string) => {
    const statement = kept.get(sql) ?? prepare(sql);
    kept.set(sql, statement);
    return statement;
  }) as typeof prepare;
}
