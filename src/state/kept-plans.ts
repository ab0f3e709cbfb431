import * as z from "zod";
import { fingerprintOf, type KeptPlan, type StateStore } from "../sync/model/index.js";
import { insertNumberedText, replaceText, type StateDatabase, type Statements } from "./database.js";

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
  ${insertNumberedText("kept_plans", ["entity", "digest", "rows", "people"])}
  ON CONFLICT (entity, digest) DO UPDATE SET people = excluded.people
  RETURNING number`;

const OF_RUN_AND_ENTITY = replaceText("run_plans", ["run_id", "entity"], ["plan"]);

const OF_RUN = `
  SELECT p.entity, p.rows, p.people FROM run_plans r JOIN kept_plans p ON p.number = r.plan
  WHERE r.run_id = @runId ORDER BY p.entity`;

/** What runs planned, without values. */
export function keptPlanTables(database: StateDatabase): Pick<StateStore, "keepPlan" | "keptPlans"> {
  return {
    keepPlan: (runId, { entity, rows, people }) =>
      database.write(async ({ first, run }) => {
        const columns = { entity, rows: JSON.stringify(rows), people: people && JSON.stringify(people) };
        const kept = await first<{ number: number }>(KEEP, { ...columns, digest: fingerprintOf(rows) });
        await run(OF_RUN_AND_ENTITY, { runId, entity, plan: kept?.number });
      }),
    keptPlans: (runId) =>
      database.read(async ({ all }) => (await all<PlanRow>(OF_RUN, { runId })).map(toPlan)),
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
export async function forgetPlans({ run }: Statements, changesSince: string): Promise<void> {
  await Promise.all([
    run("DELETE FROM kept_plans WHERE number NOT IN (SELECT plan FROM run_plans)"),
    run(FORGET_NAMES, { changesSince }),
  ]);
}

const FORGET_NAMES = `
  UPDATE kept_plans SET people = NULL
  WHERE people IS NOT NULL AND number NOT IN
    (SELECT rp.plan FROM run_plans rp JOIN runs r ON r.id = rp.run_id WHERE r.started_at >= @changesSince)`;
