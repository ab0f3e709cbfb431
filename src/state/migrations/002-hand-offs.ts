import type { Migration } from "../migrate.js";

/**
 * Changes handed to a colleague as files. Each is a row of the journal; what it waits for and what
 * became of it is here. `wanted` is JSON text: values, bank details only as their keyed fingerprint.
 *
 * `closed` is 1 once the links know what follows from it, and nothing is left to be done with it.
 */
export const handOffs: Migration = {
  version: 2,
  name: "hand-offs",
  sql: `
    ALTER TABLE runs ADD COLUMN folder TEXT;

    CREATE TABLE hand_offs (
      run_id        TEXT NOT NULL,
      entity        TEXT NOT NULL,
      sequence      INTEGER NOT NULL,
      member_id     TEXT,
      wanted        TEXT NOT NULL,
      was_listed    INTEGER NOT NULL CHECK (was_listed IN (0, 1)),
      status        TEXT NOT NULL
        CHECK (status IN ('open', 'done', 'taken_as_done', 'done_differently', 'withdrawn')),
      detail        TEXT,
      handed_off_at TEXT NOT NULL,
      settled_at    TEXT,
      closed        INTEGER NOT NULL CHECK (closed IN (0, 1)),
      PRIMARY KEY (run_id, entity, sequence),
      FOREIGN KEY (run_id, entity, sequence) REFERENCES journal (run_id, entity, sequence),
      CHECK ((settled_at IS NULL) = (status = 'open')),
      CHECK (closed = 0 OR status <> 'open')
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX hand_offs_by_entity ON hand_offs (entity, closed);
  `,
};
