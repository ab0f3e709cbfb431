import { describe, expect, it } from "vitest";
import type { DataRead, EmployeeField } from "../../../src/providers/provider.js";
import {
  dataEmpty,
  emptyForEverybody,
  findingsFrom,
  needsFurtherLook,
  requireReadable,
} from "../../../src/providers/support/readable.js";
import { RawBank } from "../../../src/sync/model/bank.js";
import type { Employee } from "../../../src/sync/model/employee.js";

function person(values: Partial<Employee>): Employee {
  return { id: "1", status: "active", custom: {}, ...values };
}

function data(field: EmployeeField, more: Partial<DataRead> = {}): DataRead {
  return {
    field,
    label: `the ${field}`,
    purpose: "It is for this",
    permission: "x",
    required: true,
    ...more,
  };
}

function states(employees: readonly Employee[], ...fields: EmployeeField[]) {
  const dataRead = fields.map((field) => data(field));
  return findingsFrom(employees, dataRead, () => "tick it").map(({ state }) => state);
}

describe("readability", () => {
  it("has four answers: a value, empty for everybody, hidden, and nobody to look at", () => {
    const people = [
      person({ workEmail: null, firstName: null }),
      person({ workEmail: null, firstName: "Ada" }),
    ];
    expect(states(people, "firstName", "workEmail", "lastName")).toEqual(["ok", "empty", "missing"]);
    expect(states([], "workEmail")).toEqual(["unknown"]);
  });

  it("looks into bank details, which may be hidden singly", () => {
    const people = [person({ bank: new RawBank({ iban: null }) }), person({ bank: null })];
    expect(states(people, "bank.iban", "bank.bic")).toEqual(["empty", "missing"]);
    expect(states([person({ bank: new RawBank({ iban: "GB33" }) })], "bank.iban")).toEqual(["ok"]);
  });

  it("knows a status nobody gives from one that is empty", () => {
    const status = (detail?: string | null) =>
      states(
        [person({ status: "unknown", ...(detail !== undefined && { statusDetail: detail }) })],
        "status",
      );
    expect([status("Sabbatical"), status(null), status()]).toEqual([["ok"], ["empty"], ["missing"]]);
  });

  it("tells what to allow, or what to do when it is empty", () => {
    const people = [person({ workEmail: null })];
    const dataRead = [data("workEmail", { ifEmpty: "Fill it in." }), data("lastName"), data("status")];
    const findings = findingsFrom(people, dataRead, ({ label }) => `Tick ${label}.`);
    expect(findings.map(({ next }) => next)).toEqual(["Fill it in.", "Tick the lastName.", null]);
  });

  it("needs a further look only while something required is empty", () => {
    const look = (more: Partial<DataRead>) =>
      needsFurtherLook(findingsFrom([person({ workEmail: null })], [data("workEmail", more)], () => ""));
    expect([look({}), look({ required: false })]).toEqual([true, false]);
  });

  it("finds what everybody lacks, of what is required and may be read", () => {
    const dataRead = [data("workEmail"), data("lastName"), data("team", { required: false })];
    const people = [person({ workEmail: null, team: null }), person({ workEmail: null, team: null })];
    expect(emptyForEverybody(people, dataRead).map(({ field }) => field)).toEqual(["workEmail"]);
    expect(emptyForEverybody([...people, person({ workEmail: "a@acme.test" })], dataRead)).toEqual([]);
    expect(emptyForEverybody([], dataRead)).toEqual([]);
  });

  it("stops a read only for what nobody's record has at all", () => {
    const advice = { service: "Example HR", next: "Tick it." };
    const check = (values: Partial<Employee>) => () =>
      requireReadable([person(values)], [data("workEmail")], advice);
    expect(check({ workEmail: null })).not.toThrow();
    expect(check({})).toThrow("Example HR gives nobody's the workEmail.");
  });
});

describe("required data that nobody has", () => {
  it("is a matter of the HR tool, with what to do about it", () => {
    const problem = dataEmpty("PayFit", [data("workEmail")], 3, ["Name the field."]);
    expect(problem).toMatchObject({
      kind: "configuration",
      code: "data_empty",
      message: "PayFit lets the workEmail be read, but none of 3 people there has anything in it.",
      why: "It is needed: It is for this.",
      next: "Name the field.",
    });
    expect(dataEmpty("PayFit", [data("workEmail")], 1, []).next).toMatch(/^Fill in the workEmail in PayFit/u);
  });
});
