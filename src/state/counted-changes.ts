import type { Action, CountedChange, StateStore } from "../sync/model/index.js";
import type { StateDatabase } from "./database.js";
import { parseFields } from "./journal.js";

interface CountedRow {
  readonly action: Action;
  readonly employeeId: string;
  readonly memberId: string | null;
  readonly fields: string;
}

/**
 * What happened, or may have happened: a change that failed counts when nobody knows its fate, and when
 * the member exists although a later step failed.
 */
const SELECT = `
  SELECT action, employee_id AS "employeeId", member_id AS "memberId", fields FROM journal j
  WHERE entity = +@entity AND coalesce(settled_at, intended_at) >= +@since AND is_counted = 1
    AND (outcome IN ('applied', 'handed_off', 'intended') OR (outcome = 'failed'
      AND (error_code = 'outcome_unknown' OR (action = 'create' AND member_id IS NOT NULL))))
    AND NOT EXISTS (SELECT 1 FROM hand_offs h WHERE h.run_id = j.run_id AND h.entity = j.entity
      AND h.sequence = j.sequence AND h.status = 'withdrawn')
  ORDER BY intended_at, sequence`;

/** The journal's changes that count towards the limits over several days. */
export function countedChanges(database: StateDatabase): Pick<StateStore, "countedChanges"> {
  return {
    countedChanges: (entity, since) =>
      database.read(async ({ all }) => {
        const rows = await all<CountedRow>(SELECT, { entity, since: since.toISOString() });
        return rows.map((row): CountedChange => ({ ...row, fields: parseFields(row.fields) }));
      }),
  };
}
