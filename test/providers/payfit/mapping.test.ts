import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type MappingContext,
  type PayfitPerson,
  readPerson,
  toEmployee,
} from "../../../src/providers/payfit/mapping.js";
import { createManagerBook } from "../../../src/providers/support/manager-book.js";
import type { Employee } from "../../../src/sync/model/employee.js";

const FIXTURES = new URL("../../../fixtures/providers/payfit/", import.meta.url);

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

const CONTEXT: MappingContext = {
  today: "2026-09-30",
  managers: createManagerBook([["64f0c2a9b1d2e3f4050607aa", "maelle.ndiaye@acme.test"]]),
  company: { name: "Acme France SAS", country: "FR" },
  grants: () => false,
  jobOf: (id) => ({ jobTitle: id.endsWith("708") ? "Accountant" : null, employmentType: "CDI" }),
};

const ALONE: MappingContext = { ...CONTEXT, company: null, jobOf: () => null };

function fixturePeople(): PayfitPerson[] {
  return fixture("collaborators.json").collaborators.map(readPerson);
}

function mapOne(item: Record<string, unknown>): Employee {
  const person = readPerson({ id: "p7", ...item });
  if (!person) throw new Error("not read");
  return toEmployee(person, ALONE);
}

describe("payfit mapping", () => {
  it("maps recorded shapes to employees", () => {
    const employees = fixturePeople().map((person) => toEmployee(person, CONTEXT));
    // Printed as JSON, so that bank details are compared masked.
    expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture("collaborators.expected.json"));
  });

  it("reveals bank details as PayFit has them: empty ones as null, missing ones not at all", () => {
    const banks = fixturePeople().map((person) => toEmployee(person, CONTEXT).bank?.reveal());
    expect(banks.slice(0, 4)).toEqual([
      { iban: "FR14 2004 1010 0505 0001 3M02 606", bic: "PSSTFRPPXXX" },
      { iban: null, bic: null },
      undefined,
      { iban: "DE89370400440532013000", bic: null },
    ]);
    expect(mapOne({ bic: "BUKBGB22XXX" }).bank?.reveal()).toEqual({ bic: "BUKBGB22XXX" });
  });

  it("leaves out what is not in the answer", () => {
    expect(mapOne({})).toEqual({ id: "p7", status: "unknown", custom: {} });
  });

  it("takes for empty what is not in the answer although the key's scopes grant it", () => {
    const person = readPerson({ id: "p7" });
    if (!person) throw new Error("not read");
    const employee = toEmployee(person, { ...ALONE, grants: (scope) => scope !== "contracts:read" });
    expect(employee).toMatchObject({ workEmail: null, manager: null, team: null, startDate: null });
    expect(employee).toMatchObject({ status: "unknown", statusDetail: "no contract" });
    expect(employee.bank?.reveal()).toEqual({ iban: null, bic: null });
    expect(employee).not.toHaveProperty("firstName");
  });

  it.each([
    ["García", "López", "García López"],
    ["García", "García", "García García"],
    ["García López", "LÓPEZ", "García López"],
    [null, "López", "López"],
    ["García", " ", "García"],
    ["García", undefined, "García"],
  ])("gives both last names of somebody in Spain: %o and %o", (lastName, secondLastName, expected) => {
    expect(mapOne({ lastName, secondLastName }).lastName).toBe(expected);
  });

  it("keeps nothing private that nobody asked for", () => {
    const text = JSON.stringify(fixturePeople());
    for (const word of ["mail.example.test", "1991", "+336", "Lilas", "Roux", "nationality"]) {
      expect(text).not.toContain(word);
    }
  });

  it.each([
    ["personal only", [{ type: "personal", email: "p@mail.example.test" }], null],
    ["no type", [{ email: "p@mail.example.test" }], null],
    ["another case", [{ type: "Professional ", email: " W@acme.test " }], "W@acme.test"],
    [
      "a blank one first",
      [
        { type: "professional", email: " " },
        { type: "professional", email: "w@acme.test" },
      ],
      "w@acme.test",
    ],
    ["an empty list", [], null],
    ["null", null, null],
    ["something odd", "w@acme.test", null],
  ])("takes only a professional e-mail: %s", (_name, emails, expected) => {
    expect(mapOne({ emails }).workEmail).toBe(expected);
  });

  it("gives no work e-mail, not an empty one, when e-mails may not be read", () => {
    expect(mapOne({ firstName: "Mira" })).not.toHaveProperty("workEmail");
  });

  it("finds the manager's e-mail among the others, and keeps the id of one who is not there", () => {
    const managers = fixturePeople().map((person) => toEmployee(person, CONTEXT).manager);
    expect(managers[0]).toEqual({ id: "64f0c2a9b1d2e3f4050607aa", email: "maelle.ndiaye@acme.test" });
    expect(managers[3]).toEqual({ id: "64f0c2a9b1d2e3f4050607ff", email: null });
  });

  it("reads nobody from an item without a usable id", () => {
    for (const item of [null, "text", {}, [], { id: null }, { id: " " }, { id: 1.5 }, { id: {} }]) {
      expect(readPerson(item)).toBeNull();
    }
  });

  it("never fails and never invents an id, whatever an item holds", () => {
    const key = fc.constantFrom("firstName", "emails", "contracts", "terminationDate", "managerId", "iban");
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (item) => {
        expect(readPerson(item)).toBeNull();
        expect(mapOne(item).id).toBe("p7");
      }),
    );
  });
});
