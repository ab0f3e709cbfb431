import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { ukgpro } from "../../../src/connectors/tools/ukgpro.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(ukgpro);
const PAGE = 100;

describeProvider("ukgpro", {
  provider,
  settings: {},
  pageSize: PAGE,
  tellsTotal: false,
  // Employments have as many pages as people, of which the stated number has the first.
  requests: (count) => provider.requests.count(count) + Math.ceil(count / PAGE),
  lacks: ["department", "bank"],
  ...onSandbox({
    id: "ukgpro",
    list: "GET /ukgpro/personnel/v1/person-details",
    secret: "password",
    names: {
      workEmail: ["emailAddress"],
      firstName: ["firstName"],
      lastName: ["lastName"],
      status: ["employeeStatusCode"],
      startDate: ["lastHireDate", "originalHireDate"],
      terminationDate: ["dateOfTermination"],
      workLocation: ["primaryWorkLocationCode"],
      country: ["primaryWorkLocationCode"],
      jobTitle: ["jobTitle", "jobDescription"],
      legalEntity: ["companyName"],
      employmentType: ["employeeTypeCode"],
      manager: ["supervisorID"],
    },
  }),
});

const credentials = {
  host: "service4.ultipro.com",
  username: "SpendeskSync",
  password: "a password",
  customerApiKey: "ABCDE",
};

/** What is read of one person with these employments, and what was asked. */
async function readOne(...employments: readonly object[]) {
  const person = {
    employeeId: "1",
    firstName: "Mira",
    lastName: "Lindqvist",
    emailAddress: "mira@acme.test",
  };
  const server = await startLoopback(({ url }) => {
    const isFirst = url.searchParams.get("page") === "1";
    if (url.pathname.endsWith("/person-details")) return { status: 200, json: isFirst ? [person] : [] };
    if (url.pathname.endsWith("/locations")) return { status: 200, json: [] };
    const json = isFirst ? employments.map((one) => ({ employeeID: "1", ...one })) : [];
    return { status: 200, json };
  });
  try {
    const { employees } = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    return { employee: employees[0], log: server.log };
  } finally {
    await server.close();
  }
}

const day = (date: string) => `${date}T00:00:00`;

describe("somebody in UKG Pro", () => {
  it.each([
    ["active", { employeeStatusCode: "A", lastHireDate: day("2020-01-01"), dateOfTermination: null }],
    ["active", { employeeStatusCode: "L", dateOfTermination: null }],
    ["pending", { employeeStatusCode: "A", lastHireDate: day("2099-01-01"), dateOfTermination: null }],
    ["active", { employeeStatusCode: "T", dateOfTermination: day("2099-01-01") }],
    ["inactive", { employeeStatusCode: "T", dateOfTermination: null }],
    ["inactive", { employeeStatusCode: "R", dateOfTermination: day("2020-01-01") }],
    ["unknown", { employeeStatusCode: "R", dateOfTermination: null }],
    ["unknown", { employeeStatusCode: "S" }],
    [
      "active",
      {
        employeeStatusCode: "A",
        lastHireDate: day("2021-01-01"),
        dateOfTermination: day("2020-01-01"),
      },
    ],
  ])("is %s with %o", async (status, employment) => {
    expect((await readOne(employment)).employee?.status).toBe(status);
  });

  it("who came back has no end any more", async () => {
    const back = { lastHireDate: day("2021-01-01"), dateOfTermination: day("2020-01-01") };
    const { employee } = await readOne({ employeeStatusCode: "A", ...back });
    expect(employee).toMatchObject({ startDate: "2021-01-01", terminationDate: null });
  });

  it("is asked for with the service account and the key of the company, to an empty page", async () => {
    const { log } = await readOne({ employeeStatusCode: "A" });
    for (const { headers } of log) {
      expect(headers.authorization).toBe(`Basic ${btoa("SpendeskSync:a password")}`);
      expect(headers["us-customer-api-key"]).toBe("ABCDE");
    }
    const pages = log.filter(({ url }) => url.pathname.endsWith("/person-details"));
    expect(pages.map(({ url }) => url.search)).toEqual(["?per_Page=100&page=1", "?per_Page=100&page=2"]);
  });
});
