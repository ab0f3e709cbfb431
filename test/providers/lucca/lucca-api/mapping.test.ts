import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { lucca } from "../../../../src/providers/lucca/index.js";
import { readPerson } from "../../../../src/providers/lucca/lucca-api/person.js";
import { readAll } from "../../../conformance/harness.js";
import { employee, page, type Script, type Started, startLuccaApi } from "./fake.js";

const FIXTURES = new URL("../../../../fixtures/providers/lucca/lucca-api/", import.meta.url);

let started: Started | undefined;

afterEach(async () => {
  await started?.close();
  started = undefined;
});

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));
}

async function readFixtures(settings: Readonly<Record<string, unknown>> = { bankDetails: "yes" }) {
  started = await startLuccaApi(
    { list: (name) => ({ status: 200, json: fixture(`${name}.json`) }) },
    settings,
  );
  return readAll(lucca, started.connection);
}

/** The one person of a list, with one employment, job and record. */
async function readOne(parts: {
  readonly job?: unknown;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly embedded?: Readonly<Record<string, unknown>>;
}) {
  const refers = { applicableJobPosition: { id: "1" }, ...parts.more };
  const list: Script["list"] = (name) => {
    if (name === "employees") {
      return page([employee("7", refers)], {
        embedded: { "job-position": { 1: parts.job }, ...parts.embedded },
      });
    }
    const isRecords = name === "employee-personal-records" && parts.record;
    return isRecords ? page([{ employee: { id: "7" }, ...parts.record }]) : null;
  };
  started = await startLuccaApi({ list }, { bankDetails: "yes" });
  const [found] = (await readAll(lucca, started.connection)).employees;
  if (!found) throw new Error("nobody came");
  return found;
}

describe("lucca Lucca API mapping", () => {
  it("maps recorded shapes to employees", async () => {
    const { employees, outcome } = await readFixtures();
    expect(outcome).toEqual({ complete: true, total: 8 });
    // Printed as JSON, so that bank details are compared masked.
    expect(JSON.parse(JSON.stringify(employees))).toEqual(fixture("employees.expected.json"));
  });

  it("reveals bank details in every form Lucca has, empty ones as null, and none that was left out", async () => {
    const { employees } = await readFixtures();
    expect(employees.map((one) => one.bank?.reveal())).toEqual([
      { iban: "FR14 2004 1010 0505 0001 3M02 606", bic: null },
      { iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
      { iban: null, bic: null },
      undefined,
      { iban: null, bic: null },
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("keeps nothing else of the personal records", async () => {
    const { employees } = await readFixtures();
    const shown = JSON.stringify(employees);
    for (const word of ["1989", "Example Bank", "1234567", "021000021", "FR14", "DE89", "+33"]) {
      expect(shown).not.toContain(word);
    }
  });

  it("reads neither bank details nor personal e-mails when the settings say no", async () => {
    const { employees } = await readFixtures({ bankDetails: "no" });
    for (const one of employees) {
      expect(one).not.toHaveProperty("bank");
    }
  });

  it.each<[string, unknown, object]>([
    ["an old form with blanks", { format: "iban", iban: " ", bic: "X" }, { iban: null, bic: "X" }],
    [
      "a form without a name",
      { accountIdentifier: "GB33BUKB20201555555555" },
      { iban: "GB33BUKB20201555555555" },
    ],
    ["upper case", { format: "IBAN", iban: "GB33BUKB20201555555555", bic: null }, { bic: null }],
    ["no form at all", "odd", { iban: null, bic: null }],
  ])("understands a bank account of %s", async (_name, bankAccount, expected) => {
    const { bank } = await readOne({ record: { bankAccount } });
    expect(bank?.reveal()).toMatchObject(expected);
  });

  it("gives no BIC key when there is none to read", async () => {
    const { bank } = await readOne({
      record: { bankAccount: { format: "iban", accountIdentifier: "GB33" } },
    });
    expect(bank?.reveal()).toEqual({ iban: "GB33" });
  });

  it("leaves out what is not there and gives null for what is empty", async () => {
    const empty = await readOne({ job: { jobTitle: " ", manager: null, department: null } });
    expect(empty).toMatchObject({ jobTitle: null, manager: null, department: null, team: null });
    await started?.close();
    const hidden = await readOne({ job: {} });
    for (const key of ["jobTitle", "manager", "department", "team", "workLocation", "bank"]) {
      expect(hidden).not.toHaveProperty(key);
    }
  });

  it("takes people without a job for people without department and manager", async () => {
    const found = await readOne({ more: { applicableJobPosition: null } });
    expect(found).toMatchObject({ jobTitle: null, manager: null, department: null, workLocation: null });
  });

  it("knows nothing of somebody active without an employment, where employments may be read", async () => {
    const told = await readOne({ embedded: { employment: {} } });
    expect(told).toMatchObject({ status: "unknown", statusDetail: "active, without an employment" });
    await started?.close();
    expect((await readOne({})).status).toBe("active");
  });

  it("never fails and never invents an id, whatever a record and what comes along hold", () => {
    const key = fc.constantFrom(...Object.keys(employee("1")));
    const resources = fc.oneof(fc.dictionary(fc.constantFrom("1", "2"), fc.anything()), fc.constant(null));
    const embedded = fc.record({ employment: resources, "job-position": resources });
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.oneof(fc.anything(), fc.constant({ id: "1" }))),
        embedded,
        (record, found) => {
          expect(readPerson({ ...record, id: null }, found, "2026-09-30")).toBeNull();
          expect(readPerson({ ...record, id: 7 }, found, "2026-09-30")?.id).toBe("7");
        },
      ),
    );
    for (const record of [null, "text", [], {}, { id: " " }, { id: 1.5 }]) {
      expect(readPerson(record, null, "2026-09-30")).toBeNull();
    }
  });
});

describe("lucca Lucca API managers", () => {
  it("have the e-mail of their own record, on whatever page that is", async () => {
    started = await startLuccaApi({
      list: (name, query) => {
        if (name !== "employees") return null;
        const reports = employee("1", { applicableJobPosition: { id: "1" } });
        const embedded = { "job-position": { 1: { manager: { id: "2" } } } };
        const links = { next: { href: "?page=p2" } };
        return query.page === "p2"
          ? page([employee("2")], { totalCount: 2 })
          : page([reports], { totalCount: 2, embedded, links });
      },
    });
    const { employees } = await readAll(lucca, started.connection);
    expect(employees[0]?.manager).toEqual({ id: "2", email: "person2@acme.test" });
  });
});
