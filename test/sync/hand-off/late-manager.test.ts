import { describe, expect, it } from "vitest";
import { contextOf, lookAt } from "../../../src/sync/hand-off/observation.js";
import { withoutHandedOff } from "../../../src/sync/hand-off/plan.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { planOf } from "../../support/people.js";
import { changeOf, handOffOf } from "./papers.js";

const FIELDS = [
  { field: "lastName", from: "Test", to: "King" },
  { field: "manager", from: null, to: "Bob Test" },
] as const;
const TEXT = "The line manager Bob Test is handed off and no member yet, and is set after that.";
const BOB = { employeeId: "bob", memberId: null };

/** What is left of a change while the creation of Bob is in the hands of a colleague. */
function restOf(change: Change, again = false) {
  const handOffs = [handOffOf("bob")];
  const open = lookAt(handOffs, contextOf([], [], handOffs, false));
  const plan = { ...planOf({}), changes: [changeOf("bob"), change] };
  const { plan: rest } = withoutHandedOff(plan, open, () => "Since then", again);
  const left = rest.changes.find(({ employeeId }) => employeeId === "ada");
  const note = rest.notes.find(({ employeeId }) => employeeId === "ada");
  return {
    desired: left?.desired,
    fields: left?.fields.map(({ field }) => field),
    warnings: left?.warnings.map(({ code, text }) => `${code}: ${text}`),
    note: note && `${note.kind} ${note.code}: ${note.reason}`,
  };
}

describe("a line manager whose creation is in the hands of a colleague", () => {
  it("is left out of a change that has more to do", () => {
    const change = changeOf("ada", {
      action: "update",
      fields: FIELDS,
      desired: { lastName: "King", manager: BOB },
    });
    expect(restOf(change)).toEqual({
      desired: { lastName: "King" },
      fields: ["lastName"],
      warnings: [`manager_handed_off: ${TEXT}`],
    });
  });

  it("leaves nothing of an update that has only that to do", () => {
    const change = changeOf("ada", { action: "update", fields: [FIELDS[1]], desired: { manager: BOB } });
    expect(restOf(change)).toEqual({ note: `handed_off waits_for_manager: ${TEXT}` });
  });

  it.each(["create", "restore"] as const)("does not keep somebody from a %s", (action) => {
    const change = changeOf("ada", {
      action,
      fields: [FIELDS[1]],
      desired: { manager: BOB },
      reason: "As it was.",
    });
    expect(restOf(change)).toEqual({ desired: {}, fields: [], warnings: [`manager_handed_off: ${TEXT}`] });
  });

  it("is named by id where the row does not tell", () => {
    const change = changeOf("ada", {
      action: "update",
      fields: [FIELDS[0]],
      desired: { lastName: "King", manager: BOB },
    });
    expect(restOf(change).warnings).toEqual([`manager_handed_off: ${TEXT.replace("Bob Test", "bob")}`]);
  });

  it.each<[string, NonNullable<Change["desired"]["manager"]>]>([
    ["is a member", { employeeId: "bob", memberId: "m-bob" }],
    ["is created by the rest of the plan", { employeeId: "ada", memberId: null }],
  ])("is set when they are none of them: %s", (_what, manager) => {
    const change = changeOf("ada", { fields: FIELDS, desired: { manager } });
    expect(restOf(change)).toEqual({ desired: { manager }, fields: ["lastName", "manager"], warnings: [] });
  });

  it("is set when everything is planned once more", () => {
    const change = changeOf("ada", {
      action: "update",
      fields: FIELDS,
      desired: { lastName: "King", manager: BOB },
    });
    expect(restOf(change, true)).toEqual({
      desired: change.desired,
      fields: ["lastName", "manager"],
      warnings: [],
    });
  });
});
