import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { connectorFromYaml } from "../../../src/connectors/loading/from-yaml.js";
import { isProblem, type Problem } from "../../../src/sync/model/index.js";
import { manifest } from "../example.js";

function load(text: string) {
  return connectorFromYaml("/srv/tool.yaml", "tool.yaml", text);
}

function refusal(text: string): Problem {
  try {
    load(text);
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("it was taken");
}

const YAML = stringify(manifest());

/** Everything that the message says. */
function said(text: string): string {
  const { message, why } = refusal(text);
  return `${message}\n${why}`;
}

function saidOf(parts: object): string {
  return said(stringify({ ...manifest(), ...parts }));
}

describe("a connector in YAML", () => {
  it("is read with its defaults", () => {
    const { manifest: read, hooks } = load(YAML);
    expect(read).toMatchObject({
      id: "example-hr",
      rate: { concurrency: 1 },
      dates: { formats: ["iso-date"] },
    });
    expect(hooks).toEqual({});
  });

  it("says line and column of what can't be read", () => {
    const problem = refusal("manifest: 1\nid: [a\n");
    expect(problem).toMatchObject({ code: "connector_syntax", kind: "configuration" });
    expect(problem.message).toContain("tool.yaml:2:5");
    expect(problem.next).toContain("connectors lint");
  });

  it("names the nearest key", () => {
    const text = said(`${YAML}titel: x\n`);
    expect(text).toContain("Unknown key `titel` (tool.yaml:");
    expect(text).toContain("Did you mean `title`?");
  });

  it("names the nearest key inside what has a kind", () => {
    const pagination = { kind: "cursor", param: "c", nxt: "next", size: 100 };
    const text = saidOf({ requests: { people: { path: "/people", records: "people", pagination } } });
    expect(text).toContain("requests.people.pagination.next is missing");
    expect(text).toContain("Unknown key `nxt` in requests.people.pagination");
    expect(text).toContain("Did you mean `next`?");
  });

  it.each([
    ["no status policy", { status: { from: "s", map: { a: "active" } } }, "status.unknown"],
    ["no completeness", { completeness: undefined }, "completeness is missing"],
    ["a version to come", { manifest: 2 }, "manifest must be 1"],
    ["a way of signing nobody knows", { auth: { kind: "magic" } }, "auth"],
    [
      "a call that changes something",
      { requests: { people: { method: "DELETE", path: "/p", records: "p" } } },
      "must be GET or POST",
    ],
    [
      "a POST without a word",
      { requests: { people: { method: "POST", path: "/p", records: "p" } } },
      "reads: true",
    ],
    [
      "a path into the language",
      { requests: { people: { path: "/p", records: "a.__proto__.b" } } },
      "must not go through __proto__",
    ],
    ["a path that is none", { requests: { people: { path: "/p", records: "a..b" } } }, "is no path"],
    [
      "a name of the language",
      { settings: { constructor: { type: "text", label: "a", help: "b" } } },
      "settings.constructor",
    ],
    ["an id with blanks", { id: "My tool" }, "id must be 2 to 40 small letters"],
  ])("is refused with %s", (_what, parts, says) => {
    const text = saidOf(parts);
    expect(text).toContain(says);
    expect(text).toMatch(/tool\.yaml:\d+:\d+/u);
  });

  it.each([
    ["plain http", { baseUrl: "http://api.examplehr.test" }, "must begin with https://"],
    ["a host that is not allowed", { baseUrl: "https://api.elsewhere.test" }, "not among allowedHosts"],
    ["a host inside", { baseUrl: "https://10.0.0.1/v1", allowedHosts: ["10.0.0.1"] }, "inside a network"],
    [
      "another spelling of one",
      { baseUrl: "https://0x7f.1/v1", allowedHosts: ["a.test"] },
      "inside a network",
    ],
    [
      "the address of metadata",
      { baseUrl: "https://metadata.google.internal", allowedHosts: ["metadata.google.internal"] },
      "inside a network",
    ],
    ["everybody below an ending", { allowedHosts: ["api.examplehr.test", "*.co.uk"] }, "too broad"],
    [
      "a host out of free text",
      { baseUrl: "https://${settings.host}/v1", settings: { host: { type: "text", label: "a", help: "b" } } },
      "only a choice",
    ],
    [
      "a host out of a credential that is none",
      { allowedHosts: ["api.examplehr.test", "${credentials.apiKey}"] },
      "whose form is host or address",
    ],
    [
      "a host of nobody where only the typed-in one is allowed",
      {
        allowedHosts: ["${credentials.address}"],
        credentials: {
          apiKey: { label: "a", help: "b" },
          address: { label: "a", help: "b", form: "address", secret: false },
        },
      },
      "not among allowedHosts",
    ],
    [
      "a secret in the address",
      { baseUrl: "https://api.examplehr.test/${credentials.apiKey}" },
      "must not hold the secret",
    ],
    [
      "a literal secret",
      { auth: { kind: "bearer", token: "sk1234567890abcdefghij" } },
      "must come from the credentials",
    ],
    [
      "a literal secret in a header",
      { requests: { people: { path: "/p", records: "p", headers: { "x-api-key": "abc" } } } },
      "must not hold a secret itself",
    ],
    [
      "an unknown reference",
      { baseUrl: "https://api.examplehr.test/${settings.nothing}" },
      "known: credentials.apiKey",
    ],
    [
      "tiny pages",
      {
        requests: {
          people: { path: "/p", records: "p", pagination: { kind: "page", param: "page", size: 2 } },
        },
      },
      "must be more than 10",
    ],
    ["a request that is not there", { assemble: { root: "peple" } }, "did you mean people?"],
    [
      "a request for nothing",
      { requests: { ...manifest().requests, other: { path: "/o", records: "o" } } },
      "is used for nothing",
    ],
    [
      "a private address as e-mail",
      { employee: { ...manifest().employee, workEmail: ["email", "personal_email"] } },
      "allowPersonalEmail",
    ],
    [
      "pay as a further field",
      { employee: { ...manifest().employee, custom: { monthly: "salary" } } },
      "pay or bank details",
    ],
    [
      "dates that mean two days",
      { dates: { formats: ["dd/MM/yyyy", "MM/dd/yyyy"] } },
      "one text would be two days",
    ],
    ["an instant without a zone", { dates: { formats: ["epoch-seconds"], zone: "Mars" } }, "time zone"],
    [
      "an expression with a function",
      { employee: { ...manifest().employee, firstName: { expr: "$eval(first)" } } },
      "must call none but",
    ],
    [
      "a rule about a list nobody reads",
      { status: { rules: [{ when: { list: "gone" }, is: "inactive" }], unknown: "skip" } },
      "must name a list",
    ],
    ["a map without a field", { status: { map: { a: "active" }, unknown: "skip" } }, "status.from"],
    [
      "a details call for nobody",
      {
        requests: { ...manifest().requests, one: { path: "/one", records: "$" } },
        assemble: { root: "people", detail: { request: "one", as: "one" } },
      },
      "must name the record",
    ],
  ])("is not used with %s", (_what, parts, says) => {
    const text = saidOf(parts);
    expect(text).toContain(says);
    expect(text).toMatch(/tool\.yaml:\d+:\d+/u);
  });

  const client = {
    kind: "oauth2",
    tokenUrl: "https://api.examplehr.test/token",
    clientId: "client-1",
    clientSecret: "${credentials.apiKey}",
  };
  const assertion = { key: "key", claims: { iss: "client-1", aud: "${tokenUrl}" } };
  const keys = {
    apiKey: { label: "a", help: "b" },
    key: { label: "a", help: "b", form: "privateKey" },
    certificate: { label: "a", help: "b", form: "certificate", secret: false },
  };

  it.each([
    ["a client secret", client],
    ["a client assertion", { ...client, client: "assertion", clientSecret: undefined, assertion }],
    ["a refresh token", { ...client, kind: "oauth2Refresh", refreshToken: "apiKey", afterUse: "kept" }],
    ["an assertion", { kind: "oauth2Jwt", tokenUrl: client.tokenUrl, assertion }],
    ["a client certificate", [client, { kind: "clientCertificate", certificate: "certificate", key: "key" }]],
    ["other names", { ...client, rename: { access_token: "token", client_secret: "secret" } }],
  ])("may be signed for with %s", (_what, auth) => {
    const text = stringify({ ...manifest(), auth, credentials: keys });
    expect(load(text).manifest.auth).toMatchObject(JSON.parse(JSON.stringify(auth)));
  });

  it.each([
    [
      "no client secret",
      { ...client, clientSecret: undefined },
      "auth.clientSecret is needed where client is basic",
    ],
    [
      "a client secret of its own",
      { ...client, clientSecret: "s3cr3t" },
      "clientSecret must come from the credentials",
    ],
    [
      "no assertion",
      { ...client, client: "assertion" },
      "auth.assertion is needed where client is assertion",
    ],
    ["both", { ...client, assertion }, "auth.assertion is not used where client is basic"],
    [
      "an assertion without a key",
      { ...client, client: "assertion", clientSecret: undefined, assertion: { ...assertion, key: "apiKey" } },
      "must name a credential of the form privateKey or serviceAccount",
    ],
    [
      "an algorithm said twice",
      { kind: "oauth2Jwt", tokenUrl: client.tokenUrl, assertion: { ...assertion, header: { alg: "none" } } },
      "is what algorithm says",
    ],
    [
      "an algorithm that signs nothing",
      { kind: "oauth2Jwt", tokenUrl: client.tokenUrl, assertion: { ...assertion, algorithm: "none" } },
      "auth.assertion.algorithm",
    ],
    [
      "a private key in a claim",
      {
        kind: "oauth2Jwt",
        tokenUrl: client.tokenUrl,
        assertion: { ...assertion, claims: { sub: "${credentials.key}" } },
      },
      "must not hold key: a private key is for signing only",
    ],
    [
      "an unknown part of a certificate",
      {
        kind: "oauth2Jwt",
        tokenUrl: client.tokenUrl,
        assertion: { ...assertion, header: { x: "${credentials.certificate.pem}" } },
      },
      "can refer to no more of certificate than ${credentials.certificate.x5t}, ${credentials.certificate.x5tS256}",
    ],
    [
      "nothing about the next refresh token",
      { ...client, kind: "oauth2Refresh", refreshToken: "apiKey" },
      "auth.afterUse",
    ],
    [
      "a refresh token that nobody has",
      { ...client, kind: "oauth2Refresh", refreshToken: "other", afterUse: "kept" },
      "auth.refreshToken must name a credential; known: apiKey, key, certificate",
    ],
    [
      "a token elsewhere",
      { ...client, tokenUrl: "https://login.elsewhere.test/token" },
      "auth.tokenUrl leads to login.elsewhere.test",
    ],
    [
      "a certificate that is none",
      { kind: "clientCertificate", certificate: "apiKey", key: "key" },
      "auth.certificate must name a credential of the form certificate",
    ],
    [
      "two certificates",
      [
        { kind: "clientCertificate", certificate: "certificate", key: "key" },
        { kind: "clientCertificate", certificate: "certificate", key: "key" },
      ],
      "must not have more than one clientCertificate",
    ],
  ])("is not signed for with %s", (_what, auth, says) => {
    const text = saidOf({ auth, credentials: keys });
    expect(text).toContain(says);
    expect(text).toMatch(/tool\.yaml:\d+:\d+/u);
  });

  const other = {
    value: "key",
    label: "with a key",
    steps: ["Make a key."],
    credentials: { key: keys.key },
    auth: { kind: "oauth2Jwt", tokenUrl: client.tokenUrl, assertion },
  };
  const waysIn = {
    setting: "signIn",
    question: "How?",
    own: { value: "token", label: "with a token" },
    others: [other],
  };

  it("may have other ways in, each with credentials of its own", () => {
    expect(load(stringify({ ...manifest(), waysIn })).manifest.waysIn).toMatchObject({ setting: "signIn" });
  });

  it.each([
    ["the name of a setting", { setting: "region" }, "waysIn.setting must have another name"],
    [
      "one value for two",
      { own: { value: "key", label: "a" } },
      "waysIn must give each way a value of its own",
    ],
    [
      "a credential that only the first one has",
      { others: [{ ...other, auth: { kind: "bearer", token: "${credentials.apiKey}" } }] },
      "waysIn.others.0.auth.token must come from the credentials",
    ],
    [
      "a certificate for one of them",
      {
        others: [
          {
            ...other,
            credentials: keys,
            auth: [client, { kind: "clientCertificate", certificate: "certificate", key: "key" }],
          },
        ],
      },
      "waysIn.others must not show a client certificate",
    ],
  ])("has no ways in with %s", (_what, parts, says) => {
    const settings = { region: { type: "text", label: "a", help: "b", default: "eu" } };
    const text = saidOf({ settings, waysIn: { ...waysIn, ...parts } });
    expect(text).toContain(says);
    expect(text).toMatch(/tool\.yaml:\d+:\d+/u);
  });

  it("has no private key that is shown", () => {
    const credentials = { ...keys, key: { ...keys.key, secret: false } };
    expect(saidOf({ auth: client, credentials })).toContain("credentials.key.secret must not be false");
  });

  it("is not read when it is no description", () => {
    expect(refusal(`a: "${"x".repeat(300_000)}"`).message).toContain("larger than");
    for (const text of ["", "null", "[]", "a text"]) expect(refusal(text).code).toBe("connector_invalid");
  });
});
