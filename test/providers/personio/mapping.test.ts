import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import { createMapper } from "./personio.js";

const FIXTURES = new URL("../../../fixtures/providers/personio/", import.meta.url);

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

function mapOne(attributes: Record<string, unknown>, settings = {}): Employee {
  const employee = createMapper(settings)({
    type: "Employee",
    attributes: { id: { value: 7 }, ...attributes },
  });
  if (!employee) throw new Error("not mapped");
  return employee;
}

describe("personio mapping", () => {
  it("maps recorded shapes to employees", () => {
    const employees = fixture("employees.json").data.map(createMapper({}));
    // Printed as JSON, so that bank details are compared masked.
    expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture("employees.expected.json"));
  });

  it("reveals bank details as Personio has them, empty ones as null", () => {
    const employees: Employee[] = fixture("employees.json").data.map(createMapper({}));
    expect(employees.slice(0, 3).map((employee) => employee.bank?.reveal())).toEqual([
      { iban: "GB33BUKB20201555555555", bic: "BUKBGB22XXX" },
      { iban: "DE89 3704 0044 0532 0130 00", bic: null },
      { iban: null, bic: null },
    ]);
  });

  it("leaves out what is not in the answer", () => {
    expect(mapOne({})).toEqual({ id: "7", status: "unknown", custom: {} });
  });

  it("never collects pay or bank details among the custom attributes", () => {
    const employees = fixture("employees.json").data.map(createMapper({}));
    const text = JSON.stringify(employees);
    for (const word of [
      "48000",
      "salary",
      "Salary",
      "Fixed",
      "IBAN",
      "DE89 3704",
      "Holder of",
      "PSSTFRPPXXX",
    ]) {
      expect(text).not.toContain(word);
    }
  });

  it("keeps the day of a date whatever its offset", () => {
    for (const stamp of [
      "2024-03-31T00:00:00+14:00",
      "2024-03-31T00:00:00-11:00",
      "2024-03-31",
      " 2024-03-31 ",
    ]) {
      expect(mapOne({ hire_date: { value: stamp } }).startDate).toBe("2024-03-31");
    }
  });

  it.each([
    ["Active ", "active", undefined],
    ["leave", "active", "leave"],
    ["onboarding", "pending", undefined],
    ["inactive", "inactive", undefined],
    ["Garden leave", "unknown", "Garden leave"],
    ["constructor", "unknown", "constructor"],
    [null, "unknown", null],
  ])("maps the status %o to %s", (value, status, statusDetail) => {
    const employee = mapOne({ status: { value } });
    expect(employee.status).toBe(status);
    expect(employee.statusDetail).toBe(statusDetail);
  });

  it("gives no employee for an item without a usable id", () => {
    const map = createMapper({});
    for (const item of [null, "text", {}, { attributes: null }, { attributes: {} }])
      expect(map(item)).toBeNull();
    for (const value of [null, "", " ", 1.5, 2 ** 60, {}, []]) {
      expect(map({ attributes: { id: { value } } })).toBeNull();
    }
  });

  it("never fails and never invents an id, whatever an item holds", () => {
    const map = createMapper({});
    const attribute = fc.oneof(fc.anything(), fc.record({ label: fc.string(), value: fc.anything() }));
    const key = fc.constantFrom("email", "supervisor", "office", "cost_centers", "hire_date", "dynamic_1");
    fc.assert(
      fc.property(fc.dictionary(key, attribute), (attributes) => {
        expect(map({ attributes })).toBeNull();
        expect(map({ attributes: { ...attributes, id: { value: 7 } } })?.id).toBe("7");
      }),
    );
  });
});
