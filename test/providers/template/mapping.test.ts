import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toEmployee } from "../../../src/providers/_template/mapping.js";

const FIXTURES = new URL("../../../fixtures/providers/_template/", import.meta.url);

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

describe("template mapping", () => {
  it("maps recorded shapes to employees", () => {
    const employees = fixture("people.json").people.map(toEmployee);
    // Printed as JSON, so that bank details are compared masked.
    expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture("employees.expected.json"));
  });

  it("reveals bank details as the vendor has them, empty ones as null and hidden ones not at all", () => {
    const records = fixture("people.json").people;
    expect(toEmployee(records[1])?.bank?.reveal()).toEqual({
      iban: "DE89 3704 0044 0532 0130 00",
      bic: null,
    });
    expect(toEmployee({ id: 7, bic: "BUKBGB22XXX" })?.bank?.reveal()).toEqual({ bic: "BUKBGB22XXX" });
  });

  it("leaves out what is not in the answer", () => {
    expect(toEmployee({ id: 7 })).toEqual({ id: "7", status: "unknown", custom: {} });
  });

  it("gives no employee for a record without a usable id", () => {
    for (const record of [null, "text", [], {}]) expect(toEmployee(record)).toBeNull();
    for (const id of [null, "", " ", 1.5, 2 ** 60, {}]) expect(toEmployee({ id })).toBeNull();
  });

  it("never fails, whatever a record holds", () => {
    const key = fc.constantFrom("email", "status", "start_date", "office", "manager_id", "iban");
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (record) => {
        expect(toEmployee({ ...record, id: 7 })?.id).toBe("7");
      }),
    );
  });
});
