import { afterEach, describe, expect, it } from "vitest";
import { payfit } from "../../../src/providers/payfit/index.js";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../../src/sandbox/settings.js";
import { connectTo, readAll } from "../../conformance/harness.js";

let sandbox: Sandbox | undefined;

afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

async function readWorld(options: SandboxOptions, settings: unknown = {}) {
  sandbox = await startSandbox(options);
  const vendor = { url: sandbox.providerUrl("payfit"), credentials: sandbox.credentials.payfit };
  const read = await readAll(payfit, connectTo(payfit, vendor, settings));
  return { ...read, people: sandbox.control.employees(), requests: sandbox.stats().requests };
}

const STATUS_OF = { active: "active", leave: "active", onboarding: "pending", inactive: "inactive" };

describe("payfit on the sandbox's company", () => {
  it("sees everybody with the status, dates, team and manager they have", async () => {
    const { employees, people } = await readWorld({ employees: 120 });
    const seen = employees.map(({ id, status, startDate, terminationDate, team, manager }) => ({
      id,
      status,
      startDate,
      terminationDate,
      team,
      managerId: manager?.id ?? null,
    }));
    expect(seen).toEqual(
      people.map(({ id, status, startDate, endDate, office, managerId }) => ({
        id,
        status: STATUS_OF[status],
        startDate,
        terminationDate: endDate,
        team: office,
        managerId,
      })),
    );
  });

  it("asks for as many pages of contracts as there are contracts", async () => {
    const { employees, requests } = await readWorld({ employees: 120 }, { contracts: "french" });
    expect(requests).toEqual({
      "POST /payfit/introspect": 1,
      "GET /payfit/companies/{companyId}/collaborators": 3,
      "GET /payfit/companies/{companyId}/contracts-fr": 3,
    });
    const active = employees.filter(({ status }) => status === "active");
    expect(new Set(active.map(({ employmentType }) => employmentType))).toEqual(
      new Set(["CDI", "CDD", "Convention de stage", "Mandat social"]),
    );
  });

  it.each(["drop-page:x1", "drop-page=1:x1", "repeat-page:x1", "duplicate-id:x1", "wrong-total=2"])(
    "is incomplete after the fault %s",
    async (fault) => {
      const faults = [`${fault}@/payfit`];
      expect((await readWorld({ employees: 120, faults })).outcome.complete).toBe(false);
    },
  );

  it("goes by the termination date when the key may not read contracts", async () => {
    const { employees } = await readWorld({
      employees: 40,
      vendors: { payfit: { hiddenAttributes: ["collaborators:contracts:read"] } },
    });
    expect(new Set(employees.map(({ status }) => status))).toEqual(new Set(["active", "inactive"]));
    expect(employees[0]).not.toHaveProperty("startDate");
  });
});
