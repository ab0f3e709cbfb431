import { z } from "zod";
import type { JournalEntry, Settlement, StateStore } from "../sync/ports.js";
import { storeLinks } from "./links.js";
import { holdsLock } from "./lock.js";
import type { StateDatabase } from "./sqlite.js";
import { withoutIbans } from "./without-ibans.js";

type JournalRow = Omit<JournalEntry, "fields" | "error"> & {
  readonly fields: string;
  readonly errorCode: string | null;
  readonly errorDetail: string | null;
};

const fieldsSchema = z.array(
  z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
);

const COLUMNS = `
  SELECT run_id AS runId, entity, sequence, action, employee_id AS employeeId, member_id AS memberId, email,
    name, fields, code, reason, outcome, error_code AS errorCode, error_detail AS errorDetail,
    intended_at AS intendedAt, settled_at AS settledAt
  FROM journal`;

const OF_RUN = `${COLUMNS} WHERE run_id = ? ORDER BY entity, sequence`;

const OF_PERSON = `${COLUMNS} WHERE entity = @entity AND (employee_id = @employeeId OR member_id = @memberId)
  ORDER BY intended_at DESC, sequence DESC LIMIT @limit`;

/** A further call of the same change reopens its row; what the change is and when it began stay. */
const INTEND = `
  INSERT INTO journal (run_id, entity, sequence, call_id, action, employee_id, member_id, email, name, fields, code,
    reason, outcome, intended_at)
  VALUES (@runId, @entity, @sequence, @callId, @action, @employeeId, @memberId, @email, @name, @fields, @code,
    @reason, 'intended', @intendedAt)
  ON CONFLICT (run_id, entity, sequence) DO UPDATE SET
    call_id = excluded.call_id, member_id = coalesce(excluded.member_id, member_id),
    outcome = 'intended', error_code = NULL, error_detail = NULL, settled_at = NULL`;

const SETTLE = `
  UPDATE journal SET outcome = @outcome, member_id = coalesce(@memberId, member_id),
    error_code = @errorCode, error_detail = @errorDetail, settled_at = @settledAt
  WHERE run_id = @runId AND entity = @entity AND sequence = @sequence`;

type JournalMethods = Pick<StateStore, "journalIntents" | "settle" | "journal" | "journalOfPerson">;

/** Intent and outcome of every change, sorted by entity and sequence. */
export function journalTable(database: StateDatabase): JournalMethods {
  return {
    journalIntents: (runId, entity, callId, entries, at) =>
      database.write((sqlite) => {
        const intend = sqlite.prepare(INTEND);
        const intendedAt = at.toISOString();
        for (const entry of entries) {
          intend.run({
            ...entry,
            runId,
            entity,
            callId,
            intendedAt,
            fields: JSON.stringify(entry.fields.map(withoutBankValues)),
            reason: withoutIbans(entry.reason),
          });
        }
      }),
    settle: (runId, entity, settlements, at) =>
      database.write((sqlite) => {
        const settle = sqlite.prepare(SETTLE);
        for (const settlement of settlements) {
          const { changes } = settle.run({ runId, entity, ...settledColumns(settlement, at) });
          if (changes !== 1)
            throw new Error(`Change ${settlement.sequence} of ${entity} was never intended.`);
        }
        // A call that was under way while another run took over: that run has read and linked since.
        if (!holdsLock(sqlite, runId)) return;
        storeLinks(
          sqlite,
          entity,
          settlements.flatMap(({ link }) => (link ? [link] : [])),
        );
      }),
    journal: (runId) =>
      database.read((sqlite) => sqlite.prepare<[string], JournalRow>(OF_RUN).all(runId).map(toEntry)),
    journalOfPerson: (entity, person, limit) =>
      database.read((sqlite) =>
        sqlite
          .prepare<[object], JournalRow>(OF_PERSON)
          .all({ entity, ...person, limit })
          .map(toEntry),
      ),
  };
}

function settledColumns({ sequence, outcome, memberId, error }: Settlement, at: Date) {
  return {
    sequence,
    outcome,
    memberId,
    errorCode: error?.code ?? null,
    errorDetail: error ? withoutIbans(error.detail) : null,
    settledAt: outcome === "intended" ? null : at.toISOString(),
  };
}

function withoutBankValues({ field, from, to }: JournalEntry["fields"][number]) {
  return { field, from: from && withoutIbans(from), to: to && withoutIbans(to) };
}

function toEntry({ errorCode, errorDetail, ...row }: JournalRow): JournalEntry {
  const failed = errorCode !== null && errorDetail !== null;
  return {
    ...row,
    fields: fieldsSchema.parse(JSON.parse(row.fields)),
    error: failed ? { code: errorCode, detail: errorDetail } : null,
  };
}
