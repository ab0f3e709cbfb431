import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { charliehr } from "../../../src/connectors/tools/charliehr.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(charliehr);

describeProvider("charliehr", {
  provider,
  settings: {},
  pageSize: 25,
  tellsTotal: false,
  // Of the offices the stated number has the first page; everybody is in one of them.
  requests: (count) => provider.requests.count(count) + (count === 0 ? 0 : 1),
  employeeId: (id) => `team_member_${id}`,
  lacks: ["leave", "department", "bank"],
  neverHidden: ["status"],
  ...onSandbox({
    id: "charliehr",
    list: "GET /charliehr/team_members",
    secret: "clientSecret",
    names: {
      workEmail: ["work_email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      displayName: ["display_name"],
      startDate: ["start_date"],
      terminationDate: ["end_date"],
      workLocation: ["office"],
      jobTitle: ["job_title"],
      manager: ["manager"],
    },
  }),
});

/** A read of one team member with these values. */
async function readOne(values: object) {
  const member = {
    ...{ id: "team_member_1", first_name: "Mira", last_name: "Lindqvist" },
    ...{ work_email: "mira@acme.test", personal_email: "mira@home.example", start_date: "2020-01-01" },
    ...values,
  };
  const server = await startLoopback(({ url }) => {
    if (url.pathname === "/company")
      return { status: 200, json: { success: true, data: { id: "company_1" } } };
    const isFirst = url.pathname === "/team_members" && url.searchParams.get("page") === "1";
    return { status: 200, json: { success: true, data: isFirst ? [member] : [] } };
  });
  try {
    const companies: string[] = [];
    const vendor = { url: server.url, credentials: { clientId: "an-id", clientSecret: "a-secret" } };
    const { employees } = await readAll(provider, connectTo(provider, vendor, {}, [], companies));
    return { employee: employees[0], companies, log: server.log };
  } finally {
    await server.close();
  }
}

describe("a team member in CharlieHR", () => {
  it.each([
    ["active", { end_date: null }],
    ["active", { end_date: "2099-12-31" }],
    ["pending", { end_date: null, start_date: "2099-01-01" }],
    ["inactive", { end_date: "2020-12-31" }],
    ["inactive", { leaving_date: "2020-12-31" }],
    ["inactive", { leave_date: "2020-12-31" }],
    ["unknown", { end_date: null, start_date: null }],
  ])("is %s with %o", async (status, values) => {
    expect((await readOne(values)).employee?.status).toBe(status);
  });

  it("is not read at all where no leaving date is known by its name", async () => {
    await expect(readOne({ last_day: "2020-12-31" })).rejects.toMatchObject({
      code: "attributes_not_readable",
      message: expect.stringContaining("Leaving date"),
    });
  });

  it("has no work e-mail where there is none, whatever private one there is", async () => {
    await expect(readOne({ work_email: undefined, end_date: null })).rejects.toMatchObject({
      code: "attributes_not_readable",
    });
  });

  it("is asked for with both keys, and belongs to the company that they name", async () => {
    const { log, companies } = await readOne({ end_date: null });
    for (const { headers } of log) expect(headers.authorization).toBe("Token token=an-id:a-secret");
    expect(companies).toEqual(["company_1"]);
  });
});

it("archives nobody for being absent: whether leavers stay in the list is not known", () => {
  expect(provider.absentPeople?.({})).toBe("unknown");
});
