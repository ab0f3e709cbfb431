import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { apideck } from "../../../src/connectors/tools/apideck.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(apideck);

describeProvider("apideck", {
  provider,
  settings: {},
  pageSize: 200,
  tellsTotal: false,
  lacks: ["leave"],
  ...onSandbox({
    id: "apideck",
    list: "GET /apideck/employees",
    secret: "apiKey",
    names: {
      workEmail: ["emails"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      displayName: ["display_name"],
      status: ["employment_status"],
      startDate: ["employment_start_date"],
      terminationDate: ["employment_end_date"],
      workLocation: ["jobs"],
      country: ["jobs"],
      department: ["department_name"],
      team: ["team"],
      jobTitle: ["title"],
      legalEntity: ["company_name"],
      employmentType: ["employment_role"],
      manager: ["manager"],
      "bank.iban": ["bank_accounts.iban"],
      "bank.bic": ["bank_accounts.bic"],
    },
  }),
});

/** What is read of one employee with these values, and what was asked. */
async function readOne(values: object) {
  const employee = {
    id: "1",
    first_name: "Mira",
    last_name: "Lindqvist",
    employment_status: "active",
    emails: [{ email: "mira@acme.test", type: "work" }],
    employment_start_date: null,
    employment_end_date: null,
    ...values,
  };
  const json = {
    data: [employee, { ...employee, id: "2", emails: [{ email: "b@acme.test", type: "work" }] }],
  };
  const server = await startLoopback(() => ({
    status: 200,
    json: { ...json, meta: { cursors: { next: null } } },
  }));
  try {
    const credentials = { apiKey: "a-key", appId: "app", consumerId: "acme", serviceId: "hibob" };
    const { employees } = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    return { employee: employees[0], request: server.log[0] };
  } finally {
    await server.close();
  }
}

describe("an employee in Apideck", () => {
  it.each([
    ["active", { employment_status: "active" }],
    ["active", { employment_status: "terminated", employment_end_date: "2099-12-31" }],
    ["pending", { employment_status: "inactive", employment_start_date: "2099-01-01" }],
    ["pending", { employment_status: "other", employment_start_date: "2099-01-01" }],
    ["inactive", { employment_status: "terminated" }],
    ["inactive", { employment_status: "terminated", employment_end_date: "2020-12-31" }],
    ["inactive", { employment_status: "inactive", employment_end_date: "2020-12-31" }],
    ["unknown", { employment_status: "inactive" }],
    ["unknown", { employment_status: "other" }],
    ["unknown", { employment_status: null }],
  ])("is %s with %o", async (status, values) => {
    expect((await readOne(values)).employee?.status).toBe(status);
  });

  it.each(["primary", "personal", "other", null])("has no work e-mail of the type %s", async (type) => {
    const { employee } = await readOne({ emails: [{ email: "mira@home.example", type }] });
    expect(employee?.workEmail).toBeNull();
  });

  it("is asked for without what is not read", async () => {
    const { request } = await readOne({});
    const fields = request?.url.searchParams.get("fields") ?? "";
    expect(fields).not.toMatch(/birthday|social|tax|compensation|account_n|phone|address/u);
    expect(request?.headers).toMatchObject({
      authorization: "Bearer a-key",
      "x-apideck-app-id": "app",
      "x-apideck-consumer-id": "acme",
      "x-apideck-service-id": "hibob",
    });
  });
});

it("archives nobody for being absent: some HR tools behind Apideck list active people only", () => {
  expect(provider.absentPeople?.({})).toBe("unknown");
});
