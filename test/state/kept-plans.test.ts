import { expect, it } from "vitest";
import type { KeptPlan } from "../../src/sync/model/state-store.js";
import { later, NOW, open, query, tempDir } from "./helpers.js";

const DAY_S = 86_400;

function plan(content: string, name = "Ada Test"): KeptPlan {
  return {
    entity: "acme-uk",
    rows: [{ person: "p1", content, kind: "update", code: "differs", fields: ["lastName"] }],
    people: [{ name, employeeId: "ada", memberId: "m-ada" }],
  };
}

it("keeps what a run planned, and a plan that many made once", async () => {
  const dir = tempDir();
  const state = await open(dir);
  const runs: string[] = [];
  for (const content of ["a", "a", "b"]) {
    const run = await state.startRun("preview", ["acme-uk"], NOW);
    await state.keepPlan(run, plan(content));
    runs.push(run);
  }
  expect(await Promise.all(runs.map((run) => state.keptPlans(run)))).toEqual([
    [plan("a")],
    [plan("a")],
    [plan("b")],
  ]);
  expect(await query(dir, "SELECT count(*) FROM kept_plans")).toBe(2);
  const [first = ""] = runs;
  await state.keepPlan(first, plan("b"));
  expect(await state.keptPlans(first)).toEqual([plan("b")]);
  expect(await state.keptPlans("unknown")).toEqual([]);
});

it("forgets names when no run of the last time planned the same, and plans with their last run", async () => {
  const dir = tempDir();
  const state = await open(dir);
  const planned = async (content: string, at: Date) => {
    const run = await state.startRun("preview", ["acme-uk"], at);
    await state.keepPlan(run, plan(content));
    await state.finishRun(run, 0, {}, at);
    return run;
  };
  const old = await planned("old", later(-200 * DAY_S));
  const again = await planned("both", later(-200 * DAY_S));
  await planned("both", NOW);
  const apply = await state.startRun("apply", ["acme-uk"], NOW);
  expect(await state.acquireLock(apply, ["acme-uk"], NOW)).toEqual([]);
  await state.tidy(apply, { runsSince: later(-400 * DAY_S), changesSince: later(-100 * DAY_S) });
  expect(await state.keptPlans(old)).toEqual([{ ...plan("old"), people: null }]);
  expect(await state.keptPlans(again)).toEqual([plan("both")]);
  // The newest hundred runs always stay.
  for (let number = 0; number < 100; number += 1) await state.startRun("preview", ["acme-uk"], NOW);
  await state.tidy(apply, { runsSince: later(-100 * DAY_S), changesSince: later(-100 * DAY_S) });
  expect(await state.run(old)).toBeNull();
  expect(await query(dir, "SELECT count(*) FROM kept_plans")).toBe(1);
});
