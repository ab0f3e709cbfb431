import { describe, expect, it } from "vitest";
import { CODES } from "../../../src/sync/model/codes.js";
import type { SafetyLimits } from "../../../src/sync/model/policy.js";
import { withoutArchives } from "../../../src/sync/safety/index.js";
import { employee, LIMITS, link, member, planOf, rowText } from "../../support/people.js";
import { check, codes, planWith } from "./support.js";

describe("a confirmation", () => {
  const CHANGED = { configChange: "The filter is another one.", accountChange: null };

  it("is asked for when the configuration or the account is another one", () => {
    expect(check({ confirmation: CHANGED }).violations).toMatchObject([
      { code: "config_not_confirmed", override: "--accept-config", text: "The filter is another one." },
    ]);
    const account = { configChange: null, accountChange: "Another company." };
    expect(codes({ confirmation: account })).toEqual(["account_not_confirmed"]);
    expect(codes({ confirmation: account, overrides: { acceptConfig: true } })).toEqual([]);
  });

  it("covers the creations, updates and releases that were shown with it, and no archives", () => {
    const plan = planWith(
      [
        { action: "create", count: 300 },
        { action: "update", count: 90, field: "bank" },
        { action: "archive", count: 11 },
      ],
      {},
      60,
    );
    const overrides = { acceptConfig: true };
    expect(codes({ plan, confirmation: CHANGED, overrides })).toEqual(["too_many_archives"]);
  });

  it.each([
    ["configuration", CHANGED],
    ["account", { configChange: null, accountChange: "Another company." }],
  ])("of another %s covers the people it loses and invites, not those it doubts", (_what, confirmation) => {
    const plan = planWith(
      [{ action: "create", count: 60 }],
      { managedLost: 51, doubtful: 6, membersGone: 6 },
      0,
    );
    expect(codes({ plan, confirmation, overrides: { acceptConfig: true } })).toEqual([
      "identities_changed",
      "too_many_members_gone",
    ]);
  });

  it("lifts no limit when there is nothing to confirm", () => {
    const plan = planWith([{ action: "create", count: 300 }]);
    expect(codes({ plan, overrides: { acceptConfig: true } })).toEqual([
      "too_many_strangers",
      "too_many_creations",
    ]);
  });

  it("reports everything at once, with codes of the catalogue", () => {
    const all = codes({
      plan: planWith([{ action: "archive", count: 20 }]),
      employeesRead: 10,
      confirmation: CHANGED,
    });
    expect(all).toEqual(["too_few_employees", "too_many_archives", "config_not_confirmed"]);
    for (const code of all) expect(CODES.safety).toHaveProperty(code);
  });
});

describe("limits from the configuration", () => {
  it("take the place of the defaults", () => {
    const limits: SafetyLimits = { ...LIMITS, archives: { percent: 0, atLeast: 0 } };
    expect(codes({ plan: planWith([{ action: "archive", count: 1 }]), limits })).toEqual([
      "too_many_archives",
    ]);
  });
});

describe("withoutArchives", () => {
  const leavers = planOf({
    employees: ["ada", "bob"].map((id) => employee(id, { status: "inactive" })),
    members: ["ada", "bob"].map((id) => member(id)),
    links: ["ada", "bob"].map((id) => link(id)),
  });

  it("turns archives into notes and keeps the rest", () => {
    const rest = withoutArchives(leavers);
    expect(rest.changes).toEqual([]);
    expect(rowText(rest, "ada")).toBe("blocked no_archive");
    expect(rest.notes[0]?.reason).toBe(
      "Inactive in the HR tool. But this run leaves out archives (`--no-archive`).",
    );
  });

  it("leaves everything else as it was, and the rows in order", () => {
    const plan = planOf({
      employees: [
        employee("ada", { status: "pending" }),
        employee("bob", { status: "inactive" }),
        employee("cyd", { firstName: "Eda" }),
        employee("dan", { status: "pending" }),
      ],
      members: ["bob", "cyd"].map((id) => member(id)),
      links: ["bob", "cyd"].map((id) => link(id)),
    });
    const rest = withoutArchives(plan);
    expect(rest.changes.map(({ action, employeeId }) => `${action} ${employeeId}`)).toEqual(["update cyd"]);
    expect(rest.notes.map(({ employeeId, code }) => `${employeeId} ${code}`)).toEqual([
      "ada not_started",
      "bob no_archive",
      "dan not_started",
    ]);
    expect(rest.notes[1]).toMatchObject({ memberId: "m-bob", email: "bob@acme.test", name: "Bob Test" });
  });

  it("gives back a plan that has none", () => {
    const plan = planWith([{ action: "create", count: 1 }]);
    expect(withoutArchives(plan)).toBe(plan);
  });
});
