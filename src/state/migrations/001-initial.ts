import type { Migration } from "../migrate.js";

/**
 * Instants are ISO 8601 text in UTC, lists and maps JSON text, flags 0 or 1.
 *
 * `meta` must keep its shape for ever: an older program reads `tool_version` from it to say which
 * version is needed.
 */
export const initial: Migration = {
  version: 1,
  name: "initial",
  sql: `
    CREATE TABLE meta (
      key   TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE entities (
      entity                  TEXT PRIMARY KEY,
      provider                TEXT,
      connection_status       TEXT NOT NULL
        CHECK (connection_status IN ('disconnected', 'awaiting_actions', 'connected', 'error')),
      last_error_code         TEXT,
      last_error_message      TEXT,
      confirmed_config        TEXT,
      last_attempt_at         TEXT,
      last_success_at         TEXT,
      last_complete_employees INTEGER CHECK (last_complete_employees >= 0),
      key_expires_on          TEXT,
      CHECK ((last_error_code IS NULL) = (last_error_message IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE links (
      entity            TEXT NOT NULL,
      employee_id       TEXT NOT NULL,
      member_id         TEXT NOT NULL,
      hr_status         TEXT NOT NULL CHECK (hr_status IN ('managed', 'previously_managed')),
      bank_fingerprint  TEXT,
      manager_member_id TEXT,
      archived          INTEGER NOT NULL CHECK (archived IN (0, 1)),
      absent_reads      INTEGER NOT NULL CHECK (absent_reads >= 0),
      email             TEXT,
      PRIMARY KEY (entity, employee_id),
      UNIQUE (entity, member_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
      number      INTEGER PRIMARY KEY,
      id          TEXT NOT NULL UNIQUE,
      kind        TEXT NOT NULL CHECK (kind IN ('preview', 'apply')),
      started_at  TEXT NOT NULL,
      finished_at TEXT,
      exit_code   INTEGER,
      entities    TEXT NOT NULL,
      counts      TEXT NOT NULL,
      CHECK ((finished_at IS NULL) = (exit_code IS NULL))
    ) STRICT;

    CREATE TABLE journal (
      run_id       TEXT NOT NULL REFERENCES runs (id),
      entity       TEXT NOT NULL,
      sequence     INTEGER NOT NULL,
      call_id      TEXT,
      action       TEXT NOT NULL,
      employee_id  TEXT NOT NULL,
      member_id    TEXT,
      email        TEXT,
      name         TEXT NOT NULL,
      fields       TEXT NOT NULL,
      code         TEXT NOT NULL,
      reason       TEXT NOT NULL,
      outcome      TEXT NOT NULL
        CHECK (outcome IN ('intended', 'applied', 'failed', 'skipped', 'handed_off')),
      error_code   TEXT,
      error_detail TEXT,
      intended_at  TEXT NOT NULL,
      settled_at   TEXT,
      PRIMARY KEY (run_id, entity, sequence),
      CHECK ((error_code IS NULL) = (error_detail IS NULL)),
      CHECK ((settled_at IS NULL) = (outcome = 'intended'))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE lock (
      id            INTEGER PRIMARY KEY CHECK (id = 1),
      run_id        TEXT NOT NULL,
      host          TEXT NOT NULL,
      pid           INTEGER NOT NULL CHECK (pid > 0),
      pid_scope     TEXT,
      process_start TEXT,
      started_at    TEXT NOT NULL,
      heartbeat_at  TEXT NOT NULL
    ) STRICT;
  `,
};
