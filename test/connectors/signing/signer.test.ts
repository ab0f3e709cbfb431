import { describe, expect, it } from "vitest";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import { person } from "../example.js";
import { type Answers, ok, readFrom, verifyAt } from "../reading/read.js";

const KEY = "${credentials.apiKey}";
const people: Answers = () => ok({ people: [person(1)] });

const session = {
  kind: "session",
  request: { path: "/login", body: { key: KEY, tenant: "${settings.tenant}" } },
  token: "data.token",
  header: "X-Session",
  value: "Session ${token}",
} as const;

const settings = { tenant: { type: "text", label: "Tenant", help: "The tenant.", default: "acme" } } as const;

describe("signing by a manifest", () => {
  it.each<[string, ManifestInput["auth"], Record<string, string>, string]>([
    [
      "basic",
      { kind: "basic", username: KEY, password: "x" },
      { authorization: `Basic ${btoa("a-key-of-the-test:x")}` },
      "",
    ],
    ["bearer", { kind: "bearer", token: KEY }, { authorization: "Bearer a-key-of-the-test" }, ""],
    [
      "a header",
      { kind: "header", name: "X-Key", value: `Key ${KEY}` },
      { "x-key": "Key a-key-of-the-test" },
      "",
    ],
    ["the query", { kind: "query", name: "key", value: KEY }, {}, "?key=a-key-of-the-test"],
    [
      "several at once",
      [
        { kind: "bearer", token: KEY },
        { kind: "header", name: "X-Account", value: KEY },
      ],
      { authorization: "Bearer a-key-of-the-test", "x-account": "a-key-of-the-test" },
      "",
    ],
    ["nothing", "none", {}, ""],
  ])("is done with %s", async (_what, auth, headers, search) => {
    const { log } = await readFrom({ auth }, people);
    expect(log[0]?.headers).toMatchObject(headers);
    expect(log[0]?.url.search).toBe(search);
    if (auth === "none") expect(log[0]?.headers.authorization).toBeUndefined();
  });

  it("tells the redactor what is made of credentials", async () => {
    const { secrets } = await readFrom({ auth: { kind: "basic", username: KEY, password: "x" } }, people);
    expect(secrets).toContain(btoa("a-key-of-the-test:x"));
  });

  it.each([
    ["basic", "form"],
    ["body", "form"],
    ["basic", "json"],
    ["body", "json"],
  ] as const)("gets a token for the client, named in the %s and asked for as %s", async (client, body) => {
    const auth = {
      kind: "oauth2",
      tokenUrl: "https://login.examplehr.test/oauth/token",
      clientId: "the client",
      clientSecret: KEY,
      scope: "people:read",
      audience: "hr",
      extra: { resource: "all" },
      client,
      body,
    } as const;
    const { outcome, log, secrets } = await readFrom(
      { auth, allowedHosts: ["api.examplehr.test", "login.examplehr.test"] },
      ({ url, headers }) => {
        if (url.pathname === "/oauth/token") return ok({ access_token: "a-token", expires_in: "3600" });
        return headers.authorization === "Bearer a-token"
          ? ok({ people: [person(1)] })
          : { status: 401, json: {} };
      },
    );
    expect(outcome.complete).toBe(true);
    const [first] = log;
    const sent =
      body === "json" ? JSON.parse(first?.body ?? "") : Object.fromEntries(new URLSearchParams(first?.body));
    expect(sent).toEqual({
      ...{ grant_type: "client_credentials", scope: "people:read", audience: "hr", resource: "all" },
      ...(client === "body" && { client_id: "the client", client_secret: "a-key-of-the-test" }),
    });
    expect(first?.headers.authorization).toBe(
      client === "basic" ? `Basic ${btoa("the%20client:a-key-of-the-test")}` : undefined,
    );
    expect(secrets).toContain("a-token");
  });

  it("signs in once, and once more when the session is over", async () => {
    let tokens = 0;
    let pages = 0;
    const answers: Answers = ({ url, headers, body }) => {
      if (url.pathname === "/login") {
        expect(JSON.parse(body)).toEqual({ key: "a-key-of-the-test", tenant: "acme" });
        tokens += 1;
        return ok({ data: { token: `token-${tokens}` } });
      }
      pages += 1;
      // The first session ends after its first page.
      const isAlive = headers["x-session"] === `Session token-${tokens}` && !(tokens === 1 && pages > 1);
      if (!isAlive) return { status: 401, json: {} };
      const page = Number(url.searchParams.get("page"));
      return ok({ people: page < 4 ? [person(page)] : [] });
    };
    const pagination = { kind: "page", param: "page", size: 20 } as const;
    const requests = { people: { path: "/people", records: "people", pagination } };
    const { outcome, secrets } = await readFrom({ auth: session, settings, requests }, answers);
    expect(outcome).toEqual({ complete: true, total: 3 });
    expect(tokens).toBe(2);
    expect(secrets).toEqual(["token-1", "token-2"]);
  });

  it.each([400, 401, 403])("takes %i at the sign-in for wrong credentials", async (status) => {
    const read = readFrom({ auth: session, settings }, () => ({ status, json: { message: "No such key" } }));
    await expect(read).rejects.toMatchObject({
      kind: "credentials",
      code: "credentials_refused",
      why: expect.stringContaining("No such key"),
      next: expect.stringContaining("spendesk-hr connect example-hr"),
    });
  });

  it("gives up when a new token is refused as well", async () => {
    const read = readFrom({ auth: session, settings }, ({ url }) =>
      url.pathname === "/login" ? ok({ data: { token: "token" } }) : { status: 401, json: {} },
    );
    await expect(read).rejects.toMatchObject({ code: "credentials_refused" });
  });

  it("refuses a token that can't be one", async () => {
    const read = readFrom({ auth: session, settings }, () => ok({ data: { token: "two\nlines" } }));
    await expect(read).rejects.toMatchObject({ code: "unexpected_answer" });
  });
});

