import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
import { employee, planOf } from "../../support/people.js";

function createdWith(names: Partial<Employee>, singleName: SyncPolicy["singleName"]) {
  const person = { ...employee("ada"), ...names };
  const plan = planOf({ employees: [person], policy: { singleName } });
  const [change] = plan.changes;
  const value = (field: string) => change?.fields.find((one) => one.field === field)?.to ?? null;
  return {
    names: [value("firstName"), value("lastName")],
    code: change?.code ?? plan.notes[0]?.code,
    reason: plan.notes[0]?.reason,
  };
}

describe("people with one name only", () => {
  it.each([
    [{ firstName: null, lastName: "Suharto" }, ["Suharto", "Suharto"]],
    [{ firstName: " Cher ", lastName: "" }, ["Cher", "Cher"]],
    [{ firstName: "Ada", lastName: "Byron" }, ["Ada", "Byron"]],
  ])("are created with it twice when it is repeated: %j", (names, expected) => {
    expect(createdWith(names, "repeat")).toMatchObject({ names: expected, code: "joiner" });
  });

  it("are skipped otherwise, with the rule that would create them", () => {
    const { code, reason } = createdWith({ firstName: null, lastName: "Suharto" }, "skip");
    expect(code).toBe("no_name");
    expect(reason).toContain("no first name");
    expect(reason).toContain("`sync.singleName: repeat`");
  });

  it("are skipped when there is no name at all", () => {
    const { code, reason } = createdWith({ firstName: null, lastName: " " }, "repeat");
    expect([code, reason]).toEqual(["no_name", expect.stringContaining("no name for this person")]);
  });

  it("are not taken for people whose other name may not be read", () => {
    const { firstName: _hidden, ...person } = employee("ada");
    const plan = planOf({ employees: [person], policy: { singleName: "repeat" } });
    expect(plan.notes.map(({ code }) => code)).toEqual(["no_name"]);
  });
});
