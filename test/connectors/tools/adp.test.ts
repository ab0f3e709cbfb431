import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { adp } from "../../../src/connectors/tools/adp.js";
import { CERTIFICATE, PRIVATE_KEY } from "../../../src/sandbox/key-pair.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { type LoopbackAnswer, startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(adp);

const primary = (name: string) => `workAssignments.${name}`;

describeProvider("adp", {
  provider,
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  employeeId: (id) => `G3${id.padStart(14, "0")}`,
  lacks: ["leave", "bank"],
  ...onSandbox({
    id: "adp",
    list: "GET /adp/hr/v2/workers",
    secret: "clientSecret",
    names: {
      workEmail: ["businessCommunication"],
      firstName: ["person.legalName.givenName"],
      lastName: ["person.legalName.familyName1"],
      status: ["workerStatus"],
      startDate: ["workerDates.originalHireDate"],
      terminationDate: ["workerDates.terminationDate"],
      workLocation: [primary("homeWorkLocation.nameCode")],
      department: [primary("homeOrganizationalUnits")],
      legalEntity: [primary("homeOrganizationalUnits")],
      jobTitle: [primary("jobTitle")],
      country: [primary("homeWorkLocation.address")],
      employmentType: [primary("workerTypeCode")],
      manager: [primary("reportsTo")],
    },
  }),
});

const credentials = {
  clientId: "client-1",
  clientSecret: "a-secret",
  certificate: CERTIFICATE,
  certificateKey: PRIVATE_KEY,
};

/** A read of these answers to calls for workers. */
async function read(answers: readonly LoopbackAnswer[]) {
  let page = 0;
  const server = await startLoopback(({ url }) => {
    if (url.pathname === "/auth/oauth/v2/token") return { status: 200, json: { access_token: "a-token" } };
    page += 1;
    return answers[page - 1] ?? { status: 204, html: "" };
  });
  try {
    const reading = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    return { ...reading, log: server.log };
  } finally {
    await server.close();
  }
}

function worker(values: object): LoopbackAnswer {
  const one = {
    associateOID: "G3A",
    person: { legalName: { givenName: "Mira", familyName1: "Obi" } },
    businessCommunication: { emails: [{ emailUri: "mira@acme.test" }] },
    workerStatus: { statusCode: { codeValue: "Active" } },
    workerDates: { originalHireDate: "2020-01-01" },
  };
  return { status: 200, json: { workers: [{ ...one, ...values }] } };
}

const status = (codeValue: string) => ({ statusCode: { codeValue } });

describe("workers of ADP", () => {
  it("are everybody up to an answer without a body", async () => {
    const { outcome, log } = await read([worker({})]);
    expect(outcome).toEqual({ complete: true, total: 1 });
    expect(log.slice(1).map(({ url }) => url.searchParams.get("$skip"))).toEqual(["0", "1"]);
    expect(log[0]?.headers.authorization).toBe(`Basic ${btoa("client-1:a-secret")}`);
  });

  it.each([
    ["active", { workerStatus: status("Terminated"), workerDates: { terminationDate: "2099-12-31" } }],
    ["inactive", { workerStatus: status("Terminated"), workerDates: { terminationDate: "2026-06-30" } }],
    ["pending", { workerDates: { originalHireDate: "2099-01-01" } }],
    ["unknown", { workerStatus: status("Inactive") }],
  ])("are %s with %o", async (expected, values) => {
    const { employees } = await read([worker(values)]);
    expect(employees[0]?.status).toBe(expected);
  });

  it("have what their primary assignment says, names before codes", async () => {
    const unit = (codeValue: string, nameCode: object) => ({ typeCode: { codeValue }, nameCode });
    const workAssignments = [
      { primaryIndicator: false, jobTitle: "Trainee" },
      {
        primaryIndicator: true,
        jobTitle: "Engineer",
        homeWorkLocation: { nameCode: { codeValue: "PAR", shortName: "Paris" } },
        homeOrganizationalUnits: [
          unit("Business Unit", { codeValue: "B1" }),
          unit("Department", { codeValue: "D1", shortName: "Design" }),
        ],
      },
    ];
    const workerDates = { originalHireDate: "2015-01-01", rehireDate: "2022-04-01" };
    const { employees } = await read([worker({ workAssignments, workerDates })]);
    expect(employees[0]).toMatchObject({
      jobTitle: "Engineer",
      workLocation: "Paris",
      department: "Design",
      legalEntity: "B1",
      startDate: "2022-04-01",
    });
  });
});
