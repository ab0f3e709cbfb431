import { afterEach, describe, expect, it } from "vitest";
import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import { readAll } from "../../conformance/harness.js";
import type { Loopback } from "../../conformance/loopback.js";
import { datasetPage, datasetRow, report, row, type Script, startBamboohr } from "./fake.js";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function read(script: Script, settings: unknown) {
  const started = await startBamboohr(script, settings);
  server = started.server;
  const { employees } = await readAll(bamboohr, started.connection);
  return { employees, paths: started.paths(), log: started.server.log };
}

const META = [
  { id: 4337, name: "IBAN", type: "text", alias: "customIBAN" },
  { id: "4338", name: "BIC", type: "text" },
  { id: 4339, name: "Cost center", type: "list", alias: "customCostCenter" },
  { id: 4340, name: "Cost center", type: "list", alias: "customCostCenter1" },
  { id: null, name: "Odd" },
  "odd",
];

const metaFields = () => ({ status: 200, json: META });

describe("bamboohr fields of the company", () => {
  it("are asked for by number and alias without a further request", async () => {
    const { employees, paths } = await read(
      { report: () => report([row("1", { "4337": "DE89370400440532013000", customBIC: "COBADEFFXXX" })]) },
      { ibanField: "4337", bicField: "customBIC" },
    );
    expect(employees[0]?.bank?.reveal()).toEqual({ iban: "DE89370400440532013000", bic: "COBADEFFXXX" });
    expect(paths).toEqual(["/api/v1/reports/custom"]);
  });

  it("are looked up once by label, and asked for by alias, else by number", async () => {
    const { employees, log } = await read(
      {
        metaFields,
        report: () => report([row("1", { customIBAN: "DE89370400440532013000", "4338": "COBADEFFXXX" })]),
      },
      { ibanField: " iban ".toUpperCase(), bicField: "BIC" },
    );
    expect(employees[0]?.bank?.reveal()).toEqual({ iban: "DE89370400440532013000", bic: "COBADEFFXXX" });
    expect(log.map(({ url }) => url.pathname)).toEqual(["/api/v1/meta/fields", "/api/v1/reports/custom"]);
    expect(JSON.parse(log[1]?.body ?? "").fields).toEqual(expect.arrayContaining(["customIBAN", "4338"]));
  });

  it("are left out when a label fits two of them or none", async () => {
    const { employees } = await read(
      {
        metaFields,
        report: () => report([row("1", { customCostCenter: "CC-1", customCostCenter1: "CC-2" })]),
      },
      { costCenterField: "Cost center", legalEntityField: "Legal Entity" },
    );
    expect(employees[0]).not.toHaveProperty("costCenter");
    expect(employees[0]).not.toHaveProperty("legalEntity");
  });

  it("are addressed in filter rules by the name in the settings", async () => {
    const { employees } = await read(
      { metaFields, report: () => report([row("1", { customCostCenter1: "CC-2", "4500": "" })]) },
      { customFields: "customCostCenter1,4500,4501" },
    );
    expect(employees[0]?.custom).toEqual({ customCostCenter1: "CC-2", 4500: null });
  });
});

describe("bamboohr bank table", () => {
  const SETTINGS = { bankTable: "customBankDetails", ibanField: "account", bicField: "bic" };
  const IBAN = "DE89370400440532013000";
  const OLD = "GB33BUKB20201555555555";

  async function bankOf(rows: readonly object[], settings: object = SETTINGS) {
    const { employees, paths } = await read(
      { report: () => report([row("1"), row("2")]), table: () => ({ status: 200, json: rows }) },
      settings,
    );
    expect(paths).toEqual(["/api/v1/reports/custom", "/api/v1/employees/all/tables/customBankDetails"]);
    return employees[0]?.bank?.reveal();
  }

  const entry = (date: unknown, account: string, employeeId = "1") => ({
    id: "9",
    employeeId,
    date,
    account,
    bic: "COBADEFFXXX",
  });

  it("gives the latest row that has begun, whatever the order", async () => {
    const rows = [entry("2999-01-01", OLD), entry("2020-01-01", IBAN), entry("2001-01-01", OLD)];
    expect(await bankOf(rows)).toEqual({ iban: IBAN, bic: "COBADEFFXXX" });
    expect(await bankOf(rows.reverse())).toMatchObject({ iban: IBAN });
  });

  it("gives nothing when it is not clear which row counts", async () => {
    const nothing = { iban: null, bic: null };
    expect(await bankOf([entry("2020-01-01", IBAN), entry("2020-01-01", OLD)])).toEqual(nothing);
    expect(await bankOf([entry("0000-00-00", IBAN), entry(null, OLD)])).toEqual(nothing);
    expect(await bankOf([entry("2999-01-01", IBAN)])).toEqual(nothing);
    expect(await bankOf([entry("2020-01-01", OLD, "2")])).toEqual(nothing);
  });

  it("needs no date for an only row, and takes another date column when told", async () => {
    expect(await bankOf([entry(null, IBAN)])).toMatchObject({ iban: IBAN });
    const rows = [
      { ...entry("2020-01-01", OLD), since: "2001-01-01" },
      { ...entry("2001-01-01", IBAN), since: "2020-01-01" },
    ];
    expect(await bankOf(rows, { ...SETTINGS, bankDateColumn: "since" })).toMatchObject({ iban: IBAN });
  });

  it.each([403, 404])("leaves bank details out when the table answers %i", async (status) => {
    const { employees } = await read(
      { report: () => report([row("1")]), table: () => ({ status, json: {} }) },
      SETTINGS,
    );
    expect(employees[0]).not.toHaveProperty("bank");
  });

  it("leaves out a column that nobody's row has", async () => {
    expect(await bankOf([entry("2020-01-01", IBAN)], { ...SETTINGS, bicField: "swift" })).toEqual({
      iban: IBAN,
    });
  });
});

