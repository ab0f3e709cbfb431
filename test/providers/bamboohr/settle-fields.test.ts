import { afterEach, describe, expect, it } from "vitest";
import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import { readAll } from "../../conformance/harness.js";
import type { Loopback } from "../../conformance/loopback.js";
import { datasetPage, datasetRow, report, row, startBamboohr } from "./fake.js";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const META = [
  { id: 16, name: "Employment Status", type: "list", alias: "employmentHistoryStatus" },
  { id: 387, name: "Employment Status", type: "employment_status", deprecated: true },
  { id: "4512.2", name: "401(k) - Status", type: "list" },
  { id: "4513.2", name: "401(k) - Status", type: "list" },
  { id: 4378, name: "Shirt size", type: "list", alias: "customShirtsize" },
  { id: 4400, name: "Shoe size (old)", type: "list", alias: "customShoe", deprecated: true },
  { id: 4601, name: "IBAN nr", type: "text", alias: "customIBANnr" },
];

async function start(values: object, settings: object, metaStatus = 200) {
  const started = await startBamboohr(
    {
      metaFields: () => ({ status: metaStatus, json: META }),
      report: () => report([row("1", { ...values })]),
      dataset: () => datasetPage([datasetRow("1")], 1),
    },
    settings,
  );
  server = started.server;
  return started;
}

async function problemOf(settings: object) {
  const { connection } = await start({}, settings);
  return bamboohr.verify(connection).then(
    () => Promise.reject(new Error("no problem")),
    (error: unknown) => error,
  );
}

describe("fields that settings name", () => {
  it("are settled at connect: one nobody has, with the nearest labels, all at once", async () => {
    expect(await problemOf({ customFields: "Shirt sice", ibanField: "IBAN" })).toMatchObject({
      kind: "configuration",
      code: "fields_unknown",
      message: expect.stringContaining("IBAN, Shirt sice"),
      why: 'ibanField: there is no field "IBAN". Did you mean "IBAN nr"? customFields: there is no field "Shirt sice". Did you mean "Shirt size"?',
      next: expect.stringContaining("spendesk-hr connect bamboohr"),
    });
  });

  it("are settled at connect: a label that two share, with their numbers", async () => {
    expect(await problemOf({ customFields: "401(k) - Status" })).toMatchObject({
      why: expect.stringContaining("4512.2 and 4513.2"),
    });
  });

  it("are settled where the data set is read, too", async () => {
    expect(await problemOf({ readFrom: "dataset", customFields: "Shirt sice" })).toMatchObject({
      code: "fields_unknown",
    });
  });

  it("are no trouble when they are there and only may not be read", async () => {
    const { connection } = await start({}, { customFields: "customShirtsize,Shoe size (old)" });
    await expect(bamboohr.verify(connection)).resolves.toBeDefined();
  });

  it("mean the namesake that is not deprecated", async () => {
    const { connection } = await start(
      { employmentHistoryStatus: "Full-Time" },
      { customFields: "Employment Status" },
    );
    await expect(bamboohr.verify(connection)).resolves.toBeDefined();
    const { employees } = await readAll(bamboohr, connection);
    expect(employees[0]?.custom).toEqual({ "Employment Status": "Full-Time" });
  });

  it.each([
    ["a number", "4378", { customShirtsize: "M" }],
    ["an alias", "customShirtsize", { 4378: "M" }],
  ])("are read when %s is answered by its other name", async (_what, name, values) => {
    const { connection } = await start(values, { customFields: name });
    const { employees } = await readAll(bamboohr, connection);
    expect(employees[0]?.custom).toEqual({ [name]: "M" });
  });

  it("count as not readable when the other name can't be looked up", async () => {
    const { connection } = await start({ customShirtsize: "M" }, { customFields: "4378" }, 403);
    const { employees, outcome } = await readAll(bamboohr, connection);
    expect([employees[0]?.custom, outcome.complete]).toEqual([{}, true]);
  });

  it("let the data set be preferred to the report", async () => {
    const { connection, paths } = await start({}, { readFrom: "dataset" });
    expect((await readAll(bamboohr, connection)).outcome).toEqual({ complete: true, total: 1 });
    expect(paths()).toEqual(["/api/v2/datasets/employee/data"]);
  });
});
