import { afterEach, describe, expect, it } from "vitest";
import { hibob } from "../../../src/providers/hibob/index.js";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../../src/sandbox/settings.js";
import { connectTo, readAll } from "../../conformance/harness.js";

let sandbox: Sandbox | undefined;

afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

async function connect(options: SandboxOptions, settings: unknown = {}) {
  const started = await startSandbox(options);
  sandbox = started;
  const vendor = { url: started.providerUrl("hibob"), credentials: started.credentials.hibob };
  return { sandbox: started, connection: connectTo(hibob, vendor, settings) };
}

describe("hibob on the sandbox", () => {
  it("reads everybody as they are", async () => {
    const { sandbox, connection } = await connect(
      { employees: 120 },
      { teamField: "work.customColumns.column_1700000000001" },
    );
    const { employees } = await readAll(hibob, connection);
    for (const person of sandbox.control.employees()) {
      const employee = employees.find(({ id }) => id === person.id);
      expect(employee).toMatchObject({
        workEmail: person.workEmail,
        terminationDate: person.endDate,
        workLocation: person.office,
        department: person.department,
        team: person.team,
        jobTitle: person.jobTitle,
        country: person.country,
      });
      expect(employee?.manager?.id ?? null).toBe(person.managerId);
      expect(employee?.bank?.reveal()).toEqual({
        iban: person.iban?.trim() ?? null,
        bic: person.bic?.trim() ?? null,
      });
    }
  });

  it("reads the bank accounts table under the limit without a single 429", async () => {
    const limit = { limit: 4, windowMs: 1000 };
    const { sandbox, connection } = await connect(
      { employees: 5, vendors: { hibob: { rateLimit: limit } } },
      { bankSource: "table" },
    );
    const { employees, outcome } = await readAll(hibob, connection);
    expect(outcome).toEqual({ complete: true, total: 5 });
    expect(sandbox.stats().tooManyRequests).toBe(0);
    const asked = employees.filter(({ status }) => status !== "inactive");
    expect(sandbox.stats().total).toBe(1 + asked.length);
    for (const { id, bank } of asked) {
      const person = sandbox.control.employees().find((candidate) => candidate.id === id);
      expect(bank?.reveal().iban).toBe(person?.iban?.trim() ?? null);
    }
  });

  it("notices that bank details are in the table, and warns of people without a clear account there", async () => {
    const options = { employees: 80, vendors: { hibob: { hiddenAttributes: ["Bank fields"] } } };
    const { connection } = await connect(options);
    const { findings } = await hibob.verify(connection);
    expect(findings.find(({ field }) => field === "bank.iban")).toMatchObject({
      state: "empty",
      required: true,
    });
    await sandbox?.close();
    const { connection: toTable } = await connect(options, { bankSource: "table" });
    const { employees } = await readAll(hibob, toTable);
    const unclear = employees.filter(({ bank }) => bank?.unclear);
    expect(unclear.length).toBeGreaterThan(0);
    for (const { bank } of unclear) expect(bank?.reveal().iban).toBeNull();
  });

  it("reads by id when the one answer is too large", async () => {
    const { sandbox, connection } = await connect({
      employees: 600,
      faults: ["oversize=64:x1@POST /hibob/v1/people/search"],
    });
    const { outcome } = await readAll(hibob, connection);
    expect(outcome).toEqual({ complete: true, total: 600 });
    expect(sandbox.stats().requests).toEqual({ "POST /hibob/v1/people/search": 4 });
  });

  it("is incomplete when people asked for by id don't come", async () => {
    const { connection } = await connect({
      employees: 600,
      faults: ["oversize=64:x1@POST /hibob/v1/people/search", "drop-page=3:x3@POST /hibob/v1/people/search"],
    });
    expect((await readAll(hibob, connection)).outcome).toMatchObject({ complete: false });
  });

  it("warns when the access rights hide leavers, who then are in no answer", async () => {
    const { connection } = await connect({ vendors: { hibob: { hiddenAttributes: ["Terminated"] } } });
    const { employees, outcome } = await readAll(hibob, connection);
    expect(outcome.complete).toBe(true);
    expect(employees.some(({ status }) => status === "inactive")).toBe(false);
    const { findings } = await hibob.verify(connection);
    expect(findings.filter(({ state }) => state === "missing")).toMatchObject([
      { field: "terminationDate", next: expect.stringContaining("Access rights") },
    ]);
  });

  it("stops without the right to read people", async () => {
    const { connection } = await connect({ vendors: { hibob: { forbidden: true } } });
    await expect(readAll(hibob, connection)).rejects.toMatchObject({ code: "permission_missing" });
  });
});
