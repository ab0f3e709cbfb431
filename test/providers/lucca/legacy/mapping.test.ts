import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { lucca } from "../../../../src/providers/lucca/index.js";
import { createListLabels } from "../../../../src/providers/lucca/legacy/extended-data.js";
import { type MappingContext, toEmployee } from "../../../../src/providers/lucca/legacy/mapping.js";
import type { LegacySettings } from "../../../../src/providers/lucca/settings.js";
import { createManagerBook } from "../../../../src/providers/support/manager-book.js";
import { readAll } from "../../../conformance/harness.js";
import type { Loopback } from "../../../conformance/loopback.js";
import { startLucca, user } from "./fake.js";

const FIXTURES = new URL("../../../../fixtures/providers/lucca/legacy/", import.meta.url);
const BANK = { ibanField: "e_iban", bicField: "e_bic" };

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

async function readFixture(settings: LegacySettings) {
  const answer = (name: string) => ({ status: 200, json: fixture(name) });
  const isKnown = (key: string) => key === "e_Societe2";
  const started = await startLucca(
    () => answer("users.json"),
    settings,
    (key) => (isKnown(key) ? answer("e_Societe2.json") : { status: 404, json: {} }),
  );
  server = started.server;
  return (await readAll(lucca, started.connection)).employees;
}

function contextWith(settings: LegacySettings): MappingContext {
  return { settings, managers: createManagerBook(), lists: createListLabels(), today: "2026-09-30" };
}

function mapOne(values: Readonly<Record<string, unknown>>, settings: LegacySettings = {}) {
  return toEmployee(user(7, values), contextWith(settings));
}

describe("lucca legacy mapping", () => {
  it("maps recorded shapes to employees", async () => {
    // Printed as JSON, so that bank details are compared masked.
    expect(JSON.parse(JSON.stringify(await readFixture(BANK)))).toEqual(fixture("employees.expected.json"));
  });

  it("reveals bank details as Lucca has them, empty ones as null, and none without the key", async () => {
    const employees = await readFixture(BANK);
    expect(employees.map((employee) => employee.bank?.reveal())).toEqual([
      { iban: "FR14 2004 1010 0505 0001 3M02 606", bic: "PSSTFRPPXXX" },
      { iban: null, bic: null },
      undefined,
      undefined,
      undefined,
      { iban: "DE89 3704 0044 0532 0130 00", bic: "COBADEFFXXX" },
    ]);
  });

  it("reads no bank details unless the settings name their fields, and never shows them", async () => {
    for (const settings of [{}, BANK]) {
      const employees = await readFixture(settings);
      const custom = JSON.stringify(employees.map((employee) => employee.custom));
      for (const word of [
        "FR14",
        "2004",
        "PSST",
        "48000",
        "DE89",
        "COBA",
        "iban",
        "e_rib",
        "salaire",
        "Titulaire",
      ]) {
        expect(custom).not.toContain(word);
      }
      await server?.close();
    }
    expect((await readFixture({})).some((employee) => employee.bank !== undefined)).toBe(false);
  });

  it("leaves out what is not there and gives null for what is empty", () => {
    expect(mapOne({ jobTitle: " ", department: null, manager: null })).toMatchObject({
      jobTitle: null,
      department: null,
      manager: null,
    });
    const employee = mapOne({});
    for (const key of ["jobTitle", "department", "workLocation", "legalEntity", "manager", "bank"]) {
      expect(employee).not.toHaveProperty(key);
    }
  });

  it("takes the establishment for the work location and the legal entity", () => {
    expect(mapOne({ legalEntity: { id: 1, name: "Acme SAS - Lyon" } })).toMatchObject({
      workLocation: "Acme SAS - Lyon",
      legalEntity: "Acme SAS - Lyon",
    });
  });

  it("gives no employee for a record without a usable id", () => {
    const context = contextWith({});
    for (const record of [null, "text", {}, [], user(null), user(" "), user(1.5), user(2 ** 60), user({})]) {
      expect(toEmployee(record, context)).toBeNull();
    }
  });

  it("never fails and never invents an id, whatever a record holds", () => {
    const context = contextWith(BANK);
    const key = fc.constantFrom(
      ...Object.keys(user(1)),
      "manager",
      "department",
      "legalEntity",
      "extendedData",
    );
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (record) => {
        expect(toEmployee({ ...record, id: null }, context)).toBeNull();
        expect(toEmployee({ ...record, id: 7 }, context)?.id).toBe("7");
      }),
    );
  });
});
