import type { Migration } from "../migrate.js";

/**
 * What runs planned, so that two can be compared: hashes, codes and names of fields, and no values. A plan that
 * many runs made stands there once. `people` holds the names of its rows, and is emptied when they are too old.
 */
export const plans: Migration = {
  version: 6,
  name: "plans",
  sql: `
    CREATE TABLE kept_plans (
      number INTEGER PRIMARY KEY,
      entity TEXT NOT NULL,
      digest TEXT NOT NULL,
      rows   TEXT NOT NULL,
      people TEXT,
      UNIQUE (entity, digest)
    ) STRICT;

    CREATE TABLE run_plans (
      run_id TEXT NOT NULL REFERENCES runs (id),
      entity TEXT NOT NULL,
      plan   INTEGER NOT NULL REFERENCES kept_plans (number),
      PRIMARY KEY (run_id, entity)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX run_plans_plan ON run_plans (plan);
  `,
};
