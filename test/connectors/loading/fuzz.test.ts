import fc from "fast-check";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { connectorFromYaml } from "../../../src/connectors/loading/from-yaml.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { isProblem } from "../../../src/sync/model/index.js";
import { manifest } from "../example.js";

/** A file is a connector, or a problem that says so. */
function load(text: string): void {
  try {
    providerFrom(connectorFromYaml("/srv/tool.yaml", "tool.yaml", text));
  } catch (error) {
    if (!isProblem(error)) throw error;
    expect(error.kind).toBe("configuration");
    expect(error.code).toMatch(/^connector_(?:syntax|invalid)$/u);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

const YAML = stringify(manifest());

const assertion = {
  algorithm: "PS256",
  key: "key",
  header: { x5t: "${credentials.certificate.x5t}" },
  claims: { aud: "${tokenUrl}", nbf: "${now}" },
} as const;
const tokenUrl = "https://api.examplehr.test/token";
const client = { tokenUrl, clientId: "client-1", clientSecret: "${credentials.apiKey}" };

/** With every way of signing that has parts of its own. */
const SIGNED = manifest({
  credentials: {
    apiKey: { label: "Key", help: "The key." },
    key: { label: "Key", help: "The file.", form: "privateKey" },
    certificate: { label: "Certificate", help: "The file.", form: "certificate" },
  },
  auth: [
    { kind: "oauth2", ...client, rename: { access_token: "token" }, extra: { resource: "all" } },
    { kind: "oauth2", tokenUrl, clientId: "client-1", client: "assertion", assertion },
    {
      kind: "oauth2Refresh",
      ...client,
      refreshToken: "apiKey",
      afterUse: "replaced",
      expiredCodes: ["gone"],
    },
    { kind: "oauth2Jwt", tokenUrl, assertion },
    { kind: "clientCertificate", certificate: "certificate", key: "key", passphrase: "apiKey" },
  ],
  waysIn: {
    setting: "signIn",
    question: "How?",
    own: { value: "all", label: "all of them" },
    others: [
      {
        value: "key",
        label: "with a key",
        steps: ["Make a key."],
        credentials: { apiKey: { label: "Key", help: "The key." } },
        auth: { kind: "bearer", token: "${credentials.apiKey}" },
      },
    ],
  },
});

/** Every place of the example, as keys from the top. */
function placesOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    placesOf(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

function changed(base: object, path: readonly (string | number)[], to: unknown): unknown {
  const copy = structuredClone(base) as unknown;
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? "";
  Object.defineProperty(at, last, { value: to, enumerable: true, configurable: true, writable: true });
  return copy;
}

const odd = fc.oneof(
  fc.anything({
    withNullPrototype: false,
    withDate: false,
    withBigInt: false,
    withMap: false,
    withSet: false,
  }),
  fc.constantFrom(
    "${",
    "${}",
    "${settings.__proto__}",
    "${constructor.constructor}",
    "[[[",
    "a[",
    "*.",
    "https://[::1]/",
    "\u0000",
  ),
  fc.string(),
);

it("a text that is no connector is a problem with a place", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), load));
});

it.each([
  ["a connector", manifest()],
  ["one with every way of signing", SIGNED],
])("%s with any place changed is one, or a problem", (_what, base) => {
  load(stringify(base));
  const places = placesOf(base);
  fc.assert(
    fc.property(fc.constantFrom(...places), odd, (path, to) => {
      let text: string;
      try {
        text = stringify(changed(base, path, to));
      } catch {
        return;
      }
      load(text);
    }),
  );
});

it("a connector with a line cut, doubled or spoilt is one, or a problem", () => {
  const lines = YAML.split("\n");
  const change = fc.constantFrom(
    (_line: string): string[] => [],
    (line: string) => [line, line],
    (line: string) => [line.slice(0, Math.floor(line.length / 2))],
    (line: string) => [`${line} &a *a`],
    (line: string) => [line.replace(":", "")],
    (line: string) => [line.replace(/[a-z]+:/u, "__proto__:")],
    (line: string) => [line.replace(/[a-z]+:/u, "constructor:")],
  );
  fc.assert(
    fc.property(fc.nat({ max: lines.length - 1 }), change, (at, spoil) => {
      load([...lines.slice(0, at), ...spoil(lines[at] ?? ""), ...lines.slice(at + 1)].join("\n"));
    }),
  );
});
