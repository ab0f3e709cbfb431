import type { Migration } from "../migrate.js";

/**
 * A lock per entity, so that several runs can work at once. A lock that is held while the state is upgraded
 * was one of the whole state, and stays that: its run does not know of entities.
 */
export const locks: Migration = {
  version: 7,
  name: "locks",
  sql: `
    ALTER TABLE lock RENAME TO whole_lock;

    CREATE TABLE lock (
      entity        TEXT PRIMARY KEY,
      run_id        TEXT NOT NULL,
      host          TEXT NOT NULL,
      pid           INTEGER NOT NULL CHECK (pid > 0),
      pid_scope     TEXT,
      process_start TEXT,
      started_at    TEXT NOT NULL,
      heartbeat_at  TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    INSERT INTO lock (entity, run_id, host, pid, pid_scope, process_start, started_at, heartbeat_at)
      SELECT '*', run_id, host, pid, pid_scope, process_start, started_at, heartbeat_at FROM whole_lock;

    DROP TABLE whole_lock;

    CREATE INDEX lock_run ON lock (run_id);
  `,
};
