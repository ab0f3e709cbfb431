import { referencesOf } from "../mapping/templates.js";
import type { AuthWay } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { type Finding, finding } from "./finding.js";

/** What templates at a place may speak of besides settings and credentials. */
type Further = "record" | "ids" | "token";

/** Every text with references in it, with its place. */
interface Template {
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly further: readonly Further[];
}

/** Names of headers and fields whose values are secret wherever they stand. */
const SECRET_NAME = /authorization|token|secret|api[-_]?key|password|cookie/iu;

/** A long word of letters and digits as keys are: twenty and more, both among them. */
const KEY_LIKE = /(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{20,}/u;

/** Templates: each refers only to what there is, and none holds a secret itself. */
export function lintTemplates(manifest: Manifest): readonly Finding[] {
  return templatesOf(manifest).flatMap((template) => [
    ...unknownReferences(template, manifest),
    ...literalSecrets(template),
  ]);
}

function unknownReferences({ path, text, further }: Template, manifest: Manifest): readonly Finding[] {
  return referencesOf(text).flatMap((reference) => {
    const [group = "", key = ""] = reference.split(".");
    if (group === "settings" && Object.hasOwn(manifest.settings, key)) return [];
    if (group === "credentials" && Object.hasOwn(manifest.credentials, key)) return [];
    if ((further as readonly string[]).includes(group)) return [];
    const known = [
      ...Object.keys(manifest.settings).map((name) => `settings.${name}`),
      ...Object.keys(manifest.credentials).map((name) => `credentials.${name}`),
      ...further,
    ];
    return [finding(path, `refers to \${${reference}}, which is not there; known: ${known.join(", ")}`)];
  });
}

function literalSecrets({ path, text }: Template): readonly Finding[] {
  const name = String(path.at(-1));
  const rest = text.replace(/\$\{[^{}]*\}/gu, " ");
  const isLiteral =
    name !== "tokenUrl" && SECRET_NAME.test(name) && referencesOf(text).length === 0 && rest.trim() !== "";
  // A key may have slashes in it; of an address they divide the words.
  const words = /^(?:https:\/)?\//u.test(rest) ? rest.split("/") : [rest];
  const isKeyLike = name !== "path" && !rest.includes(" eq ") && words.some((word) => KEY_LIKE.test(word));
  if (!isLiteral && !isKeyLike) return [];
  return [finding(path, "must not hold a secret itself: declare it under credentials and refer to it")];
}

/** Auth values that must come from the credentials, each with its place. */
export function lintAuth(manifest: Manifest): readonly Finding[] {
  const { auth, credentials } = manifest;
  const ways = auth === "none" ? [] : Array.isArray(auth) ? auth : [auth];
  const isSecret = (text: string) =>
    referencesOf(text).some((reference) => {
      const [group = "", key = ""] = reference.split(".");
      return group === "credentials" && credentials[key] !== undefined;
    });
  const found = ways.flatMap((way, index) => {
    const path = Array.isArray(auth) ? ["auth", index] : ["auth"];
    const [key, texts] = secretOf(way);
    return texts.some(isSecret) ? [] : [finding([...path, key], "must come from the credentials")];
  });
  const hasSecret = Object.values(credentials).some(({ secret }) => secret);
  if (ways.length > 0 && !hasSecret) found.push(finding(["credentials"], "must have one that is secret"));
  return found;
}

/** Where a way of signing has its secret. */
function secretOf(way: AuthWay): readonly [key: string, texts: readonly string[]] {
  switch (way.kind) {
    case "basic":
      return ["password", [way.username, way.password]];
    case "bearer":
      return ["token", [way.token]];
    case "header":
    case "query":
      return ["value", [way.value]];
    case "oauth2":
      return ["clientSecret", [way.clientSecret]];
    case "session":
      return ["request", Object.values(way.request.body)];
  }
}

function templatesOf(manifest: Manifest): readonly Template[] {
  const { requests, assemble, auth } = manifest;
  const detail = assemble.detail?.request;
  const batches = assemble.batch.map(({ request }) => request);
  const ofRequests = Object.entries(requests).flatMap(([name, { path, query, headers, body }]) => {
    const further: Further[] = [
      ...(name === detail ? (["record"] as const) : []),
      ...(batches.includes(name) ? (["ids"] as const) : []),
    ];
    return textsIn({ path, query, headers, body }, ["requests", name], further);
  });
  const ofAuth = auth === "none" ? [] : textsIn(auth, ["auth"], ["token"]);
  const plain = [
    ...textsIn(manifest.baseUrl, ["baseUrl"], []),
    ...(manifest.account === undefined ? [] : textsIn(manifest.account, ["account"], [])),
  ];
  return [...plain, ...ofAuth.filter(({ path }) => !WORDS.includes(String(path.at(-1)))), ...ofRequests];
}

/** Keys of auth whose texts are no templates. */
const WORDS = ["kind", "name", "body", "client", "as", "token", "header"];

function textsIn(
  value: unknown,
  path: readonly (string | number)[],
  further: readonly Further[],
): readonly Template[] {
  if (typeof value === "string") return [{ path, text: value, further }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key], further),
  );
}
