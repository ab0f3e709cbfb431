import type { LimitKind, StateStore } from "../sync/ports.js";
import { parseFields } from "./journal.js";
import type { StateDatabase } from "./sqlite.js";

/** The kinds that the journal knows. Who leaves the filter is a finding, and no change. */
type CountedKind = Exclude<LimitKind, "release">;

interface CountedRow {
  readonly action: string;
  readonly employeeId: string;
  readonly memberId: string | null;
  readonly fields: string;
}

/**
 * What happened, or may have happened: a change that failed counts when nobody knows its fate, and when
 * the member exists although a later step failed.
 */
const SELECT = `
  SELECT action, employee_id AS employeeId, member_id AS memberId, fields FROM journal j
  WHERE entity = @entity AND coalesce(settled_at, intended_at) >= @since AND is_counted = 1
    AND (outcome IN ('applied', 'handed_off', 'intended') OR (outcome = 'failed'
      AND (error_code = 'outcome_unknown' OR (action = 'create' AND member_id IS NOT NULL))))
    AND NOT EXISTS (SELECT 1 FROM hand_offs h WHERE h.run_id = j.run_id AND h.entity = j.entity
      AND h.sequence = j.sequence AND h.status = 'withdrawn')`;

/** Counts the journal's changes towards the limits over several days. */
export function changeCounts(database: StateDatabase): Pick<StateStore, "countedChanges"> {
  return {
    countedChanges: (entity, since) =>
      database.read((sqlite) =>
        countByKind(sqlite.prepare<[object], CountedRow>(SELECT).all({ entity, since: since.toISOString() })),
      ),
  };
}

function countByKind(rows: readonly CountedRow[]): Record<CountedKind, number> {
  const people: Record<CountedKind, Set<string>> = {
    archive: new Set(),
    update: new Set(),
    email_change: new Set(),
    bank_change: new Set(),
    creation: new Set(),
    restore: new Set(),
  };
  for (const row of rows) for (const kind of kindsOf(row)) people[kind].add(personOf(row));
  return {
    archive: people.archive.size,
    update: people.update.size,
    email_change: people.email_change.size,
    bank_change: people.bank_change.size,
    creation: people.creation.size,
    restore: people.restore.size,
  };
}

function kindsOf({ action, fields }: CountedRow): readonly CountedKind[] {
  if (action === "create") return ["creation"];
  if (action === "archive" || action === "restore") return [action];
  const changed = new Set(parseFields(fields).map(({ field }) => field));
  return [
    "update",
    ...(changed.has("email") ? (["email_change"] as const) : []),
    ...(changed.has("bank") ? (["bank_change"] as const) : []),
  ];
}

/**
 * A creation has no member until it succeeds. Everything else happens to a member, whatever id the HR
 * tool gives the person: another account may use the same ids for other people.
 */
function personOf({ action, employeeId, memberId }: CountedRow): string {
  return action === "create" || memberId === null ? `employee ${employeeId}` : `member ${memberId}`;
}
