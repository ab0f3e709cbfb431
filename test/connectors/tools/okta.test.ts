import { createPublicKey } from "node:crypto";
import { jwtVerify } from "jose";
import { expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { okta } from "../../../src/connectors/tools/okta.js";
import { CERTIFICATE, PRIVATE_KEY } from "../../../src/sandbox/key-pair.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(okta);

describeProvider("okta", {
  provider,
  settings: {},
  pageSize: 200,
  tellsTotal: false,
  employeeId: (id) => `00u${id}`,
  lacks: ["leave", "bank", "startDate", "terminationDate", "announcedEnd"],
  ...onSandbox({
    id: "okta",
    list: "GET /okta/users",
    secret: "apiToken",
    names: {
      workEmail: ["profile.email"],
      firstName: ["profile.firstName"],
      lastName: ["profile.lastName"],
      displayName: ["profile.displayName"],
      status: ["status"],
      workLocation: ["profile.city"],
      department: ["profile.department"],
      team: ["profile.division"],
      jobTitle: ["profile.title"],
      legalEntity: ["profile.organization"],
      country: ["profile.countryCode"],
      employmentType: ["profile.userType"],
      costCenter: ["profile.costCenter"],
      manager: ["profile.managerId"],
    },
  }),
});

it("a service app of Okta signs with its private key, and asks to read users only", async () => {
  const server = await startLoopback(({ url }) =>
    url.pathname === "/oauth2/v1/token"
      ? { status: 200, json: { access_token: "a-token-of-the-test", expires_in: 3600 } }
      : { status: 200, json: [] },
  );
  try {
    const credentials = {
      domain: "acme.okta.com",
      clientId: "0oa1",
      keyId: "kid-1",
      privateKey: PRIVATE_KEY,
    };
    const settings = { signIn: "private-key" };
    await readAll(provider, connectTo(provider, { url: server.url, credentials }, settings));
  } finally {
    await server.close();
  }
  const [signIn, list] = server.log;
  const { client_assertion = "", ...form } = Object.fromEntries(new URLSearchParams(signIn?.body));
  expect(form).toEqual({
    grant_type: "client_credentials",
    client_id: "0oa1",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    scope: "okta.users.read",
  });
  const audience = "https://acme.okta.com/oauth2/v1/token";
  const { payload, protectedHeader } = await jwtVerify(client_assertion, createPublicKey(CERTIFICATE), {
    audience,
  });
  expect([payload.iss, payload.sub, protectedHeader.kid]).toEqual(["0oa1", "0oa1", "kid-1"]);
  expect(list?.headers.authorization).toBe("Bearer a-token-of-the-test");
});
