import { createPublicKey, X509Certificate } from "node:crypto";
import { jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { entra } from "../../../src/connectors/tools/entra.js";
import { providerWith } from "../../../src/providers/provider.js";
import { CERTIFICATE, PRIVATE_KEY } from "../../../src/sandbox/key-pair.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { type LoopbackAnswer, startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(entra);

/** Of the leave dates 999 come at once; the stated number has their first page. */
const LEAVE_DATES = 999;

describeProvider("entra", {
  provider,
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  requests: (count) => provider.requests.count(count) + Math.max(0, Math.ceil(count / LEAVE_DATES) - 1),
  employeeId: (id) => `00000000-0000-4000-8000-${id.padStart(12, "0")}`,
  lacks: ["leave", "bank"],
  neverHidden: ["manager"],
  ...onSandbox({
    id: "entra",
    list: "GET /entra/users",
    callsBefore: 1,
    secret: "clientSecret",
    names: {
      workEmail: ["mail"],
      firstName: ["givenName"],
      lastName: ["surname"],
      displayName: ["displayName"],
      status: ["accountEnabled"],
      startDate: ["employeeHireDate"],
      terminationDate: ["employeeLeaveDateTime"],
      workLocation: ["officeLocation"],
      department: ["department"],
      team: ["employeeOrgData.division"],
      jobTitle: ["jobTitle"],
      legalEntity: ["companyName"],
      country: ["country"],
      employmentType: ["employeeType"],
      costCenter: ["employeeOrgData.costCenter"],
    },
  }),
});

const TOKEN = { token_type: "Bearer", expires_in: 3599, access_token: "a-token-of-the-test" };

/** A read of these users, where the list of leave dates answers `leaveDates`. */
async function readUsers(users: readonly object[], leaveDates: LoopbackAnswer) {
  const server = await startLoopback(({ url }) => {
    if (url.pathname.endsWith("/token")) return { status: 200, json: TOKEN };
    const isDates = url.searchParams.get("$select") === "id,employeeLeaveDateTime";
    return isDates ? leaveDates : { status: 200, json: { value: users } };
  });
  try {
    const credentials = { tenantId: "tenant-1", clientId: "client-1", clientSecret: "a-secret" };
    const reading = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    return { ...reading, log: server.log };
  } finally {
    await server.close();
  }
}

function user(id: string, values: object) {
  return {
    id,
    accountEnabled: true,
    mail: `${id}@acme.test`,
    givenName: "Mira",
    surname: "Lindqvist",
    employeeHireDate: null,
    ...values,
  };
}

const NONE: LoopbackAnswer = { status: 200, json: { value: [] } };

describe("an application of Microsoft Entra ID with a certificate", () => {
  it("signs what it asks for a token with, and names the certificate by its thumbprint", async () => {
    const server = await startLoopback(({ url }) =>
      url.pathname.endsWith("/token")
        ? { status: 200, json: TOKEN }
        : { status: 200, json: { value: [user("a", {})] } },
    );
    try {
      const credentials = {
        tenantId: "tenant-1",
        clientId: "client-1",
        certificate: CERTIFICATE,
        certificateKey: PRIVATE_KEY,
      };
      const settings = { signIn: "certificate" };
      const connection = connectTo(provider, { url: server.url, credentials }, settings);
      expect((await readAll(provider, connection)).employees).toHaveLength(1);
    } finally {
      await server.close();
    }
    const form = new URLSearchParams(server.log[0]?.body);
    expect(form.get("client_id")).toBe("client-1");
    expect(form.get("client_secret")).toBeNull();
    const { payload, protectedHeader } = await jwtVerify(
      form.get("client_assertion") ?? "",
      createPublicKey(CERTIFICATE),
      { algorithms: ["PS256"], audience: "https://login.microsoftonline.com/tenant-1/oauth2/v2.0/token" },
    );
    expect(payload).toMatchObject({ iss: "client-1", sub: "client-1", nbf: payload.iat });
    const thumbprint = Buffer.from(String(protectedHeader["x5t#S256"]), "base64url").toString("hex");
    expect(new X509Certificate(CERTIFICATE).fingerprint256.replaceAll(":", "").toLowerCase()).toBe(
      thumbprint,
    );
  });

  it("has a guide and credentials of its own", () => {
    const chosen = providerWith(provider, { signIn: "certificate" });
    expect(chosen.credentialFields.map(({ key }) => key)).toEqual([
      ...["tenantId", "clientId", "certificate", "certificateKey"],
    ]);
    expect(chosen.setupSteps.join(" ")).toContain("upload the certificate");
    expect(provider.credentialFields.map(({ key }) => key)).toContain("clientSecret");
    expect(provider.settings.parse({})).toEqual({ signIn: "secret" });
    expect(provider.settings.safeParse({ signIn: "magic" }).error?.issues[0]?.message).toBe(
      "must be secret or certificate",
    );
  });
});

describe("users of Microsoft Entra ID", () => {
  it("are read without leave dates when these may not be read", async () => {
    const refusal = { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } };
    const { employees, outcome } = await readUsers([user("a", {})], { status: 403, json: refusal });
    expect(outcome).toEqual({ complete: true, total: 1 });
    expect(employees[0]).toMatchObject({ id: "a", status: "active" });
    expect(employees[0]?.terminationDate).toBeUndefined();
  });

  it.each([
    ["active", { accountEnabled: true, employeeHireDate: "2022-04-01T00:00:00Z" }],
    ["active", { accountEnabled: true }],
    ["pending", { accountEnabled: true, employeeHireDate: "2099-01-01T00:00:00Z" }],
    ["pending", { accountEnabled: false, employeeHireDate: "2099-01-01T00:00:00Z" }],
    ["inactive", { accountEnabled: false, employeeHireDate: "2022-04-01T00:00:00Z" }],
    ["inactive", { accountEnabled: false }],
  ])("are %s with %o", async (status, values) => {
    const { employees } = await readUsers([user("a", values)], NONE);
    expect(employees[0]?.status).toBe(status);
  });

  it("have no work e-mail without mail, whatever their principal name is", async () => {
    const odd = { mail: null, userPrincipalName: "mira@acme.test", otherMails: ["mira@home.example"] };
    const { employees } = await readUsers([user("a", odd), user("b", {})], NONE);
    expect(employees[0]?.workEmail).toBeNull();
  });

  it("are asked for with a token for Graph, members only, and no more than is read", async () => {
    const { log } = await readUsers([user("a", {})], NONE);
    const [signIn, ...lists] = log;
    expect(signIn?.url.pathname).toBe("/tenant-1/oauth2/v2.0/token");
    expect(Object.fromEntries(new URLSearchParams(signIn?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "client-1",
      client_secret: "a-secret",
      scope: "https://graph.microsoft.com/.default",
    });
    expect(lists).toHaveLength(2);
    for (const { url, headers } of lists) {
      expect(headers.authorization).toBe(`Bearer ${TOKEN.access_token}`);
      expect(url.searchParams.get("$filter")).toBe("userType eq 'Member'");
      expect(url.searchParams.get("$select")).not.toMatch(/otherMails|phone|userPrincipalName/iu);
    }
  });
});
