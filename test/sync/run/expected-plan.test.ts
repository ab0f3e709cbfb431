import { describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import type { Change, FieldChange } from "../../../src/sync/model/plan.js";
import { type ExpectedChange, refuseOtherPlan } from "../../../src/sync/run/expected-plan.js";
import { planOf } from "../../support/people.js";
import { changeOf } from "../hand-off/papers.js";

const LAST_NAME: FieldChange = { field: "lastName", from: "Test", to: "King" };
const EMAIL: FieldChange = { field: "email", from: null, to: "ada@acme.test" };
const ada = (...fields: readonly FieldChange[]) =>
  changeOf("ada", { action: "update", name: "Ada Test", fields });

interface Difference {
  readonly fingerprints?: readonly [string, string];
  readonly configs?: readonly [string, string];
}

/** What is said of a plan that is not the reviewed one; null when it is carried out. */
function refusalOf(
  reviewed: readonly ExpectedChange[],
  now: readonly Change[],
  difference: Difference = {},
): Problem | null {
  const {
    fingerprints: [before, after] = ["same", "same"],
    configs: [confirmed, present] = ["same", "same"],
  } = difference;
  try {
    refuseOtherPlan(
      { entity: "acme-uk", fingerprint: before, configFingerprint: confirmed, changes: reviewed },
      { plan: { ...planOf({}), changes: now }, fingerprint: after, configFingerprint: present },
    );
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

describe("a plan that somebody reviewed", () => {
  it("is carried out when it is the same", () => {
    expect(refusalOf([ada(LAST_NAME)], [ada(LAST_NAME)])).toBeNull();
    expect(refusalOf([ada(LAST_NAME, EMAIL)], [ada(EMAIL, LAST_NAME)])).toBeNull();
    expect(refusalOf([], [])).toBeNull();
  });

  it.each<[string, ExpectedChange[], Change[], Difference, string]>([
    ["the configuration", [], [], { configs: ["a", "b"] }, "the configuration is another one"],
    [
      "something that the file does not show",
      [ada(LAST_NAME)],
      [ada(LAST_NAME)],
      { fingerprints: ["a", "b"] },
      "details that are not shown, such as bank details",
    ],
    ["somebody new", [], [ada()], {}, "new: update Ada Test (employee ada)"],
    ["somebody less", [ada()], [], {}, "gone: update Ada Test (employee ada)"],
    [
      "another action",
      [ada()],
      [{ ...ada(), action: "archive" }],
      {},
      "new: archive Ada Test (employee ada); gone: update Ada Test (employee ada)",
    ],
    [
      "another value",
      [ada(LAST_NAME)],
      [ada({ ...LAST_NAME, to: "Quinn" })],
      {},
      "different: update Ada Test (employee ada) (was lastName Test → King; is lastName Test → Quinn)",
    ],
    [
      "another value before",
      [ada(LAST_NAME)],
      [ada({ ...LAST_NAME, from: null })],
      {},
      "different: update Ada Test (employee ada) (was lastName Test → King; is lastName  → King)",
    ],
    [
      "an emptied value",
      [ada({ ...LAST_NAME, to: null })],
      [ada()],
      {},
      "different: update Ada Test (employee ada) (was lastName Test → ; is no fields)",
    ],
    [
      "a field more",
      [ada(LAST_NAME)],
      [ada(LAST_NAME, EMAIL)],
      {},
      "different: update Ada Test (employee ada) (was lastName Test → King; is email  → ada@acme.test, lastName Test → King)",
    ],
    [
      "all of it",
      [],
      [ada()],
      { configs: ["a", "b"], fingerprints: ["a", "b"] },
      "the configuration is another one; new: update Ada Test (employee ada)",
    ],
  ])("is refused for %s", (_what, reviewed, now, difference, why) => {
    expect(refusalOf(reviewed, now, difference)).toMatchObject({
      kind: "stale_plan",
      code: "plan_changed",
      message: "acme-uk: the plan file no longer matches reality, so nothing was written.",
      why: `Since it was made: ${why}.`,
    });
  });

  it.each([
    [19, ""],
    [20, ""],
    [21, "; and 1 more difference"],
    [23, "; and 3 more differences"],
  ])("shows twenty of %i differences", (count, more) => {
    const changes = Array.from({ length: count }, (_, index) => changeOf(`p${index}`));
    const why = refusalOf([], changes)?.why ?? "";
    expect(why.match(/new: /g)).toHaveLength(Math.min(count, 20));
    expect(why.endsWith(`(employee p${Math.min(count, 20) - 1})${more}.`)).toBe(true);
  });
});
