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

  it("is not read when it is no description", () => {
    expect(refusal(`a: "${"x".repeat(300_000)}"`).message).toContain("larger than");
    for (const text of ["", "null", "[]", "a text"]) expect(refusal(text).code).toBe("connector_invalid");
  });
});