describe("refusals by a manifest", () => {
  const refused = (status: number, json: unknown, errors: ManifestInput["errors"] = {}) =>
    readFrom({ errors }, () => ({ status, json }));

  it.each([
    [401, {}, {}, "credentials_refused"],
    [403, {}, {}, "permission_missing"],
    [
      400,
      { message: "Bad API KEY given" },
      { credentialRefused: { texts: ["bad api key"] } },
      "credentials_refused",
    ],
    [404, {}, { credentialRefused: { statuses: [404] } }, "credentials_refused"],
    [
      400,
      { message: "scope people missing" },
      { permissionMissing: { texts: ["scope"] } },
      "permission_missing",
    ],
  ] as const)("%i %j with %j means %s", async (status, json, errors, code) => {
    await expect(refused(status, json, errors as ManifestInput["errors"])).rejects.toMatchObject({
      kind: "credentials",
      code,
    });
  });

  it("are tried again where the manifest says so", async () => {
    let calls = 0;
    const { outcome } = await readFrom({ rate: { retryTexts: ["quota exceeded"] } }, () => {
      calls += 1;
      return calls < 3 ? { status: 403, json: { message: "Quota exceeded" } } : ok({ people: [person(1)] });
    });
    expect([outcome.complete, calls]).toEqual([true, 3]);
  });

  it("come from the manifest's own call first, which tells the company", async () => {
    const check = { request: "company", company: "company.id" };
    const requests = {
      people: { path: "/people", records: "people" },
      company: { path: "/me", records: "$" },
    };
    const { companies, report } = await verifyAt({ check, requests }, ({ url }) =>
      url.pathname === "/me" ? ok({ company: { id: 77 } }) : ok({ people: [person(1)] }),
    );
    expect(companies).toEqual(["77"]);
    expect(report.findings.find(({ field }) => field === "workEmail")?.state).toBe("ok");
  });
});

describe("a token that has ended", () => {
  it.each([
    [[401, 403], 403, 2, "complete"],
    [undefined, 403, 1, "permission_missing"],
    [undefined, 401, 2, "complete"],
  ] as const)("is renewed at %o when it is refused with %i", async (renewAt, status, signIns, expected) => {
    let tokens = 0;
    const read = readFrom(
      { auth: { ...session, ...(renewAt && { renewAt: [...renewAt] }) }, settings },
      ({ url, headers }) => {
        if (url.pathname === "/login") {
          tokens += 1;
          return ok({ data: { token: `token-${tokens}` } });
        }
        return headers["x-session"] === "Session token-1"
          ? { status, json: {} }
          : ok({ people: [person(1)] });
      },
    );
    const outcome = await read.then(
      () => "complete",
      (error: { code: string }) => error.code,
    );
    expect([outcome, tokens]).toEqual([expected, signIns]);
  });
});
