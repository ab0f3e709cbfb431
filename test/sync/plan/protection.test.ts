import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Member } from "../../../src/sync/model/member.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
import { employee, link, member, planOf, rowText } from "../../support/people.js";

function planAda(ada: Partial<Employee>, values: Partial<Member> | null, policy: Partial<SyncPolicy>) {
  return planOf({
    employees: [employee("ada", ada)],
    members: values ? [member("ada", values)] : [],
    links: values ? [link("ada")] : [],
    policy,
  });
}

const PROTECTED: Partial<SyncPolicy> = { protect: ["Ada@Acme.test "] };

describe("protection and switches", () => {
  it.each<[string, Partial<Employee>, Partial<Member> | null, Partial<SyncPolicy>, string]>([
    ["protected leaver", { status: "inactive" }, {}, PROTECTED, "blocked protected"],
    [
      "protected by the member's e-mail",
      { status: "inactive", workEmail: null },
      {},
      PROTECTED,
      "blocked protected",
    ],
    [
      "protected by the work e-mail",
      { status: "inactive" },
      { email: "x@acme.test" },
      PROTECTED,
      "blocked protected",
    ],
    ["protected, changed", { firstName: "Eda" }, {}, PROTECTED, "blocked protected"],
    ["protected, changed e-mail", { workEmail: "eda@acme.test" }, {}, PROTECTED, "blocked protected"],
    ["protected joiner", {}, null, PROTECTED, "blocked protected"],
    ["protected, archived", {}, { status: "archived" }, PROTECTED, "blocked protected"],
    ["protected, in step", {}, {}, PROTECTED, "unchanged in_step"],
    [
      "protected, left and archived",
      { status: "inactive" },
      { status: "archived" },
      PROTECTED,
      "skipped already_archived",
    ],
    ["owner who left", { status: "inactive" }, { isOwner: true }, {}, "blocked owner"],
    ["owner, changed", { firstName: "Eda" }, { isOwner: true }, {}, "update fields_changed"],
    ["protected owner who left", { status: "inactive" }, { isOwner: true }, PROTECTED, "blocked protected"],
    ["joiner, creating off", {}, null, { create: false }, "blocked create_off"],
    [
      "joiner without e-mail, creating off",
      { workEmail: null },
      null,
      { create: false },
      "skipped no_work_email",
    ],
    ["leaver, archiving off", { status: "inactive" }, {}, { archive: false }, "blocked archive_off"],
    ["changed, updating off", { firstName: "Eda" }, {}, { update: [] }, "unchanged in_step"],
  ])("%s", (_case, ada, values, policy, row) => {
    const plan = planAda(ada, values, policy);
    expect(rowText(plan, "ada")).toBe(row);
    if (row.startsWith("blocked")) expect(plan.changes).toEqual([]);
  });

  it("blocks a creation for somebody whose linked member is gone when creating is off", () => {
    const plan = planOf({ employees: [employee("ada")], links: [link("ada")], policy: { create: false } });
    expect(rowText(plan, "ada")).toBe("blocked create_off");
  });

  it("says what would happen and what stops it", () => {
    const plan = planAda({ terminationDate: "2026-10-31" }, { isOwner: true }, {});
    expect(plan.notes[0]?.reason).toBe(
      "Left: the termination date is 2026-10-31. But Spendesk does not let an owner be archived: give the role to somebody else first.",
    );
  });
});
