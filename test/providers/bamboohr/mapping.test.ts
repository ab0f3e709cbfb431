import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import { createMapper } from "../../../src/providers/bamboohr/mapping.js";
import { createManagerBook } from "../../../src/providers/support/manager-book.js";
import { readAll } from "../../conformance/harness.js";
import type { Loopback } from "../../conformance/loopback.js";
import { report, row, startBamboohr } from "./fake.js";

const FIXTURES = new URL("../../../fixtures/providers/bamboohr/", import.meta.url);

const SETTINGS = {
  ibanField: "customIBAN",
  bicField: "customBIC",
  customFields: ["customTeamName", "customGrade", "customUnknown"],
  leaveStatuses: ["parental leave"],
};

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

async function readReport(answer: ReturnType<typeof report>, settings: unknown = {}) {
  const started = await startBamboohr({ report: () => answer }, settings);
  server = started.server;
  return (await readAll(bamboohr, started.connection)).employees;
}

async function readOne(values: Readonly<Record<string, unknown>>, settings: unknown = {}) {
  const [employee] = await readReport(report([row("7", values)]), settings);
  if (!employee) throw new Error("not mapped");
  return employee;
}

describe("bamboohr mapping", () => {
  it("maps recorded shapes to employees", async () => {
    const employees = await readReport({ status: 200, json: fixture("report.json") }, SETTINGS);
    // Printed as JSON, so that bank details are compared masked.
    expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture("employees.expected.json"));
  });

  it("reveals bank details as BambooHR has them, empty ones as null", async () => {
    const employees = await readReport({ status: 200, json: fixture("report.json") }, SETTINGS);
    expect(employees.slice(0, 2).map((employee) => employee.bank?.reveal())).toEqual([
      { iban: null, bic: null },
      { iban: "FR14 2004 1010 0505 0001 3M02 606", bic: "PSSTFRPPXXX" },
    ]);
  });

  it("leaves out what the reply does not name among its fields, or what one row lacks", async () => {
    const employees = await readReport(
      report(
        [row("1", { jobTitle: "Buyer", location: "London" }), row("2", { location: "Paris" })],
        [...Object.keys(row("1")), "jobTitle"].map((id) => ({ id })),
      ),
    );
    expect(employees[0]).toMatchObject({ jobTitle: "Buyer" });
    expect(employees[0]).not.toHaveProperty("workLocation");
    expect(employees[1]).not.toHaveProperty("jobTitle");
  });

  it("shows no field whose label tells of pay or bank details, whatever it is listed as", async () => {
    const answer = report(
      [row("1", { "4400": "48000", "4401": "DE89370400440532013000", "4402": "Blue" })],
      [
        ...Object.keys(row("1")).map((id) => ({ id })),
        { id: "4400", name: "Annual salary" },
        { id: "4401", name: "Bank account" },
        { id: "4402", name: "Colour" },
      ],
    );
    const settings = { customFields: "4400, 4401, 4402", costCenterField: "4400", legalEntityField: "4401" };
    const [employee] = await readReport(answer, settings);
    expect(employee?.custom).toEqual({ 4402: "Blue" });
    expect(employee).not.toHaveProperty("costCenter");
    expect(employee).not.toHaveProperty("legalEntity");
  });

  it("takes the manager's id from supervisorEId, never from supervisorId", async () => {
    const employee = await readOne({
      supervisorEId: "88",
      supervisorId: "12",
      supervisorEmail: "a@acme.test",
    });
    expect(employee.manager).toEqual({ id: "88", email: "a@acme.test" });
  });

  it("finds the manager's e-mail in the list when only the id may be read", async () => {
    const employees = await readReport(
      report([row("1", { supervisorEId: "2" }), row("2", { supervisorEId: "3" })]),
    );
    expect(employees.map(({ manager }) => manager)).toEqual([
      { id: "2", email: "person2@acme.test" },
      { id: "3", email: null },
    ]);
  });

  it.each([
    ["France", "FR"],
    ["united states", "US"],
    ["UK", "GB"],
    ["Atlantis", "Atlantis"],
    ["", null],
  ])("gives the country %o as %o", async (country, expected) => {
    expect((await readOne({ country })).country).toBe(expected);
  });

  it("takes the country from the company's own field when one is named", async () => {
    const employee = await readOne(
      { country: "France", customWorkCountry: "Spain" },
      { countryField: "customWorkCountry" },
    );
    expect(employee.country).toBe("ES");
  });

  it("keeps several values apart, in a list and in a field of the type multilist", async () => {
    expect((await readOne({ division: ["EMEA", " ", "APAC"] })).team).toEqual(["EMEA", "APAC"]);
    const fields = Object.keys(row("1")).map((id) => ({ id }));
    const answer = report(
      [row("1", { teams: "Core, Web", motto: "Fast, good" }), row("2", { teams: "Web", motto: null })],
      [...fields, { id: "teams", type: "multilist" }, { id: "motto", type: "text" }],
    );
    const employees = await readReport(answer, { customFields: "teams,motto" });
    expect(employees.map(({ custom }) => custom)).toEqual([
      { teams: ["Core", "Web"], motto: "Fast, good" },
      { teams: "Web", motto: null },
    ]);
  });

  it("calls an end only announced while BambooHR says Active: its status changes on the day", async () => {
    const ends = { hireDate: "2020-01-01", terminationDate: "2024-03-31" };
    expect(await readOne({ ...ends })).toMatchObject({ terminationDate: null, expectedEnd: "2024-03-31" });
    expect(await readOne({ ...ends, status: "Inactive" })).toMatchObject({ terminationDate: "2024-03-31" });
    expect(await readOne({ ...ends, employmentHistoryStatus: "Terminated" })).toMatchObject({
      status: "unknown",
      statusDetail: "Active, but Terminated",
    });
  });

  it("never fails and never invents an id, whatever a row holds", () => {
    const map = createMapper({
      settings: bamboohr.settings.parse(SETTINGS),
      today: "2026-09-29",
      bankBook: null,
      managers: createManagerBook(),
    });
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(map([(key) => (key === "id" ? null : value)])).toEqual([]);
        expect(map([(key) => (key === "id" ? "7" : value)])).toMatchObject([{ id: "7" }]);
      }),
    );
  });
});
