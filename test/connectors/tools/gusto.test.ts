import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { gusto } from "../../../src/connectors/tools/gusto.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(gusto);

describeProvider("gusto", {
  provider,
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  employeeId: (id) => `b7845189-f12b-4378-918a-${id.padStart(12, "0")}`,
  lacks: ["leave", "bank"],
  ...onSandbox({
    id: "gusto",
    list: "GET /gusto/v1/companies/{company}/employees",
    secret: "refreshToken",
    names: {
      workEmail: ["work_email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      status: ["terminated"],
      startDate: ["jobs.hire_date"],
      terminationDate: ["terminations"],
      workLocation: ["jobs.location.city"],
      department: ["department"],
      jobTitle: ["jobs.title"],
      country: ["jobs.location.country"],
      manager: ["manager_uuid"],
    },
  }),
});

/** A read of this employee. */
async function readEmployee(values: object) {
  const employee = {
    uuid: "a",
    first_name: "Mira",
    last_name: "Obi",
    work_email: "mira@acme.test",
    email: "mira@home.example",
    terminated: false,
    terminations: [],
    jobs: [
      { primary: false, hire_date: "2019-01-01", title: "Trainee" },
      { primary: true, hire_date: "2022-04-01", title: "Engineer" },
    ],
  };
  const server = await startLoopback(({ url }) => ({
    status: 200,
    json:
      url.pathname === "/oauth/token"
        ? { access_token: "a-token", refresh_token: "second" }
        : [{ ...employee, ...values }],
  }));
  try {
    const credentials = {
      companyId: "company-1",
      clientId: "client-1",
      clientSecret: "a-secret",
      redirectAddress: "https://sync.acme.test/gusto",
      refreshToken: "first",
    };
    const reading = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    return { employee: reading.employees[0], log: server.log };
  } finally {
    await server.close();
  }
}

const ended = (active: boolean, effective_date: string) => ({ active, effective_date });

describe("employees of Gusto", () => {
  it.each([
    ["active", null, { terminations: [ended(true, "2020-03-31")] }],
    ["active", "2099-12-31", { terminations: [ended(true, "2020-03-31"), ended(false, "2099-12-31")] }],
    [
      "inactive",
      "2026-06-30",
      { terminated: true, terminations: [ended(true, "2026-06-30"), ended(true, "2020-03-31")] },
    ],
    ["inactive", null, { terminated: true, terminations: [] }],
  ])("are %s until %s with %o", async (status, day, values) => {
    const { employee } = await readEmployee(values);
    expect(employee).toMatchObject({ status, terminationDate: day });
  });

  it("have the primary job, and no private address for a work e-mail", async () => {
    const { employee } = await readEmployee({ work_email: null });
    expect(employee).toMatchObject({ jobTitle: "Engineer", startDate: "2022-04-01", workEmail: null });
  });

  it("are asked for by company, with a token for the refresh token and the redirect address", async () => {
    const { log } = await readEmployee({});
    expect(JSON.parse(log[0]?.body ?? "")).toEqual({
      grant_type: "refresh_token",
      refresh_token: "first",
      client_id: "client-1",
      client_secret: "a-secret",
      redirect_uri: "https://sync.acme.test/gusto",
    });
    expect(log[1]?.url.pathname).toBe("/v1/companies/company-1/employees");
    expect(log[1]?.headers.authorization).toBe("Bearer a-token");
  });
});
