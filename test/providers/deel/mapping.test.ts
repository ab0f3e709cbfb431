import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toEmployee } from "../../../src/providers/deel/mapping.js";
import { deelSettings } from "../../../src/providers/deel/settings.js";
import type { Employee } from "../../../src/sync/employee.js";

const FIXTURES = new URL("../../../fixtures/providers/deel/", import.meta.url);
const TODAY = "2026-09-30";

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

function mapOne(person: Record<string, unknown>, settings = {}): Employee {
  const employee = toEmployee({ id: "7", ...person }, deelSettings.parse(settings), TODAY);
  if (!employee) throw new Error("not mapped");
  return employee;
}

/** The last day of a person with these employments. */
function lastDay(person_status: string, employments: readonly object[], person = {}) {
  return mapOne({ person_status, employments, completion_date: null, ...person }).terminationDate;
}

describe("deel mapping", () => {
  it("maps recorded shapes to employees", () => {
    const { data } = fixture("people.json");
    const employees = data.map((item: unknown) => toEmployee(item, deelSettings.parse({}), TODAY));
    expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture("employees.expected.json"));
  });

  it("leaves out what is not in the answer", () => {
    expect(mapOne({})).toEqual({ id: "7", status: "unknown", custom: {} });
  });

  it.each([
    ["PT", "PT"],
    ["prt", "PT"],
    ["USA", "US"],
    ["UAE", "AE"],
    ["GBR", "GB"],
    ["SWE", "SE"],
    ["CHE", "CH"],
    ["CHN", "CN"],
    ["Portugal", "PT"],
    ["QQQ", "QQQ"],
    [null, null],
  ])("takes the country %o for %o", (country, expected) => {
    expect(mapOne({ country }).country).toBe(expected);
  });

  it("gives no employee for an item without a usable id", () => {
    for (const item of [null, "text", {}, { id: null }, { id: " " }, { id: {} }, []]) {
      expect(toEmployee(item, deelSettings.parse({}), TODAY)).toBeNull();
    }
  });

  it("never fails and never invents an id, whatever an item holds", () => {
    const key = fc.constantFrom("emails", "employments", "department", "direct_manager", "start_date");
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (person) => {
        expect(toEmployee(person, deelSettings.parse({}), TODAY)).toBeNull();
        expect(mapOne(person).id).toBe("7");
      }),
    );
  });
});

describe("deel status", () => {
  it.each([
    ["ACTIVE", "active", undefined],
    ["OFFBOARDING", "active", "offboarding"],
    ["INACTIVE", "inactive", undefined],
    ["NOT_STARTED", "pending", undefined],
    ["SUSPENDED", "unknown", "SUSPENDED"],
    ["constructor", "unknown", "constructor"],
  ])("of the person %s is %s", (person_status, status, statusDetail) => {
    const employee = mapOne({ person_status, hiring_status: "active" });
    expect([employee.status, employee.statusDetail]).toEqual([status, statusDetail]);
  });

  it.each([
    ["active", "active"],
    ["offboarding", "active"],
    ["inactive", "inactive"],
    ["pending_invite", "pending"],
    ["draft", "pending"],
    ["invited", "pending"],
    ["in_review", "pending"],
    ["onboarding", "pending"],
    ["onboarding_at_risk", "pending"],
    ["onboarding_overdue", "pending"],
    ["onboarded", "pending"],
    ["quote_requires_changes", "pending"],
    ["on_a_mission", "unknown"],
  ])("of the hiring %s is %s where the person's may not be read", (hiring_status, status) => {
    expect(mapOne({ hiring_status }).status).toBe(status);
    expect(mapOne({ person_status: null, new_hiring_status: hiring_status }).status).toBe(status);
  });

  it("is unknown with an empty detail when it is empty", () => {
    expect(mapOne({ person_status: null })).toMatchObject({ status: "unknown", statusDetail: null });
  });
});

