import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { remote } from "../../../src/connectors/tools/remote.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(remote);

describeProvider("remote", {
  provider,
  settings: {},
  pageSize: 100,
  tellsTotal: true,
  // There are bank details, but never a BIC.
  lacks: ["leave", "bank"],
  ...onSandbox({
    id: "remote",
    list: "GET /remote/v1/employments",
    secret: "apiToken",
    names: {
      workEmail: ["work_email"],
      firstName: ["full_name"],
      lastName: ["full_name"],
      status: ["status"],
      startDate: ["provisional_start_date"],
      terminationDate: ["termination_date"],
      workLocation: ["work_address_details"],
      department: ["department"],
      jobTitle: ["job_title"],
      country: ["country"],
      employmentType: ["type"],
      manager: ["manager_email", "manager_employment_id"],
      "bank.iban": ["bank_account_details"],
    },
  }),
});

/** What is read of one employment with these values in the list, and these in its detail. */
async function readOne(values: object, details: object = {}) {
  const employment = {
    id: "1",
    full_name: "Mira Lindqvist",
    login_email: "mira@home.example",
    personal_email: "mira@home.example",
    work_email: "mira@acme.test",
    status: "active",
    ...values,
  };
  const list = { current_page: 1, total_pages: 1, total_count: 1, employments: [employment] };
  const server = await startLoopback(({ url }) => ({
    status: 200,
    json: { data: url.pathname === "/v1/employments" ? list : { employment: { ...employment, ...details } } },
  }));
  try {
    const vendor = { url: server.url, credentials: { apiToken: "a-token" } };
    const { employees } = await readAll(provider, connectTo(provider, vendor));
    return { employee: employees[0], log: server.log };
  } finally {
    await server.close();
  }
}

describe("an employment at Remote", () => {
  it.each([
    ["active", { status: "active" }, {}],
    ["pending", { status: "active" }, { provisional_start_date: "2099-01-01" }],
    ["pending", { status: "pre_hire" }, {}],
    ["pending", { status: "invited" }, { provisional_start_date: "2020-01-01" }],
    ["active", { status: "offboarding" }, { termination_date: "2099-01-01" }],
    ["active", { status: "archived" }, { termination_date: "2099-01-01" }],
    ["inactive", { status: "archived" }, { termination_date: "2020-01-01" }],
    ["inactive", { status: "archived" }, { termination_date: null }],
    ["unknown", { status: "something_new" }, {}],
  ])("is %s with %o and %o", async (status, values, details) => {
    expect((await readOne(values, details)).employee?.status).toBe(status);
  });

  it.each([
    ["Mira Lindqvist", "Mira", "Lindqvist"],
    ["Mira Lindqvist Ruiz", "Mira", "Lindqvist Ruiz"],
    ["Obi", null, "Obi"],
  ])("has the name %s in two parts", async (full_name, firstName, lastName) => {
    expect((await readOne({ full_name })).employee).toMatchObject({ firstName, lastName });
  });

  it("has no work e-mail where there is none, whatever it signs in with", async () => {
    const second = { full_name: "Isaac Brock", work_email: null };
    await expect(readOne(second)).resolves.toMatchObject({ employee: { workEmail: null } });
  });

  it.each([
    ["•••• 5555", [{ iban: "GB33BUKB20201555555555", account_holder_name: "Mira" }]],
    ["(empty)", []],
    [undefined, [{ account_number: "31234123123", routing_number: "123124123" }]],
    [undefined, [{ iban: "GB33BUKB20201555555555" }, { iban: "DE89370400440532013000" }]],
  ])("has the bank details %s", async (shown, bank_account_details) => {
    const { employee } = await readOne({}, { bank_account_details });
    expect(employee?.bank && String(employee.bank)).toBe(shown);
  });

  it("is asked for without its files", async () => {
    const { log } = await readOne({});
    expect(log[1]?.url.pathname).toBe("/v1/employments/1");
    expect(log[1]?.url.search).toBe("?exclude_files=true");
  });
});
