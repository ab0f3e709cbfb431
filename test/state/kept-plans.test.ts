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

it("keeps what a run planned, and a plan that many made once", () => {
  const dir = tempDir();
  const state = open(dir);
  const runs = ["a", "a", "b"].map((content) => {
    const run = state.startRun("preview", ["acme-uk"], NOW);
    state.keepPlan(run, plan(content));
    return run;
  });
  expect(runs.map((run) => state.keptPlans(run))).toEqual([[plan("a")], [plan("a")], [plan("b")]]);
  expect(query(dir, "SELECT count(*) FROM kept_plans")).toBe(2);
  const [first = ""] = runs;
  state.keepPlan(first, plan("b"));
  expect(state.keptPlans(first)).toEqual([plan("b")]);
  expect(state.keptPlans("unknown")).toEqual([]);
});

it("forgets names when no run of the last time planned the same, and plans with their last run", () => {
  const dir = tempDir();
  const state = open(dir);
  const planned = (content: string, at: Date) => {
    const run = state.startRun("preview", ["acme-uk"], at);
    state.keepPlan(run, plan(content));
    state.finishRun(run, 0, {}, at);
    return run;
  };
  const old = planned("old", later(-200 * DAY_S));
  const again = planned("both", later(-200 * DAY_S));
  planned("both", NOW);
  const apply = state.startRun("apply", ["acme-uk"], NOW);
  expect(state.acquireLock(apply, NOW)).toBeNull();
  state.tidy(apply, { runsSince: later(-400 * DAY_S), changesSince: later(-100 * DAY_S) });
  expect(state.keptPlans(old)).toEqual([{ ...plan("old"), people: null }]);
  expect(state.keptPlans(again)).toEqual([plan("both")]);
  // The newest hundred runs always stay.
  for (let number = 0; number < 100; number += 1) state.startRun("preview", ["acme-uk"], NOW);
  state.tidy(apply, { runsSince: later(-100 * DAY_S), changesSince: later(-100 * DAY_S) });
  expect(state.run(old)).toBeNull();
  expect(query(dir, "SELECT count(*) FROM kept_plans")).toBe(1);
});
