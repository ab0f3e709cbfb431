import { describe, expect, it } from "vitest";
import { FILTER_FIELDS, requireField } from "../../../src/sync/filter/fields.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { employee, problemOf } from "./support.js";

describe("requireField", () => {
  const full = employee({
    workLocation: "Paris",
    department: "Finance",
    team: "Payroll",
    legalEntity: "Acme SAS",
    country: "FR",
    employmentType: "internal",
    costCenter: "CC-1",
    jobTitle: "Accountant",
    manager: { id: "m-1", email: "mia@acme.test" },
    workEmail: "ana@acme.test",
    startDate: "2024-02-29",
    custom: { "Badge Color": "blue" },
  });

  it.each([
    ["Work Location", "Paris"],
    ["Department", "Finance"],
    ["Team", "Payroll"],
    ["Legal Entity", "Acme SAS"],
    ["Country", "FR"],
    ["Employment Type", "internal"],
    ["Cost Center", "CC-1"],
    ["Job Title", "Accountant"],
    ["Manager Email", "mia@acme.test"],
    ["Work Email", "ana@acme.test"],
    ["Start Date", "2024-02-29"],
    ["custom.Badge Color", "blue"],
  ])("reads %s", (name, value) => {
    expect(requireField(name).name).toBe(name);
    expect(requireField(name).read(full)).toBe(value);
  });

  it("finds a field in any case and with any blanks", () => {
    for (const name of [
      "work location",
      "WORK  LOCATION",
      " Work Location ",
      "workLocation",
      "Work\u00a0Location",
    ]) {
      expect(requireField(name).name).toBe("Work Location");
    }
  });

  it("tells absent from empty in every field", () => {
    for (const { read } of FILTER_FIELDS) expect(read(employee())).toBeUndefined();
    const keys = [
      "workLocation",
      "department",
      "team",
      "legalEntity",
      "country",
      "employmentType",
      "costCenter",
      "jobTitle",
      "manager",
      "workEmail",
      "startDate",
    ] as const;
    const empty: Partial<Employee> = Object.fromEntries(keys.map((key) => [key, null]));
    for (const { read } of FILTER_FIELDS) expect(read(employee(empty))).toBeNull();
  });

  it("takes the e-mail of a manager known by id only for not readable", () => {
    const { read } = requireField("Manager Email");
    expect(read(employee({ manager: { id: "m-1", email: null } }))).toBeUndefined();
    expect(read(employee({ manager: { id: null, email: null } }))).toBeNull();
  });

  it("finds a further attribute in any case and with any blanks", () => {
    for (const name of ["custom.badge color", "CUSTOM.Badge  Color", " custom . badge COLOR "]) {
      expect(requireField(name).read(full)).toBe("blue");
    }
    expect(requireField("custom.badgecolor").read(full)).toBeUndefined();
  });

  it("prefers the exact spelling among attributes that differ in case only", () => {
    const both = employee({ custom: { code: "lower", CODE: "upper" } });
    expect(requireField("custom.CODE").read(both)).toBe("upper");
    expect(requireField("custom.code").read(both)).toBe("lower");
  });

  it("does not take what every object inherits for an attribute", () => {
    for (const key of ["constructor", "toString", "__proto__"]) {
      expect(requireField(`custom.${key}`).read(employee())).toBeUndefined();
    }
  });

  it("names the nearest and all known fields when there is no such field", async () => {
    const problem = await problemOf(() => requireField("Work Locaton", "Filter rule 2"));
    expect(problem).toMatchObject({ kind: "configuration", code: "filter_unknown_field" });
    expect(problem.message).toBe('Filter rule 2 names a field that does not exist: "Work Locaton".');
    expect(problem.why).toBe(
      'Did you mean "Work Location"? Known fields: Work Location, Department, Team, Legal Entity, Country, Employment Type, Cost Center, Job Title, Manager Email, Work Email, Start Date, and custom.<key> for further attributes.',
    );
  });

  it("suggests nothing for a name that resembles none, and refuses an empty key", async () => {
    expect((await problemOf(() => requireField("Shoe Size"))).why).toMatch(/^Known fields/);
    expect((await problemOf(() => requireField("custom. "))).code).toBe("filter_unknown_field");
    expect((await problemOf(() => requireField(""))).code).toBe("filter_unknown_field");
  });
});
