import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { RunKind, RunRecord, StateStore } from "../sync/model/index.js";
import { runForgotten } from "../sync/run/index.js";
import { insertNumberedText, type StateDatabase, type Statements } from "./database.js";

interface RunRow {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
  readonly entities: string;
  readonly counts: string;
  readonly folder: string | null;
}

const entitiesSchema = z.array(z.string());
const countsSchema = z.record(z.string(), z.number());

const SELECT = `
  SELECT id, kind, started_at AS "startedAt", finished_at AS "finishedAt", exit_code AS "exitCode", entities, counts,
    folder
  FROM runs`;

const ADD = insertNumberedText("runs", ["id", "kind", "started_at", "entities", "counts"]);

const FINISH = `
  UPDATE runs SET finished_at = @finishedAt, exit_code = @exitCode, counts = @counts WHERE id = @runId`;

type RunMethods = Pick<StateStore, "startRun" | "finishRun" | "runs" | "run">;

/**
 * The runs, newest first in the order in which they began (clocks may jump). A run that was killed
 * keeps `finishedAt: null`; it is interrupted when it does not hold the lock.
 */
export function runTable(database: StateDatabase): RunMethods {
  return {
    startRun: (kind, entities, at) =>
      database.writeBooks(async ({ run }) => {
        const id = randomUUID();
        const lists = { entities: JSON.stringify(entities), counts: "{}" };
        await run(ADD, { id, kind, startedAt: at.toISOString(), ...lists });
        return id;
      }),
    finishRun: (runId, exitCode, counts, at) =>
      database.writeBooks(async ({ run }) => {
        const values = { runId, exitCode, counts: JSON.stringify(counts), finishedAt: at.toISOString() };
        if ((await run(FINISH, values)) !== 1) throw runForgotten();
      }),
    runs: (limit) =>
      database.read(async ({ all }) =>
        (await all<RunRow>(`${SELECT} ORDER BY number DESC LIMIT @limit`, { limit })).map(toRecord),
      ),
    run: (runId) =>
      database.read(async ({ first }) => {
        const row = await first<RunRow>(`${SELECT} WHERE id = @runId`, { runId });
        return row ? toRecord(row) : null;
      }),
  };
}

/** @throws Problem `lock_lost` of a run that is not in the books */
export async function requireRun({ first }: Statements, runId: string): Promise<void> {
  if (!(await first("SELECT id FROM runs WHERE id = @runId", { runId }))) throw runForgotten();
}

function toRecord(row: RunRow): RunRecord {
  return {
    ...row,
    entities: entitiesSchema.parse(JSON.parse(row.entities)),
    counts: countsSchema.parse(JSON.parse(row.counts)),
  };
}
