import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toEmployee } from "../../../src/providers/deel/mapping.js";
import { deelSettings } from "../../../src/providers/deel/settings.js";
import type { Employee } from "../../../src/sync/model/employee.js";

const FIXTURES = new URL("../../../fixtures/providers/deel/", import.meta.url);

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

function mapOne(person: Record<string, unknown>, settings = {}): Employee {
  const employee = toEmployee({ id: "7", ...person }, deelSettings.parse(settings));
  if (!employee) throw new Error("not mapped");
  return employee;
}

/** The end that counts and the one that is only announced, of a person with these employments. */
function ends(person_status: string, employments: readonly object[], person = {}) {
  const employee = mapOne({ person_status, employments, completion_date: null, ...person });
  return [employee.terminationDate, employee.expectedEnd];
}

function lastDay(...person: Parameters<typeof ends>) {
  return ends(...person)[0];
}

describe("deel mapping", () => {
  it("maps recorded shapes to employees", () => {
    const { data } = fixture("people.json");
    const employees = data.map((item: unknown) => toEmployee(item, deelSettings.parse({})));
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
      expect(toEmployee(item, deelSettings.parse({}))).toBeNull();
    }
  });

  it("never fails and never invents an id, whatever an item holds", () => {
    const key = fc.constantFrom("emails", "employments", "department", "direct_manager", "start_date");
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (person) => {
        expect(toEmployee(person, deelSettings.parse({}))).toBeNull();
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
    ["NOT_STARTED", "no_contract", "not_started"],
    ["SUSPENDED", "unknown", "SUSPENDED"],
    ["constructor", "unknown", "constructor"],
  ])("of the person %s is %s, whatever that of the hiring", (person_status, status, statusDetail) => {
    for (const hiring_status of ["offboarding", "onboarding", "draft", null]) {
      const employee = mapOne({ person_status, hiring_status });
      expect([employee.status, employee.statusDetail]).toEqual([status, statusDetail]);
    }
  });

  it.each([
    ["active", "active"],
    ["offboarding", "active"],
    ["inactive", "inactive"],
    ["pending_invite", "no_contract"],
    ["draft", "no_contract"],
    ["invited", "no_contract"],
    ["in_review", "no_contract"],
    ["onboarding", "pending"],
    ["onboarding_at_risk", "pending"],
    ["onboarding_overdue", "pending"],
    ["onboarded", "pending"],
    ["quote_requires_changes", "no_contract"],
    ["on_a_mission", "unknown"],
  ])("of the hiring %s is %s where the person's may not be read", (hiring_status, status) => {
    expect(mapOne({ hiring_status }).status).toBe(status);
    expect(mapOne({ person_status: null, new_hiring_status: hiring_status }).status).toBe(status);
  });

  it("invites nobody without a contract by the start date, and everybody with one", () => {
    const start_date = "2025-03-01";
    expect(mapOne({ hiring_status: "draft", start_date })).toMatchObject({
      status: "no_contract",
      statusDetail: "draft",
      startDate: start_date,
    });
    expect(mapOne({ hiring_status: "onboarding", start_date })).toMatchObject({
      status: "pending",
      startDate: start_date,
    });
  });

  it.each([
    [{ person_status: "ACTIVE", hiring_status: "inactive" }, "person active, hiring inactive"],
    [{ person_status: "INACTIVE", new_hiring_status: "active" }, "person inactive, hiring active"],
    [{ person_status: "ACTIVE", employments: [{ is_ended: true }] }, "active, every employment has ended"],
    [{ hiring_status: "active", employments: [{ is_ended: true }] }, "active, every employment has ended"],
  ])("is unknown when two values exclude each other: %o", (person, words) => {
    expect(mapOne(person)).toMatchObject({ status: "unknown", statusDetail: words });
  });

  it("goes by no employment that was archived or deleted", () => {
    const gone = { is_ended: true, is_user_contract_deleted: true };
    expect(mapOne({ person_status: "ACTIVE", employments: [gone] }).status).toBe("active");
    expect(mapOne({ person_status: "INACTIVE", employments: [{ is_ended: false }] }).status).toBe("inactive");
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

  it("end nobody whom Deel calls active: their days are announcements, before and after they pass", () => {
    for (const day of ["2020-01-31", "2099-12-31"]) {
      expect(ends("ACTIVE", [{ ...current, termination_last_day: day }])).toEqual([null, day]);
      expect(ends("ACTIVE", [{ ...current, completion_date: day }])).toEqual([null, day]);
      expect(ends("ACTIVE", [], { direct_employee_termination_last_day: day })).toEqual([null, day]);
      expect(ends("NOT_STARTED", [{ ...current, completion_date: day }])).toEqual([null, day]);
    }
    expect(ends("ACTIVE", [current])).toEqual([null, undefined]);
  });

  it("count for somebody who is on the way out, the planned end of the contract too", () => {
    expect(ends("OFFBOARDING", [{ ...current, completion_date: "2026-12-31" }])).toEqual([
      "2026-12-31",
      undefined,
    ]);
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
