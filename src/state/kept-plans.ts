import { z } from "zod";
import { fingerprintOf, type KeptPlan, type StateStore } from "../sync/model/index.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

interface PlanRow {
  readonly entity: string;
  readonly rows: string;
  readonly people: string | null;
}

const rowsSchema = z.array(
  z.object({
    person: z.string(),
    content: z.string(),
    kind: z.string(),
    code: z.string(),
    fields: z.array(z.string()),
  }),
);

const peopleSchema = z.array(
  z.object({ name: z.string(), employeeId: z.string().nullable(), memberId: z.string().nullable() }),
);

/** A plan that is there already has its names again, should they have been forgotten. */
const KEEP = `
  INSERT INTO kept_plans (entity, digest, rows, people) VALUES (@entity, @digest, @rows, @people)
  ON CONFLICT (entity, digest) DO UPDATE SET people = excluded.people
  RETURNING number`;

const OF_RUN = `
  SELECT p.entity, p.rows, p.people FROM run_plans r JOIN kept_plans p ON p.number = r.plan
  WHERE r.run_id = ? ORDER BY p.entity`;

/** What runs planned, without values. */
export function keptPlanTables(database: StateDatabase): Pick<StateStore, "keepPlan" | "keptPlans"> {
  return {
    keepPlan: (runId, { entity, rows, people }) =>
      database.write((sqlite) => {
        const columns = { entity, rows: JSON.stringify(rows), people: people && JSON.stringify(people) };
        const plan = sqlite
          .prepare<[object], number>(KEEP)
          .pluck()
          .get({ ...columns, digest: fingerprintOf(rows) });
        sqlite
          .prepare("INSERT OR REPLACE INTO run_plans (run_id, entity, plan) VALUES (?, ?, ?)")
          .run(runId, entity, plan);
      }),
    keptPlans: (runId) =>
      database.read((sqlite) => sqlite.prepare<[string], PlanRow>(OF_RUN).all(runId).map(toPlan)),
  };
}

function toPlan({ entity, rows, people }: PlanRow): KeptPlan {
  return {
    entity,
    rows: rowsSchema.parse(JSON.parse(rows)),
    people: people === null ? null : peopleSchema.parse(JSON.parse(people)),
  };
}

/** Forgets the names of plans that no run made since then, and plans that no run is left of. */
export function forgetPlans(sqlite: Sqlite, changesSince: string): void {
  sqlite.prepare("DELETE FROM kept_plans WHERE number NOT IN (SELECT plan FROM run_plans)").run();
  sqlite
    .prepare<[string]>(`
      UPDATE kept_plans SET people = NULL
      WHERE people IS NOT NULL AND number NOT IN
        (SELECT rp.plan FROM run_plans rp JOIN runs r ON r.id = rp.run_id WHERE r.started_at >= ?)`)
    .run(changesSince);
}
