import type { Migration } from "../migrate.js";

/**
 * What is known of people, and what people decided (docs/rules.md §1).
 *
 * An employee id means something within one account of one source. Links of earlier formats have the
 * provider of their entity as source and an unknown account, here `''`, because a part of a primary key
 * can't be null; the next run confirms them by e-mail and name.
 *
 * The head-count of the last complete read moves into a table of its own; that of the members was not
 * stored before. All earlier changes count towards limits: nobody knows which of them were confirmed.
 */
export const people: Migration = {
  version: 3,
  name: "people",
  sql: `
    ALTER TABLE links RENAME TO links_before;

    CREATE TABLE links (
      entity            TEXT NOT NULL,
      source            TEXT NOT NULL,
      account           TEXT NOT NULL,
      employee_id       TEXT NOT NULL,
      member_id         TEXT NOT NULL,
      hr_status         TEXT NOT NULL CHECK (hr_status IN ('managed', 'previously_managed')),
      released          TEXT CHECK (released IN ('data', 'configuration')),
      bank_fingerprint  TEXT,
      manager_member_id TEXT,
      archived          INTEGER NOT NULL CHECK (archived IN (0, 1)),
      hidden            INTEGER NOT NULL CHECK (hidden IN (0, 1)),
      absent_reads      INTEGER NOT NULL CHECK (absent_reads >= 0),
      seen_emails       TEXT NOT NULL,
      first_name        TEXT,
      last_name         TEXT,
      start_date        TEXT,
      written           TEXT NOT NULL,
      PRIMARY KEY (entity, source, account, employee_id),
      UNIQUE (entity, member_id)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO links (entity, source, account, employee_id, member_id, hr_status, bank_fingerprint,
      manager_member_id, archived, hidden, absent_reads, seen_emails, written)
    SELECT l.entity, coalesce(e.provider, ''), '', l.employee_id, l.member_id, l.hr_status, l.bank_fingerprint,
      l.manager_member_id, l.archived, 0, l.absent_reads,
      CASE WHEN coalesce(l.email, '') = '' THEN '[]' ELSE json_array(l.email) END, '{}'
    FROM links_before l LEFT JOIN entities e ON e.entity = l.entity;

    DROP TABLE links_before;

    CREATE TABLE read_counts (
      number    INTEGER PRIMARY KEY,
      entity    TEXT NOT NULL,
      at        TEXT NOT NULL,
      employees INTEGER NOT NULL CHECK (employees >= 0),
      members   INTEGER CHECK (members >= 0)
    ) STRICT;

    CREATE INDEX read_counts_by_entity ON read_counts (entity, at);

    INSERT INTO read_counts (entity, at, employees)
    SELECT entity, coalesce(last_success_at, last_attempt_at), last_complete_employees FROM entities
    WHERE last_complete_employees IS NOT NULL AND coalesce(last_success_at, last_attempt_at) IS NOT NULL;

    ALTER TABLE entities DROP COLUMN last_complete_employees;
    ALTER TABLE entities ADD COLUMN confirmed_account TEXT;
    ALTER TABLE entities ADD COLUMN confirmed_safety TEXT;
    ALTER TABLE entities ADD COLUMN applied_config TEXT;
    ALTER TABLE entities ADD COLUMN connected_on TEXT;
    ALTER TABLE entities ADD COLUMN field_counts TEXT;

    UPDATE entities SET applied_config = confirmed_config, connected_on = substr(last_success_at, 1, 10)
    WHERE last_success_at IS NOT NULL;

    ALTER TABLE journal ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 1 CHECK (is_counted IN (0, 1));

    CREATE INDEX journal_by_time ON journal (entity, coalesce(settled_at, intended_at));

    CREATE TABLE approvals (
      entity      TEXT NOT NULL,
      employee_id TEXT NOT NULL,
      kinds       TEXT NOT NULL,
      is_counted  INTEGER NOT NULL CHECK (is_counted IN (0, 1)),
      approved_at TEXT NOT NULL,
      PRIMARY KEY (entity, employee_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE findings (
      entity      TEXT NOT NULL,
      key         TEXT NOT NULL,
      code        TEXT NOT NULL,
      employee_id TEXT,
      member_id   TEXT,
      name        TEXT NOT NULL,
      since       TEXT NOT NULL,
      is_counted  INTEGER NOT NULL CHECK (is_counted IN (0, 1)),
      PRIMARY KEY (entity, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE person_decisions (
      number      INTEGER PRIMARY KEY,
      id          TEXT NOT NULL UNIQUE,
      entity      TEXT NOT NULL,
      kind        TEXT NOT NULL CHECK (kind IN ('link', 'unlink', 'ignore')),
      source      TEXT,
      account     TEXT,
      employee_id TEXT,
      member_id   TEXT,
      name        TEXT NOT NULL,
      until       TEXT,
      why         TEXT NOT NULL,
      who         TEXT NOT NULL,
      decided_at  TEXT NOT NULL,
      ended_at    TEXT,
      CHECK ((source IS NULL) = (employee_id IS NULL)),
      CHECK (account IS NULL OR source IS NOT NULL),
      CHECK (employee_id IS NOT NULL OR member_id IS NOT NULL),
      CHECK (kind = 'ignore' OR (employee_id IS NOT NULL AND member_id IS NOT NULL AND until IS NULL))
    ) STRICT;

    CREATE INDEX person_decisions_by_entity ON person_decisions (entity, decided_at);
  `,
};