describe("bamboohr data set", () => {
  const gone = () => ({ status: 410, json: {} });

  it.each([404, 410])("is read when the report answers %i", async (status) => {
    const { employees, paths } = await read(
      { report: () => ({ status, json: {} }), dataset: () => datasetPage([datasetRow("1")], 1) },
      {},
    );
    expect(employees).toMatchObject([{ id: "1", status: "active", workEmail: "person1@acme.test" }]);
    expect(paths).toEqual(["/api/v1/reports/custom", "/api/v2/datasets/employee/data"]);
  });

  it("asks for both statuses, in the order of an id that is among the fields", async () => {
    const { log } = await read({ report: gone, dataset: () => datasetPage([datasetRow("1")], 1) }, {});
    const body = JSON.parse(log[1]?.body ?? "");
    expect(body).toMatchObject({
      filter: "status in ('Active','Inactive')",
      orderBy: "eeid asc",
      page: 1,
      pageSize: 1000,
    });
    expect(body.fields).toEqual(expect.arrayContaining(["eeid", "supervisorEid"]));
    expect(body.fields).not.toContain("supervisorId");
  });

  it("reads the company's fields by their numbers, but none that hold pay", async () => {
    const { employees, log } = await read(
      {
        report: gone,
        metaFields: () => ({ status: 200, json: [...META, { id: 4400, name: "Salary" }] }),
        dataset: ({ fields }) =>
          datasetPage(
            [
              datasetRow(
                "1",
                Object.fromEntries(
                  fields.filter((name) => name.startsWith("custom")).map((name) => [name, "x"]),
                ),
              ),
            ],
            1,
          ),
      },
      { ibanField: "customIBAN", bicField: "4338", costCenterField: "division", customFields: "4400" },
    );
    expect(log.filter(({ url }) => url.pathname === "/api/v1/meta/fields")).toHaveLength(1);
    const asked = JSON.parse(log.at(-1)?.body ?? "").fields;
    expect(asked).toEqual(
      expect.arrayContaining(["customField4337", "customField4338", "jobInformationDivision"]),
    );
    expect(asked).not.toContain("customField4400");
    expect(employees[0]?.bank?.reveal()).toEqual({ iban: "x", bic: "x" });
    expect(employees[0]?.custom).toEqual({});
  });

  it("goes on without a field that is refused, as if it may not be read", async () => {
    const { employees, log } = await read(
      {
        report: gone,
        dataset: ({ fields }) => {
          const refused = ["division", "country"]
            .map((name) => (name === "division" ? "jobInformationDivision" : name))
            .find((name) => fields.includes(name));
          if (!refused) return datasetPage([datasetRow("1")], 1);
          return {
            status: 400,
            json: { code: "INVALID_ARGUMENT", detail: `Invalid field name: employee_${refused}` },
          };
        },
      },
      {},
    );
    expect(log).toHaveLength(1 + 3);
    expect(employees[0]).not.toHaveProperty("country");
  });

  it("stops when a 400 names no field that was asked for", async () => {
    const refusal = { status: 400, json: { detail: "Invalid field name: employee_shoeSize" } };
    await expect(read({ report: gone, dataset: () => refusal }, {})).rejects.toMatchObject({
      why: expect.stringContaining("shoeSize"),
    });
    expect(server?.log).toHaveLength(2);
  });

  it("takes a field named among the restricted ones for one that may not be read", async () => {
    const rows = [datasetRow("1", { jobInformationLocation: "" })];
    const { employees } = await read(
      { report: gone, dataset: () => datasetPage(rows, 1, ["jobInformationLocation"]) },
      {},
    );
    expect(employees[0]).not.toHaveProperty("workLocation");
  });

  it("takes a future hire for pending there too", async () => {
    const hire = datasetRow("1", { status: "Inactive", hireDate: "2999-01-01" });
    const { employees } = await read({ report: gone, dataset: () => datasetPage([hire], 1) }, {});
    expect(employees[0]).toMatchObject({ status: "pending", startDate: "2999-01-01" });
  });

  it("stops at an empty page instead of following a wild total", async () => {
    const { log } = await read(
      { report: gone, dataset: ({ page }) => datasetPage(page === 1 ? [datasetRow("1")] : [], 100_000_000) },
      {},
    );
    expect(log.length).toBeLessThanOrEqual(2 + 3);
  });

  it("is incomplete when the total is not told", async () => {
    const started = await startBamboohr({
      report: gone,
      dataset: () => datasetPage([datasetRow("1")], null),
    });
    server = started.server;
    expect((await readAll(bamboohr, started.connection)).outcome.complete).toBe(false);
  });
});
