import type { Migration } from "../migrate.js";

/**
 * What became of each entity in a run, and why not of the others: `problem` is JSON, null where all went well.
 * Runs of earlier versions have no rows there.
 */
export const results: Migration = {
  version: 8,
  name: "results",
  sql: `
    ALTER TABLE runs ADD COLUMN problem TEXT;

    CREATE TABLE run_entities (
      run_id  TEXT NOT NULL REFERENCES runs (id),
      entity  TEXT NOT NULL,
      counts  TEXT NOT NULL,
      problem TEXT,
      PRIMARY KEY (run_id, entity)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE entities ADD COLUMN last_error_why TEXT;
    ALTER TABLE entities ADD COLUMN last_error_next TEXT;
  `,
};
