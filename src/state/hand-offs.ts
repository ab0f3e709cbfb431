import * as z from "zod";
import {
  type EntityHandOffs,
  type HandOff,
  type HandOffCounts,
  type HandOffStatus,
  type HandOffUpdate,
  maskIbanLike,
  type NewHandOff,
  type RunRecord,
  type StateStore,
} from "../sync/model/index.js";
import { runForgotten } from "../sync/run/index.js";
import { endApprovals } from "./approvals.js";
import type { StateDatabase, Statements } from "./database.js";
import { parseFields } from "./journal.js";
import { holdsLock } from "./lock.js";

type HandOffRow = Omit<HandOff, "fields" | "wanted" | "wasListed"> & {
  readonly fields: string;
  readonly wanted: string;
  readonly wasListed: 0 | 1;
};

const wantedSchema = z.object({
  email: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  bankFingerprint: z.string().optional(),
  manager: z.object({ employeeId: z.string(), memberId: z.string().nullable() }).optional(),
});

const IN_HAND = `
  SELECT h.run_id AS "runId", h.sequence, j.action, j.employee_id AS "employeeId", h.member_id AS "memberId",
    j.email, j.name, j.fields, h.wanted, h.was_listed AS "wasListed", h.status, h.handed_off_at AS "handedOffAt"
  FROM hand_offs h
  JOIN journal j ON j.run_id = h.run_id AND j.entity = h.entity AND j.sequence = h.sequence
  JOIN runs r ON r.id = h.run_id
  WHERE h.entity = +@entity AND (h.closed = 0 OR (+@again = 1 AND h.status = 'taken_as_done' AND r.number =
    (SELECT max(number) FROM runs WHERE id IN (SELECT run_id FROM hand_offs WHERE entity = +@entity))))
  ORDER BY r.number, h.sequence`;

const COUNTS = `
  SELECT status, count(*) AS count, min(handed_off_at) AS since, count(*) - sum(closed) AS "notClosed"
  FROM hand_offs WHERE entity = @entity GROUP BY status`;

const UNFINISHED = `
  SELECT id, started_at AS "startedAt", folder FROM runs
  WHERE folder IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hand_offs h WHERE h.run_id = runs.id)
  ORDER BY number DESC`;

const HAND_OVER = `
  UPDATE journal SET outcome = 'handed_off', settled_at = @at
  WHERE run_id = @runId AND entity = @entity AND sequence = @sequence AND outcome = 'intended'`;

const INSERT = `
  INSERT INTO hand_offs (run_id, entity, sequence, member_id, wanted, was_listed, status, handed_off_at, closed)
  VALUES (@runId, @entity, @sequence, @memberId, @wanted, @wasListed, 'open', @at, 0)`;

const OF_ONE = "run_id = @runId AND entity = @entity AND sequence = @sequence";

const SETTLE = `
  UPDATE hand_offs SET status = @status, detail = @detail, settled_at = @at WHERE ${OF_ONE} AND status = 'open'`;

const CHANGE = `
  UPDATE hand_offs SET member_id = coalesce(@memberId, member_id), wanted = coalesce(@wanted, wanted) WHERE ${OF_ONE}`;

const CLOSE = `UPDATE hand_offs SET closed = 1 WHERE ${OF_ONE} AND status <> 'open'`;

type HandOffMethods = Pick<
  StateStore,
  "noteFolder" | "unfinishedHandOffs" | "handOffs" | "handOffCounts" | "recordHandOffs" | "updateHandOffs"
>;

