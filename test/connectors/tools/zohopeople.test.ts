import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { zohopeople } from "../../../src/connectors/tools/zohopeople.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(zohopeople);

describeProvider("zohopeople", {
  provider,
  settings: {},
  pageSize: 200,
  tellsTotal: false,
  lacks: ["leave", "bank"],
  // Its fields have dots in their names.
  neverHidden: ["manager"],
  ...onSandbox({
    id: "zohopeople",
    list: "GET /zohopeople/people/api/forms/employee/getRecords",
    secret: "refreshToken",
    names: {
      workEmail: ["EmailID"],
      firstName: ["FirstName"],
      lastName: ["LastName"],
      status: ["Employeestatus"],
      startDate: ["Dateofjoining"],
      terminationDate: ["Dateofexit"],
      workLocation: ["LocationName", "Work_location"],
      department: ["Department"],
      jobTitle: ["Designation"],
      employmentType: ["Employee_type"],
    },
  }),
});

const credentials = { clientId: "client-1", clientSecret: "a-secret", refreshToken: "a-refresh-token" };

/** A read of these answers to calls for people. */
async function read(answers: readonly unknown[], token: object = { access_token: "a-token" }) {
  let page = 0;
  const server = await startLoopback(({ url }) => {
    if (url.pathname === "/oauth/v2/token") return { status: 200, json: token };
    page += 1;
    return { status: 200, json: answers[page - 1] };
  });
  try {
    const reading = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    return { ...reading, log: server.log };
  } finally {
    await server.close();
  }
}

function employee(id: string, values: object = {}) {
  const fields = {
    EmailID: `${id}@acme.test`,
    FirstName: "Mira",
    LastName: "Obi",
    Employeestatus: "Active",
    Dateofjoining: "02-Jan-2024",
    Dateofexit: "",
  };
  return { [id]: [{ ...fields, ...values }] };
}

const list = (...result: object[]) => ({
  response: { result, status: 0, message: "Data fetched successfully" },
});
const NOTHING = { response: { status: 1, errors: { code: 7024, message: "No records found" } } };

describe("employees of Zoho People", () => {
  it.each([
    ["active", { Dateofexit: "31-Dec-2099", Employeestatus: "Terminated" }],
    ["inactive", { Dateofexit: "30-Jun-2026", Employeestatus: "Resigned" }],
    ["inactive", { Employeestatus: "Deceased" }],
    ["pending", { Dateofjoining: "01-Jan-2099" }],
    ["unknown", { Employeestatus: "Sabbatical" }],
  ])("are %s with %o", async (status, values) => {
    const { employees } = await read([list(employee("1", values))]);
    expect(employees[0]?.status).toBe(status);
  });

  it("end with the error that says so, also behind a full page", async () => {
    const full = Array.from({ length: 200 }, (_, index) => employee(String(index + 1)));
    const { employees, outcome, log } = await read([list(...full), NOTHING]);
    expect(outcome).toEqual({ complete: true, total: 200 });
    expect(employees).toHaveLength(200);
    expect(log.slice(1).map(({ url }) => url.searchParams.get("sIndex"))).toEqual(["1", "201"]);
    expect(log[1]?.headers.authorization).toBe("Zoho-oauthtoken a-token");
  });

  it("are not taken for gone when another error comes", async () => {
    const refused = { response: { status: 1, errors: { code: 7218, message: "Permission denied" } } };
    await expect(read([refused])).rejects.toMatchObject({ code: "unexpected_answer" });
  });

  it("have the day of a date that is written with the month's name, and no other", async () => {
    const { employees } = await read([list(employee("1"), employee("2", { Dateofjoining: "2024-01-02" }))]);
    expect(employees.map(({ startDate }) => startDate)).toEqual(["2024-01-02", undefined]);
  });

  it("need a new connection when the refresh token was revoked", async () => {
    await expect(read([], { error: "invalid_code" })).rejects.toMatchObject({ code: "connection_expired" });
  });
});
