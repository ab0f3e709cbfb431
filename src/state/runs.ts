import { randomUUID } from "node:crypto";
import * as z from "zod";
import {
  ERROR_KINDS,
  type KeptProblem,
  keptProblem,
  maskIbanLike,
  type RunKind,
  type RunRecord,
  type RunReport,
  type RunResult,
  type StateStore,
} from "../sync/model/index.js";
import { runForgotten } from "../sync/run/index.js";
import { insertNumberedText, replaceText, type StateDatabase, type Statements } from "./database.js";

interface RunRow {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
  readonly entities: string;
  readonly counts: string;
  readonly folder: string | null;
  readonly problem: string | null;
}

interface ResultRow {
  readonly entity: string;
  readonly counts: string;
  readonly problem: string | null;
}

const entitiesSchema = z.array(z.string());
const countsSchema = z.record(z.string(), z.number());
const problemSchema: z.ZodType<KeptProblem> = z.object({
  kind: z.enum(ERROR_KINDS),
  code: z.string(),
  message: z.string(),
  why: z.string(),
  next: z.string(),
});

const SELECT = `
  SELECT id, kind, started_at AS "startedAt", finished_at AS "finishedAt", exit_code AS "exitCode", entities, counts,
    folder, problem
  FROM runs`;

const ADD = insertNumberedText("runs", ["id", "kind", "started_at", "entities", "counts"]);

const FINISH = `
  UPDATE runs SET finished_at = @finishedAt, exit_code = @exitCode, counts = @counts WHERE id = @runId`;

const REPORT = "UPDATE runs SET problem = @problem WHERE id = @runId";

const ADD_RESULT = replaceText("run_entities", ["run_id", "entity"], ["counts", "problem"]);

const RESULTS = "SELECT entity, counts, problem FROM run_entities WHERE run_id = @runId ORDER BY entity";

type RunMethods = Pick<StateStore, "startRun" | "finishRun" | "runs" | "run" | "runResults">;

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
    finishRun: (runId, exitCode, counts, at, report) =>
      database.writeBooks(async ({ run, each }) => {
        const values = { runId, exitCode, counts: JSON.stringify(counts), finishedAt: at.toISOString() };
        if ((await run(FINISH, values)) !== 1) throw runForgotten();
        if (report === undefined) return;
        const { problem, rows } = reportColumns(runId, report);
        await Promise.all([run(REPORT, { runId, problem }), each(ADD_RESULT, rows)]);
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
    runResults: (runId) =>
      database.read(async ({ all }) => (await all<ResultRow>(RESULTS, { runId })).map(toResult)),
  };
}

function reportColumns(runId: string, { problem, results }: RunReport) {
  const rows = results.map(({ entity, counts, problem: own }) => ({
    ...{ runId, entity, counts: JSON.stringify(counts), problem: problemColumn(own) },
  }));
  return { problem: problemColumn(problem), rows };
}

function problemColumn(problem: KeptProblem | null): string | null {
  if (problem === null) return null;
  const { message, why, ...kept } = keptProblem(problem);
  return JSON.stringify({ ...kept, message: maskIbanLike(message), why: maskIbanLike(why) });
}

function toProblem(column: string | null): KeptProblem | null {
  return column === null ? null : problemSchema.parse(JSON.parse(column));
}

function toResult({ entity, counts, problem }: ResultRow): RunResult {
  return { entity, counts: countsSchema.parse(JSON.parse(counts)), problem: toProblem(problem) };
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
    problem: toProblem(row.problem),
  };
}