/** Changes in the hands of a colleague, by the journal's rows that they come from. */
export function handOffTable(database: StateDatabase): HandOffMethods {
  return {
    noteFolder: (runId, folder) =>
      database.write(
        async ({ run }) =>
          void (await run("UPDATE runs SET folder = @folder WHERE id = @runId", { folder, runId })),
      ),
    unfinishedHandOffs: () =>
      database.read(({ all }) => all<Pick<RunRecord, "id" | "startedAt" | "folder">>(UNFINISHED)),
    handOffs: (entity, again) =>
      database.read(async ({ all }) =>
        (await all<HandOffRow>(IN_HAND, { entity, again: again ? 1 : 0 })).map(toHandOff),
      ),
    handOffCounts: (entity) => database.read((statements) => countByStatus(statements, entity)),
    recordHandOffs: (runId, entities, at) =>
      database.writeBooks(async (statements) => {
        if (!(await holdsLock(statements, runId))) return false;
        for (const one of entities) await record(statements, runId, one, at);
        return true;
      }),
    updateHandOffs: async (entity, updates, at) => {
      if (updates.length > 0) {
        await database.write((statements) => update(statements, entity, updates, at));
      }
    },
  };
}

async function record(
  statements: Statements,
  runId: string,
  { entity, added, updates }: EntityHandOffs,
  at: Date,
): Promise<void> {
  const rows = added.map((handOff) => newRow(runId, entity, handOff, at));
  if ((await statements.each(HAND_OVER, rows)).some((changes) => changes !== 1)) throw runForgotten();
  const sequences = added.map(({ sequence }) => sequence);
  await Promise.all([
    statements.each(INSERT, rows),
    endApprovals(statements, runId, entity, sequences),
    update(statements, entity, updates, at),
  ]);
}

function newRow(runId: string, entity: string, handOff: NewHandOff, at: Date) {
  const { sequence, memberId, wanted, wasListed } = handOff;
  return {
    ...{ runId, entity, sequence, memberId },
    wanted: JSON.stringify(wanted),
    wasListed: wasListed ? 1 : 0,
    at: at.toISOString(),
  };
}

/** What ends with these updates is settled before it is closed. */
async function update(
  { each }: Statements,
  entity: string,
  updates: readonly HandOffUpdate[],
  at: Date,
): Promise<void> {
  const keyOf = ({ runId, sequence }: HandOffUpdate) => ({ runId, entity, sequence });
  const changed = updates.filter(({ memberId, wanted }) => memberId !== undefined || wanted !== undefined);
  const changes = changed.map((one) => ({
    ...{ ...keyOf(one), memberId: one.memberId ?? null },
    wanted: one.wanted ? JSON.stringify(one.wanted) : null,
  }));
  const ends = updates.flatMap((one) => {
    const { status, detail } = one;
    const words = { detail: detail ? maskIbanLike(detail) : null, at: at.toISOString() };
    return status ? [{ ...keyOf(one), status, ...words }] : [];
  });
  const closed = updates.filter((one) => one.closed).map(keyOf);
  await Promise.all([each(CHANGE, changes), each(SETTLE, ends), each(CLOSE, closed)]);
}

interface CountRow {
  readonly status: HandOffStatus;
  readonly count: number;
  readonly since: string;
  readonly notClosed: number;
}

async function countByStatus({ all }: Statements, entity: string): Promise<HandOffCounts> {
  const rows = await all<CountRow>(COUNTS, { entity });
  const rowOf = (status: HandOffStatus) => rows.find((row) => row.status === status);
  const count = (status: HandOffStatus) => rowOf(status)?.count ?? 0;
  const ended = rows.filter(({ status }) => status !== "open");
  return {
    open: count("open"),
    done: count("done"),
    taken_as_done: count("taken_as_done"),
    done_differently: count("done_differently"),
    withdrawn: count("withdrawn"),
    openSince: rowOf("open")?.since ?? null,
    toAdopt: ended.reduce((sum, { notClosed }) => sum + notClosed, 0),
  };
}

function toHandOff({ fields, wanted, wasListed, ...row }: HandOffRow): HandOff {
  return {
    ...row,
    fields: parseFields(fields),
    wanted: wantedSchema.parse(JSON.parse(wanted)),
    wasListed: wasListed === 1,
  };
}
