import { describe, expect, it } from "vitest";
import { defineConnector } from "../../../src/connectors/define.js";
import { lint } from "../../../src/connectors/lint/lint.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { scim } from "../../../src/connectors/tools/scim.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { type LoopbackRequest, startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";
import { manifest } from "../example.js";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const provider = providerFrom(scim);

describeProvider("scim", {
  provider,
  settings: {},
  pageSize: 100,
  tellsTotal: true,
  employeeId: (id) => `u-${id}`,
  lacks: ["leave", "bank", "startDate", "terminationDate", "announcedEnd"],
  ...onSandbox({
    id: "scim",
    list: "GET /scim/Users",
    secret: "token",
    names: {
      workEmail: ["emails"],
      firstName: ["name.givenName"],
      lastName: ["name.familyName"],
      displayName: ["displayName"],
      status: ["active"],
      workLocation: ["addresses"],
      country: ["addresses"],
      jobTitle: ["title"],
      employmentType: ["userType"],
      department: [`${ENTERPRISE}.department`],
      team: [`${ENTERPRISE}.division`],
      legalEntity: [`${ENTERPRISE}.organization`],
      costCenter: [`${ENTERPRISE}.costCenter`],
      manager: [`${ENTERPRISE}.manager`],
    },
  }),
});

/** A read of these users. */
async function readUsers(users: readonly object[], most = 100) {
  const answer = ({ url }: LoopbackRequest) => {
    const from = Number(url.searchParams.get("startIndex")) - 1;
    return { status: 200, json: { totalResults: users.length, Resources: users.slice(from, from + most) } };
  };
  const server = await startLoopback(answer);
  try {
    const vendor = { url: server.url, credentials: { address: "scim.acme.example", token: "a-token" } };
    return { ...(await readAll(provider, connectTo(provider, vendor))), log: server.log };
  } finally {
    await server.close();
  }
}

function user(id: number, emails: unknown) {
  return { id: `u-${id}`, active: true, name: { givenName: "Mira", familyName: "Lindqvist" }, emails };
}

describe("the work e-mail of a SCIM user", () => {
  it.each([
    ["the one of the type work", [{ value: "a@acme.test", type: "work" }], "a@acme.test"],
    ["in whatever capitals", [{ value: "a@acme.test", type: "Work" }], "a@acme.test"],
    [
      "of several the primary one",
      [
        { value: "a@acme.test", type: "work" },
        { value: "b@acme.test", type: "work", primary: true },
      ],
      "b@acme.test",
    ],
    ["the primary one without a type", [{ value: "a@acme.test", primary: true }], "a@acme.test"],
    ["never a primary one at home", [{ value: "a@home.example", type: "home", primary: true }], null],
    ["never one of another type", [{ value: "a@home.example", type: "other", primary: true }], null],
    ["never just any", [{ value: "a@home.example" }], null],
    ["nobody's when there is none", [], null],
  ])("is %s", async (_what, emails, expected) => {
    const { employees } = await readUsers([
      user(1, emails),
      user(2, [{ value: "c@acme.test", type: "work" }]),
    ]);
    expect(employees[0]?.workEmail).toBe(expected);
  });
});

describe("a SCIM server", () => {
  it("may give fewer at once than were asked for", async () => {
    const users = [1, 2, 3, 4, 5].map((id) => user(id, [{ value: `p${id}@acme.test`, type: "work" }]));
    const { employees, outcome, log } = await readUsers(users, 2);
    expect(employees).toHaveLength(5);
    expect(outcome).toEqual({ complete: true, total: 5 });
    expect(log).toHaveLength(3);
  });
});

describe("the address of a SCIM server", () => {
  const addressOf = (address: string) => provider.baseUrl(provider.settings.parse({}), { address });

  it.each([
    ["https://scim.acme.example/scim/v2/", "https://scim.acme.example/scim/v2"],
    ["SCIM.acme.example/Tenants/a_1", "https://scim.acme.example/Tenants/a_1"],
    ["scim.acme.example", "https://scim.acme.example"],
  ])("is taken from %s", (typed, address) => {
    expect(addressOf(typed)).toBe(address);
  });

  it.each([
    "http://scim.acme.example/v2",
    "https://scim.acme.example:8443/v2",
    "https://scim.acme.example/v2?tenant=1",
    "https://scim.acme.example/../v2",
    "https://user:word@scim.acme.example/v2",
    "https://10.0.0.1/v2",
    "acme",
  ])("is not %s", (typed) => {
    expect(() => addressOf(typed)).toThrow("The address of the SCIM 2.0 account is not known.");
    const [field] = provider.credentialFields;
    expect(field?.validate(typed)).toContain("must be an address");
  });
});

describe("a host that is typed in", () => {
  it("is not asked when it can only be inside a network", () => {
    const connection = { address: "https://scim.acme.internal/v2" };
    expect(() => provider.baseUrl(provider.settings.parse({}), connection)).toThrow("was not asked there");
  });

  it("may be named among the hosts by a credential that is a host or an address", () => {
    const parts = { allowedHosts: ["${credentials.apiKey}"] };
    expect(() => defineConnector(manifest(parts))).toThrow("host or address");
    expect(lint(scim.manifest)).toEqual([]);
  });
});
