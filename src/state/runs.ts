import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { RunKind, RunRecord, StateStore } from "../sync/model/index.js";
import type { StateDatabase } from "./sqlite.js";

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
  SELECT id, kind, started_at AS startedAt, finished_at AS finishedAt, exit_code AS exitCode, entities, counts,
    folder
  FROM runs`;

type RunMethods = Pick<StateStore, "startRun" | "finishRun" | "runs" | "run">;

/**
 * The runs, newest first in the order in which they began (clocks may jump). A run that was killed
 * keeps `finishedAt: null`; it is interrupted when it does not hold the lock.
 */
export function runTable(database: StateDatabase): RunMethods {
  return {
    startRun: (kind, entities, at) => {
      const id = randomUUID();
      return database.write((sqlite) => {
        sqlite
          .prepare("INSERT INTO runs (id, kind, started_at, entities, counts) VALUES (?, ?, ?, ?, '{}')")
          .run(id, kind, at.toISOString(), JSON.stringify(entities));
        return id;
      });
    },
    finishRun: (runId, exitCode, counts, at) =>
      database.write((sqlite) => {
        const { changes } = sqlite
          .prepare("UPDATE runs SET finished_at = ?, exit_code = ?, counts = ? WHERE id = ?")
          .run(at.toISOString(), exitCode, JSON.stringify(counts), runId);
        if (changes !== 1) throw new Error(`There is no run ${runId} to finish.`);
      }),
    runs: (limit) =>
      database.read((sqlite) =>
        sqlite.prepare<[number], RunRow>(`${SELECT} ORDER BY number DESC LIMIT ?`).all(limit).map(toRecord),
      ),
    run: (runId) =>
      database.read((sqlite) => {
        const row = sqlite.prepare<[string], RunRow>(`${SELECT} WHERE id = ?`).get(runId);
        return row ? toRecord(row) : null;
      }),
  };
}

function toRecord(row: RunRow): RunRecord {
  return {
    ...row,
    entities: entitiesSchema.parse(JSON.parse(row.entities)),
    counts: countsSchema.parse(JSON.parse(row.counts)),
  };
}
