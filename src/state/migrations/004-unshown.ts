import type { Migration } from "../migrate.js";

/**
 * What Spendesk does not show: whether it is right as it is, and what the HR tool said then.
 *
 * Answers are never changed, only ended; `who` is null when nobody was asked. Entities of earlier formats
 * that were synchronised had all values of the HR tool written, and go on like that.
 */
export const unshown: Migration = {
  version: 4,
  name: "unshown",
  sql: `
    CREATE TABLE unshown_answers (
      number      INTEGER PRIMARY KEY,
      entity      TEXT NOT NULL,
      field       TEXT NOT NULL CHECK (field IN ('manager', 'bank')),
      answer      TEXT NOT NULL CHECK (answer IN ('right', 'differs')),
      who         TEXT,
      answered_at TEXT NOT NULL,
      ended_at    TEXT
    ) STRICT;

    CREATE UNIQUE INDEX unshown_answers_in_force ON unshown_answers (entity, field) WHERE ended_at IS NULL;

    CREATE TABLE baselines (
      entity    TEXT NOT NULL,
      member_id TEXT NOT NULL,
      field     TEXT NOT NULL CHECK (field IN ('manager', 'bank')),
      value     TEXT,
      PRIMARY KEY (entity, member_id, field)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO unshown_answers (entity, field, answer, answered_at)
    SELECT e.entity, f.field, 'differs', coalesce(e.last_success_at, e.last_attempt_at, e.connected_on)
    FROM entities e, (SELECT 'manager' AS field UNION ALL SELECT 'bank') f
    WHERE e.connected_on IS NOT NULL;
  `,
};
