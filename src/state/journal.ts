import * as z from "zod";
import {
  type ChangeCount,
  type FieldChange,
  type HandOffStatus,
  type JournalEntry,
  type JournalOutcome,
  maskIbanLike,
  type StateStore,
} from "../sync/model/index.js";
import { runForgotten } from "../sync/run/index.js";
import { endApprovals } from "./approvals.js";
import type { StateDatabase } from "./database.js";
import { storeLinks } from "./links.js";
import { holdsLock } from "./lock.js";
import { requireRun } from "./runs.js";

type JournalRow = Omit<JournalEntry, "fields" | "error" | "isCounted" | "handOff"> & {
  readonly fields: string;
  readonly isCounted: 0 | 1;
  readonly errorCode: string | null;
  readonly errorDetail: string | null;
  /** Null for changes that were not handed off. */
  readonly status: HandOffStatus | null;
  readonly statusDetail: string | null;
  readonly statusSettledAt: string | null;
};

const fieldsSchema = z.array(
  z.object({
    field: z.enum(["email", "firstName", "lastName", "bank", "manager"]),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
);

const COLUMNS = `
  SELECT j.run_id AS "runId", j.entity, j.sequence, j.action, j.employee_id AS "employeeId", j.member_id AS "memberId",
    j.email, j.name, j.fields, j.code, j.reason, j.outcome, j.error_code AS "errorCode", j.error_detail AS "errorDetail",
    j.intended_at AS "intendedAt", j.settled_at AS "settledAt", j.is_counted AS "isCounted",
    h.status, h.detail AS "statusDetail", h.settled_at AS "statusSettledAt"
  FROM journal j LEFT JOIN hand_offs h USING (run_id, entity, sequence)`;

const OF_RUN = `${COLUMNS} WHERE run_id = +@runId ORDER BY entity, sequence`;

const OF_PERSON = `${COLUMNS}
  WHERE entity = @entity AND (j.employee_id = @employeeId OR j.member_id = @memberId)
  ORDER BY j.intended_at DESC, sequence DESC LIMIT @limit`;

const BY_DAY = `
  SELECT substr(intended_at, 1, 10) AS day, entity, action, outcome, count(*) AS count
  FROM journal WHERE intended_at >= @since GROUP BY day, entity, action, outcome ORDER BY day`;

/** A further call of the same change reopens its row; what the change is and when it began stay. */
const INTEND = `
  INSERT INTO journal (run_id, entity, sequence, call_id, action, employee_id, member_id, email, name, fields, code,
    reason, outcome, intended_at, is_counted)
  VALUES (@runId, @entity, @sequence, @callId, @action, @employeeId, @memberId, @email, @name, @fields, @code,
    @reason, 'intended', @intendedAt, @isCounted)
  ON CONFLICT (run_id, entity, sequence) DO UPDATE SET
    call_id = excluded.call_id, member_id = coalesce(excluded.member_id, journal.member_id),
    outcome = 'intended', error_code = NULL, error_detail = NULL, settled_at = NULL`;

const SETTLE = `
  UPDATE journal SET outcome = @outcome, member_id = coalesce(@memberId, member_id),
    error_code = @errorCode, error_detail = @errorDetail, settled_at = @settledAt
  WHERE run_id = @runId AND entity = @entity AND sequence = @sequence`;

type JournalMethods = Pick<
  StateStore,
  "journalIntents" | "journalOutcomes" | "journal" | "journalOfPerson" | "changeCounts"
>;

/** Intent and outcome of every change, sorted by entity and sequence. */
export function journalTable(database: StateDatabase): JournalMethods {
  return {
    journalIntents: (runId, entity, callId, entries, at) => {
      // What is never sent may be noted by whoever lost the lock; the intent of a call may not.
      const write = callId === null ? database.writeBooks : database.write;
      return write(async (statements) => {
        if (callId === null) await requireRun(statements, runId);
        const common = { runId, entity, callId, intendedAt: at.toISOString() };
        const rows = entries.map((entry) => ({
          ...entry,
          ...common,
          fields: JSON.stringify(entry.fields.map(withoutBankValues)),
          reason: maskIbanLike(entry.reason),
          isCounted: entry.isCounted ? 1 : 0,
        }));
        await statements.each(INTEND, rows);
      });
    },
    journalOutcomes: (runId, entity, outcomes, at) =>
      database.writeBooks(async (statements) => {
        const rows = outcomes.map((outcome) => ({ runId, entity, ...settledColumns(outcome, at) }));
        const [settled, isHeld] = await Promise.all([
          statements.each(SETTLE, rows),
          holdsLock(statements, runId),
        ]);
        if (settled.some((changes) => changes !== 1)) throw runForgotten();
        // A call that was under way while another run took over: that run has read, approved and linked since.
        if (!isHeld) return;
        const done = outcomes.filter(isDone).map(({ sequence }) => sequence);
        const links = outcomes.flatMap(({ link }) => (link ? [link] : []));
        await Promise.all([
          endApprovals(statements, runId, entity, done),
          storeLinks(statements, entity, links),
        ]);
      }),
    journal: (runId) =>
      database.read(async ({ all }) => (await all<JournalRow>(OF_RUN, { runId })).map(toEntry)),
    changeCounts: (since) =>
      database.read(({ all }) => all<ChangeCount>(BY_DAY, { since: since.toISOString() })),
    journalOfPerson: (entity, person, limit) =>
      database.read(async ({ all }) =>
        (await all<JournalRow>(OF_PERSON, { entity, ...person, limit })).map(toEntry),
      ),
  };
}

function isDone({ outcome }: JournalOutcome): boolean {
  return outcome === "applied" || outcome === "handed_off";
}

function settledColumns({ sequence, outcome, memberId, error }: JournalOutcome, at: Date) {
  return {
    sequence,
    outcome,
    memberId,
    errorCode: error?.code ?? null,
    errorDetail: error ? maskIbanLike(error.detail) : null,
    settledAt: outcome === "intended" ? null : at.toISOString(),
  };
}

function withoutBankValues({ field, from, to }: JournalEntry["fields"][number]) {
  return { field, from: from && maskIbanLike(from), to: to && maskIbanLike(to) };
}

function toEntry({ errorCode, errorDetail, status, statusDetail, ...entry }: JournalRow): JournalEntry {
  const { statusSettledAt, ...row } = entry;
  const failed = errorCode !== null && errorDetail !== null;
  return {
    ...row,
    fields: parseFields(row.fields),
    isCounted: row.isCounted === 1,
    error: failed ? { code: errorCode, detail: errorDetail } : null,
    handOff: status && { status, detail: statusDetail, settledAt: statusSettledAt },
  };
}

/** The fields of a change as the column holds them. */
export function parseFields(column: string): FieldChange[] {
  return fieldsSchema.parse(JSON.parse(column));
}
