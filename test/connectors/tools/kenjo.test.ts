import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { kenjo } from "../../../src/connectors/tools/kenjo.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { type LoopbackAnswer, startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(kenjo);

describeProvider("kenjo", {
  provider,
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  endsUnsaid: true,
  lacks: ["leave", "terminationDate", "announcedEnd"],
  ...onSandbox({
    id: "kenjo",
    list: "GET /kenjo/employees/accounts",
    secret: "apiKey",
    names: {
      workEmail: ["email"],
      firstName: ["firstName"],
      lastName: ["lastName"],
      status: ["isActive"],
      startDate: ["startDate"],
      workLocation: ["officeId"],
      country: ["officeId"],
      department: ["departmentId"],
      jobTitle: ["jobTitle"],
      legalEntity: ["companyId"],
      manager: ["reportsToId"],
      "bank.iban": ["iban"],
      "bank.bic": ["swiftCode"],
    },
  }),
});

/** A read where the lists of sections answer as given, and everything else is empty. */
async function readWith(answers: Readonly<Record<string, LoopbackAnswer>>) {
  const server = await startLoopback(({ url }) => {
    if (url.pathname === "/auth/login") return { status: 200, json: { token: "Bearer a-token-of-the-test" } };
    const isSection = url.pathname.startsWith("/employees/");
    return answers[url.pathname] ?? { status: 200, json: isSection ? { data: [] } : [] };
  });
  try {
    const vendor = { url: server.url, credentials: { apiKey: "a-key" } };
    return { ...(await readAll(provider, connectTo(provider, vendor))), log: server.log };
  } finally {
    await server.close();
  }
}

function oneWith(account: object, work: object) {
  const data = (values: object): LoopbackAnswer => ({
    status: 200,
    json: { data: [{ _id: "1", ...values }] },
  });
  return {
    "/employees/accounts": data({ email: "mira@acme.test", ...account }),
    "/employees/personals": data({ firstName: "Mira", lastName: "Lindqvist", email: "mira@home.example" }),
    "/employees/works": data(work),
  };
}

describe("an employee in Kenjo", () => {
  it.each([
    ["active", { isActive: true }, { startDate: "2020-07-01T00:00:00.000Z" }],
    ["active", { isActive: true }, {}],
    ["pending", { isActive: true }, { startDate: "2099-07-01T00:00:00.000Z" }],
    ["pending", { isActive: false }, { startDate: "2099-07-01T00:00:00.000Z" }],
    ["unknown", { isActive: false }, { startDate: "2020-07-01T00:00:00.000Z" }],
    ["unknown", { isActive: false }, {}],
  ])("is %s with %o and %o", async (status, account, work) => {
    const { employees } = await readWith(oneWith(account, work));
    expect(employees).toMatchObject([{ status, workEmail: "mira@acme.test" }]);
  });

  it("who is not active is named by the word that source.statuses can settle", async () => {
    const { employees } = await readWith(oneWith({ isActive: false }, {}));
    expect(employees[0]?.statusDetail).toBe("false");
  });

  it("is read with the token alone, although Kenjo writes the scheme before it", async () => {
    const { log } = await readWith(oneWith({ isActive: true }, {}));
    expect(JSON.parse(log[0]?.body ?? "")).toEqual({ apiKey: "a-key" });
    expect(new Set(log.slice(1).map(({ headers }) => headers.authorization))).toEqual(
      new Set(["Bearer a-token-of-the-test"]),
    );
  });

  it("is read without bank details and places when these may not be read", async () => {
    const refused: LoopbackAnswer = { status: 403, json: { code: 403, message: "Forbidden" } };
    const { employees, outcome } = await readWith({
      ...oneWith({ isActive: true }, { officeId: "2" }),
      "/employees/financials": refused,
      "/offices": refused,
    });
    expect(outcome.complete).toBe(true);
    expect(employees[0]).toMatchObject({ status: "active" });
    expect([employees[0]?.bank, employees[0]?.workLocation]).toEqual([undefined, undefined]);
  });

  it("is not everybody when the answer tells of more", async () => {
    const accounts = oneWith({ isActive: true }, {})["/employees/accounts"];
    const { outcome } = await readWith({
      ...oneWith({ isActive: true }, {}),
      "/employees/accounts": { ...accounts, json: { ...(accounts.json as object), metadata: { total: 60 } } },
    });
    expect(outcome).toMatchObject({ complete: false });
  });
});
