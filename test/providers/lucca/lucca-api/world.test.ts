import { afterEach, describe, expect, it } from "vitest";
import { createHttpClient } from "../../../../src/http/client.js";
import { lucca } from "../../../../src/providers/lucca/index.js";
import { type Sandbox, startSandbox } from "../../../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../../../src/sandbox/settings.js";
import { connectTo, readAll } from "../../../conformance/harness.js";

const NOON = Date.parse("2026-09-30T12:00:00Z");

let sandbox: Sandbox | undefined;

afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

async function readWorld(options: SandboxOptions, settings: Readonly<Record<string, unknown>> = {}) {
  sandbox = await startSandbox(options);
  const vendor = { url: sandbox.providerUrl("lucca"), credentials: sandbox.credentials.lucca };
  const read = await readAll(lucca, connectTo(lucca, vendor, { apiGeneration: "lucca-api", ...settings }));
  return { ...read, people: sandbox.control.employees(), requests: sandbox.stats().requests };
}

const STATUS_OF = { active: "active", leave: "active", onboarding: "pending", inactive: "inactive" };

describe("lucca Lucca API on the sandbox's company", () => {
  it("sees everybody as they are, bank details included, but for the BIC", async () => {
    const { employees, people } = await readWorld({ employees: 120 }, { bankDetails: "yes" });
    const seen = employees.map(
      ({ id, status, terminationDate, workLocation, department, legalEntity, ...one }) => ({
        ...{ id, status, terminationDate, workLocation, department, legalEntity },
        ...{ country: one.country, managerId: one.manager?.id ?? null, bank: one.bank?.reveal() },
      }),
    );
    expect(seen).toEqual(
      people.map((person) => ({
        id: person.id,
        status: STATUS_OF[person.status],
        terminationDate: person.endDate,
        workLocation: person.office,
        department: person.department,
        legalEntity: person.legalEntity,
        country: person.country,
        managerId: person.managerId,
        bank: { iban: person.iban, bic: null },
      })),
    );
  });

  it("asks each list no more often than it has pages", async () => {
    const { requests } = await readWorld({ employees: 120 });
    expect(requests).toEqual({
      "POST /lucca/connect/token": 1,
      "GET /lucca/lucca-api/employees": 2,
      "GET /lucca/lucca-api/departments": 1,
      "GET /lucca/lucca-api/legal-entities": 1,
      "GET /lucca/lucca-api/business-establishments": 1,
    });
  });

  it("takes the documented page size in place of a larger one, which the sandbox would refuse", async () => {
    const { outcome, requests } = await readWorld({ employees: 120 }, { pageSize: 1000 });
    expect(outcome).toEqual({ complete: true, total: 120 });
    expect(requests["GET /lucca/lucca-api/employees"]).toBe(2);
  });

  it.each(["drop-page:x1", "drop-page=1:x1", "repeat-page:x1", "duplicate-id:x1", "wrong-total=2"])(
    "is incomplete after the fault %s",
    async (fault) => {
      const faults = [`${fault}@GET /lucca/lucca-api/employees`];
      expect((await readWorld({ employees: 120, faults })).outcome.complete).toBe(false);
    },
  );

  it("waits out the limit of 50 calls a minute, and wastes one call for each minute", async () => {
    let now = NOON;
    sandbox = await startSandbox({
      employees: 3000,
      clock: () => now,
      vendors: { lucca: { rateLimit: {} } },
    });
    const baseUrl = sandbox.providerUrl("lucca");
    const settings = { apiGeneration: "lucca-api", bankDetails: "yes" };
    const connection = connectTo(lucca, { url: baseUrl, credentials: sandbox.credentials.lucca }, settings);
    const sleep = async (milliseconds: number) => {
      now += milliseconds;
    };
    const http = createHttpClient({ baseUrl, userAgent: "spendesk-hr/test", sleep });
    const { outcome } = await readAll(lucca, { ...connection, http, httpAt: () => http });
    expect(outcome).toEqual({ complete: true, total: 3000 });
    expect(http.requestCount()).toBe(64 + 1);
    expect(now - NOON).toBe(60_000);
  });

  it("reads without the scope for bank details, and everything else", async () => {
    const hiddenAttributes = ["employee-personal-records.readonly"];
    const { employees, outcome } = await readWorld(
      { employees: 40, vendors: { lucca: { hiddenAttributes } } },
      { bankDetails: "yes" },
    );
    expect(outcome.complete).toBe(true);
    expect(employees[0]).not.toHaveProperty("bank");
    expect(employees[0]).toHaveProperty("department");
  });

  it("goes by the status alone when the application may not read employments", async () => {
    const hiddenAttributes = ["employments.readonly"];
    const { employees } = await readWorld({ employees: 40, vendors: { lucca: { hiddenAttributes } } });
    expect(new Set(employees.map(({ status }) => status))).toEqual(
      new Set(["active", "inactive", "pending"]),
    );
    expect(employees[0]).not.toHaveProperty("startDate");
  });
});
