import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { google } from "../../../src/connectors/tools/google.js";
import { PRIVATE_KEY } from "../../../src/sandbox/key-pair.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(google);

describeProvider("google", {
  provider,
  settings: {},
  pageSize: 500,
  tellsTotal: false,
  employeeId: (id) => id.padStart(21, "1"),
  lacks: ["leave", "bank", "startDate", "terminationDate", "announcedEnd", "managerId"],
  neverHidden: [
    ...(["workLocation", "department", "jobTitle", "legalEntity"] as const),
    ...(["employmentType", "costCenter", "manager"] as const),
  ],
  ...onSandbox({
    id: "google",
    list: "GET /google/admin/directory/v1/users",
    secret: "serviceAccount",
    wrongSecret: (right) => right.replace("spendesk-sync@", "somebody@"),
    names: {
      workEmail: ["primaryEmail"],
      firstName: ["name.givenName"],
      lastName: ["name.familyName"],
      status: ["suspended", "archived", "suspensionReason"],
    },
  }),
});

const credentials = {
  serviceAccount: JSON.stringify({
    type: "service_account",
    client_email: "sync@acme.test",
    private_key: PRIVATE_KEY,
    private_key_id: "key-1",
  }),
  adminAddress: "admin@acme.test",
};

/** A read of this user. */
async function readUser(values: object) {
  const user = { id: "1", primaryEmail: "mira@acme.test", name: { givenName: "Mira", familyName: "Obi" } };
  const server = await startLoopback(({ url }) => ({
    status: 200,
    json:
      url.pathname === "/token"
        ? { access_token: "a-token-of-the-test" }
        : { users: [{ ...user, suspended: false, archived: false, ...values }] },
  }));
  try {
    const reading = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    return { employee: reading.employees[0], log: server.log };
  } finally {
    await server.close();
  }
}

describe("users of Google Workspace", () => {
  it.each([
    ["active", { suspended: false }],
    ["inactive", { suspended: true, suspensionReason: "ADMIN" }],
    ["inactive", { archived: true }],
    ["pending", { suspended: true, suspensionReason: "WEB_LOGIN_REQUIRED" }],
    ["unknown", { suspended: true, suspensionReason: "ABUSE" }],
    ["unknown", { suspended: true }],
  ])("are %s with %o", async (status, values) => {
    const { employee } = await readUser(values);
    expect(employee?.status).toBe(status);
  });

  it("have what their primary organization says, and nothing where it says nothing", async () => {
    const organizations = [
      { title: "Advisor", department: "Elsewhere" },
      { primary: true, title: "Engineer" },
    ];
    const { employee } = await readUser({ organizations, orgUnitPath: "/People" });
    expect(employee).toMatchObject({
      jobTitle: "Engineer",
      department: null,
      workLocation: null,
      manager: null,
      custom: { orgUnitPath: "/People" },
    });
  });

  it("are asked for with a scope that reads users and nothing else", async () => {
    const { log } = await readUser({});
    const assertion = new URLSearchParams(log[0]?.body).get("assertion") ?? "";
    const [head = "", body = ""] = assertion.split(".");
    const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
    expect(decode(head)).toEqual({ alg: "RS256", typ: "JWT", kid: "key-1" });
    expect(decode(body)).toMatchObject({
      iss: "sync@acme.test",
      sub: "admin@acme.test",
      aud: "https://oauth2.googleapis.com/token",
      scope: "https://www.googleapis.com/auth/admin.directory.user.readonly",
    });
    expect(log[1]?.url.search).toBe("?customer=my_customer&projection=full&maxResults=500");
    expect(log[1]?.headers.authorization).toBe("Bearer a-token-of-the-test");
  });
});
