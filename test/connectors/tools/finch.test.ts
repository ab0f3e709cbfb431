import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { finch } from "../../../src/connectors/tools/finch.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(finch);

describeProvider("finch", {
  provider,
  settings: {},
  pageSize: 500,
  tellsTotal: true,
  employeeId: (id) => `b7845189-f12b-4378-918a-${id.padStart(12, "0")}`,
  lacks: ["bank"],
  ...onSandbox({
    id: "finch",
    list: "GET /finch/employer/directory",
    secret: "accessToken",
    names: {
      workEmail: ["body.emails"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      status: ["body.employment_status"],
      startDate: ["body.start_date", "body.latest_rehire_date"],
      terminationDate: ["body.end_date"],
      workLocation: ["body.location"],
      country: ["body.location"],
      department: ["department", "body.department"],
      jobTitle: ["body.title"],
      employmentType: ["body.employment"],
      manager: ["manager"],
    },
  }),
});

/** What is read of one person with these details, and what was asked. */
async function readOne(employment: object, emails: unknown = [{ data: "mira@acme.test", type: "work" }]) {
  const person = { id: "1", first_name: "Mira", last_name: "Lindqvist", department: null, manager: null };
  const response = (body: object) => ({ responses: [{ individual_id: "1", code: 200, body }] });
  const server = await startLoopback(({ url }) => {
    if (url.pathname === "/employer/individual") return { status: 200, json: response({ emails }) };
    if (url.pathname === "/employer/employment") return { status: 200, json: response(employment) };
    return { status: 200, json: { paging: { count: 1, offset: 0 }, individuals: [person] } };
  });
  try {
    const vendor = { url: server.url, credentials: { accessToken: "a-token" } };
    const { employees } = await readAll(provider, connectTo(provider, vendor));
    return { employee: employees[0], log: server.log };
  } finally {
    await server.close();
  }
}

const NONE = { employment_status: null, start_date: null, latest_rehire_date: null, end_date: null };

describe("somebody in Finch", () => {
  it.each([
    ["active", { employment_status: "active" }],
    ["active", { employment_status: "leave" }],
    ["active", { employment_status: "terminated", end_date: "2099-12-31" }],
    ["active", { is_active: true }],
    ["pending", { employment_status: "active", start_date: "2099-01-01" }],
    ["pending", { employment_status: "prehire" }],
    ["pending", { employment_status: "onboarding" }],
    ["inactive", { employment_status: "terminated" }],
    ["inactive", { employment_status: "retired" }],
    ["inactive", { employment_status: "deceased" }],
    ["inactive", { is_active: false, end_date: "2020-12-31" }],
    ["unknown", { is_active: false }],
    ["unknown", { employment_status: "sabbatical" }],
  ])("is %s with %o", async (status, values) => {
    expect((await readOne({ ...NONE, ...values })).employee?.status).toBe(status);
  });

  it.each([
    [
      "2022-05-01",
      null,
      { start_date: "2019-02-01", latest_rehire_date: "2022-05-01", end_date: "2021-03-31" },
    ],
    ["2022-05-01", "2023-03-31", { latest_rehire_date: "2022-05-01", end_date: "2023-03-31" }],
    ["2019-02-01", "2023-03-31", { start_date: "2019-02-01", end_date: "2023-03-31" }],
    ["2019-02-01", null, { start_date: "2019-02-01" }],
  ])("started on %s and ends on %s with %o", async (startDate, terminationDate, values) => {
    const { employee } = await readOne({ ...NONE, employment_status: "active", ...values });
    expect(employee).toMatchObject({ startDate, terminationDate });
  });

  it.each([["personal"], [null]])("has no work e-mail of the type %s", async (type) => {
    const { employee } = await readOne({ ...NONE, employment_status: "active" }, [
      { data: "mira@home.example", type },
      { data: null, type: "work" },
    ]);
    expect(employee?.workEmail).toBeNull();
  });

  it("is asked for by id, in the version that is known", async () => {
    const { log } = await readOne({ ...NONE, employment_status: "active" });
    const [directory, ...batches] = log;
    expect(directory?.url.search).toBe("?limit=500&offset=0");
    expect(batches.map(({ url }) => url.pathname).sort()).toEqual([
      "/employer/employment",
      "/employer/individual",
    ]);
    for (const { body } of batches) {
      expect(JSON.parse(body)).toEqual({ requests: [{ individual_id: "1" }] });
    }
    for (const { headers } of log) expect(headers["finch-api-version"]).toBe("2020-09-17");
  });
});