describe("deel employments", () => {
  const ended = {
    is_ended: true,
    start_date: "2020-01-01",
    completion_date: "2024-11-30T00:00:00.000Z",
    team: { name: "Old" },
  };
  const current = { is_ended: false, start_date: "2025-01-01", team: { name: "New" } };

  it("end nobody who has another one that goes on", () => {
    const employee = mapOne({ person_status: "ACTIVE", employments: [current, ended] });
    expect(employee).toMatchObject({ status: "active", terminationDate: null, team: "New" });
  });

  it("end nobody whom Deel calls active, even when all are over", () => {
    expect(lastDay("ACTIVE", [ended])).toBeNull();
    expect(lastDay("ACTIVE", [{ ...current, termination_last_day: "2026-09-29" }])).toBeNull();
    expect(lastDay("ACTIVE", [], { direct_employee_termination_last_day: TODAY })).toBeNull();
    expect(lastDay("NOT_STARTED", [ended])).toBeNull();
  });

  it("give the day ahead of somebody whom Deel still calls active", () => {
    expect(lastDay("ACTIVE", [{ ...current, termination_last_day: "2026-12-31" }])).toBe("2026-12-31");
  });

  it("don't take the planned end of a contract for a last day", () => {
    expect(lastDay("ACTIVE", [{ ...current, completion_date: "2026-12-31" }])).toBeNull();
    expect(lastDay("OFFBOARDING", [{ ...current, completion_date: "2026-12-31" }])).toBe("2026-12-31");
  });

  it("give the last day of an offboarding, also when it is over", () => {
    expect(lastDay("OFFBOARDING", [{ ...current, termination_last_day: "2026-09-29T00:00:00.000Z" }])).toBe(
      "2026-09-29",
    );
    expect(lastDay("OFFBOARDING", [], { completion_date: "2026-12-31" })).toBe("2026-12-31");
  });

  it("give no last day while one of several goes on, then the latest", () => {
    const one = { ...current, termination_last_day: "2026-10-31" };
    const other = { ...current, termination_last_day: "2026-11-30" };
    expect(lastDay("OFFBOARDING", [one, current])).toBeNull();
    expect(lastDay("OFFBOARDING", [one, other])).toBe("2026-11-30");
  });

  it("give a leaver the latest of all last days", () => {
    const other = { ...ended, completion_date: "2025-03-31" };
    expect(lastDay("INACTIVE", [other, ended])).toBe("2025-03-31");
    expect(lastDay("INACTIVE", [ended], { direct_employee_termination_last_day: "2024-11-15" })).toBe(
      "2024-11-15",
    );
  });

  it.each(["contract_is_archived", "is_user_contract_deleted"])("with %s don't count", (flag) => {
    const deleted = { ...current, [flag]: true, start_date: "2026-01-01", team: { name: "Mistake" } };
    const employee = mapOne({
      person_status: "INACTIVE",
      completion_date: null,
      employments: [deleted, ended],
    });
    expect(employee).toMatchObject({ team: "Old", terminationDate: "2024-11-30" });
  });

  it("give the first day when the person has none", () => {
    expect(mapOne({ start_date: null, employments: [current, ended] }).startDate).toBe("2020-01-01");
  });

  it("give the hiring type when the person has none", () => {
    expect(mapOne({ employments: [{ hiring_type: "EOR" }] }).employmentType).toBe("eor");
  });
});

describe("deel e-mails", () => {
  const primary = { type: "primary", value: "sam@mail.example.test" };
  const emptyWork = { type: "work", value: null };

  it("don't include the primary one, which can be private", () => {
    expect(mapOne({ emails: [primary, emptyWork] }).workEmail).toBeNull();
  });

  it("include the primary one when the settings say so", () => {
    expect(mapOne({ emails: [primary, emptyWork] }, { primaryEmail: true }).workEmail).toBe(primary.value);
  });

  it("come from the employment when the person has no work e-mail", () => {
    const employments = [{ work_email: "sam@acme.test" }];
    expect(mapOne({ emails: [primary, emptyWork], employments }).workEmail).toBe("sam@acme.test");
  });

  it("that are all empty may not be read, and are not empty", () => {
    const withheld = [emptyWork, { type: "primary", value: null }, { type: "personal", value: null }];
    for (const emails of [withheld, [], null]) {
      const employee = mapOne({ emails, employments: [{ work_email: null }] });
      expect(employee).not.toHaveProperty("workEmail");
    }
  });
});
