import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { employee, link, member } from "../support/people.js";
import { firstDifference, firstLimitDifference } from "./compare.js";
import { planModel } from "./plan.js";
import type { ModelInput, ModelPlan } from "./types.js";
import { wildWorld } from "./worlds/wild.js";

const [sample] = fc.sample(wildWorld, { numRuns: 1, seed: 1 });
if (!sample) throw new Error("no world");
const world: ModelInput = {
  ...sample,
  employees: [employee("ada", { firstName: "Eda" }), employee("bob")],
  members: [member("ada")],
  links: [link("ada")],
  decisions: [],
  inFilter: () => true,
};
const planned = planModel(world);

describe("the comparison", () => {
  const [ada, ...others] = planned.rows;
  if (!ada) throw new Error("nobody was planned");
  const withAda = (values: Partial<typeof ada>): ModelPlan => ({
    ...planned,
    rows: [{ ...ada, ...values }, ...others],
  });

  it("has nothing to say about equal plans", () => {
    const turned = { ...planned, rows: planned.rows.toReversed(), links: planned.links.toReversed() };
    expect(firstDifference(world, planned, turned)).toBeNull();
  });

  it.each<[string, ModelPlan, RegExp]>([
    [
      "another row",
      withAda({ kind: "skipped", code: "superseded", written: {} }),
      /row of ada\n {2}model: {3}update .*\n {2}planner: skipped superseded\n/,
    ],
    ["another value", withAda({ written: { firstName: "Ida" } }), /firstName="Eda".*\n.*firstName="Ida"/],
    ["another member", withAda({ memberId: "m-bob" }), /m-ada .*\n.* m-bob /],
    ["another warning", withAda({ warnings: ["not_kept"] }), /planner: .*!not_kept/],
    ["another order", withAda({ level: 1 }), /planner: .*after 1/],
    ["a row too few", { ...planned, rows: others }, /row of ada\n.*\n {2}planner: nothing/],
    [
      "another link",
      { ...planned, links: [link("ada", { archived: true })] },
      /link of ada\n.*"archived":false.*\n.*"archived":true/,
    ],
    ["a link too few", { ...planned, links: [] }, /link of ada\n.*\n {2}planner: nothing/],
    [
      "another base of the limits",
      { ...planned, managed: new Set() },
      /managed members\n {2}model: {3}1\n {2}planner: 0/,
    ],
  ])("tells %s, and in which world", (_case, other, text) => {
    const difference = firstDifference(world, planned, other);
    expect(difference).toMatch(text);
    expect(difference).toMatch(/\nemployees\n {2}id ada, workEmail ada@acme.test.*\nmembers\n {2}id m-ada/s);
  });

  it("tells limits that only one of them sees, and other numbers", () => {
    const over = { code: "too_many_archives", actual: 6, limit: 5 };
    expect(firstLimitDifference([over], [over])).toBeNull();
    expect(firstLimitDifference([over], [])).toMatch(/too_many_archives\n.*6.*\n.*nothing/);
    expect(firstLimitDifference([over], [{ ...over, limit: 4 }])).toMatch(/than 5\n.*than 4/);
  });
});
