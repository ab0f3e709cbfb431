import { expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { hrworks } from "../../../src/connectors/tools/hrworks.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(hrworks);

describeProvider("hrworks", {
  provider,
  settings: {},
  pageSize: 50,
  tellsTotal: false,
  lacks: ["leave"],
  ...onSandbox({
    id: "hrworks",
    list: "GET /hrworks/persons/master-data",
    secret: "secretAccessKey",
    names: {
      workEmail: ["email"],
      firstName: ["firstName"],
      lastName: ["lastName"],
      status: ["isActive"],
      startDate: ["joinDate"],
      terminationDate: ["leaveDate"],
      workLocation: ["permanentEstablishment"],
      country: ["permanentEstablishment"],
      department: ["organizationUnit"],
      jobTitle: ["position"],
      employmentType: ["employmentType"],
      costCenter: ["costCenter"],
      manager: ["superior"],
      "bank.iban": ["bankAccount.iban"],
      "bank.bic": ["bankAccount.bic"],
    },
  }),
});

const credentials = { accessKey: "an-access-key", secretAccessKey: "a-secret-key" };

it("signs in with both keys, and asks every page for those who left as well", async () => {
  const server = await startLoopback(({ url, headers }) => {
    if (url.pathname === "/authentication") return { status: 200, json: { token: "a-token-of-the-test" } };
    const next = `<http://${headers.host}/persons/master-data?page=2>; rel="next"`;
    const isLast = url.searchParams.get("page") === "2";
    const person = {
      uuid: isLast ? "2" : "1",
      email: "a@acme.test",
      firstName: "A",
      lastName: "B",
      isActive: true,
    };
    return { status: 200, json: { persons: [person] }, ...(!isLast && { headers: { link: next } }) };
  });
  try {
    const { outcome } = await readAll(provider, connectTo(provider, { url: server.url, credentials }));
    expect(outcome).toEqual({ complete: true, total: 2 });
    const [signIn, ...pages] = server.log;
    expect(JSON.parse(signIn?.body ?? "")).toEqual(credentials);
    expect(pages.map(({ url }) => url.search)).toEqual(["?onlyActive=false", "?onlyActive=false&page=2"]);
    for (const { headers } of pages) expect(headers.authorization).toBe("Bearer a-token-of-the-test");
  } finally {
    await server.close();
  }
});

it("says what to allow when the key pair may not read persons", async () => {
  const refusal = { errorCode: 403, type: "PermissionDeniedError", errorMessage: "No permission." };
  const server = await startLoopback(({ url }) =>
    url.pathname === "/authentication"
      ? { status: 200, json: { token: "a-token-of-the-test" } }
      : { status: 403, json: refusal },
  );
  try {
    await expect(
      readAll(provider, connectTo(provider, { url: server.url, credentials })),
    ).rejects.toMatchObject({ code: "permission_missing", next: expect.stringContaining("master data") });
  } finally {
    await server.close();
  }
});
