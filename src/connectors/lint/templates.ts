import { referencesOf } from "../mapping/templates.js";
import type { Manifest } from "../schema/manifest.js";
import { isKeyForm, KEY_PARTS } from "../signing/keys.js";
import { type Finding, finding } from "./finding.js";

/** What templates at a place may speak of besides settings and credentials. */
type Further = "record" | "ids" | "token" | "tokenUrl" | "now";

/** Every text with references in it, with its place. */
interface Template {
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly further: readonly Further[];
}

/** Names of headers and fields whose values are secret wherever they stand. */
const SECRET_NAME = /authorization|token|secret|api[-_]?key|password|cookie/iu;

/** Addresses, which look like keys now and then. */
const ADDRESSES: readonly string[] = ["path", "tokenUrl"];

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
    const [group = "", key = "", ...inner] = reference.split(".");
    const form = group === "credentials" ? manifest.credentials[key]?.form : undefined;
    if (form !== undefined && isKeyForm(form) && !KEY_PARTS[form].includes(inner.join("."))) {
      return [finding(path, keyAdvice(key, KEY_PARTS[form]))];
    }
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

function keyAdvice(key: string, parts: readonly string[]): string {
  const known = parts.map((part) => `\${credentials.${key}.${part}}`);
  return known.length === 0
    ? `must not hold ${key}: a private key is for signing only`
    : `can refer to no more of ${key} than ${known.join(", ")}`;
}

function literalSecrets({ path, text }: Template): readonly Finding[] {
  const name = String(path.at(-1));
  const rest = text.replace(/\$\{[^{}]*\}/gu, " ");
  const isLiteral =
    !ADDRESSES.includes(name) &&
    SECRET_NAME.test(name) &&
    referencesOf(text).length === 0 &&
    rest.trim() !== "";
  // A key may have slashes in it; of an address they divide the words.
  const words = /^(?:https:\/)?\//u.test(rest) ? rest.split("/") : [rest];
  const isKeyLike =
    !ADDRESSES.includes(name) && !rest.includes(" eq ") && words.some((word) => KEY_LIKE.test(word));
  if (!isLiteral && !isKeyLike) return [];
  return [finding(path, "must not hold a secret itself: declare it under credentials and refer to it")];
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
  const ofAuth = auth === "none" ? [] : textsIn(auth, ["auth"], ["token", "tokenUrl", "now"]);
  const plain = [
    ...textsIn(manifest.baseUrl, ["baseUrl"], []),
    ...(manifest.account === undefined ? [] : textsIn(manifest.account, ["account"], [])),
  ];
  return [...plain, ...ofAuth.filter(({ path }) => !isWord(path)), ...ofRequests];
}

/** Keys of auth whose texts are no templates: words of the language, and names of credentials. */
const WORDS: readonly unknown[] = [
  ...["kind", "name", "body", "client", "as", "token", "header", "afterUse", "algorithm"],
  ...["key", "certificate", "passphrase", "refreshToken"],
];

function isWord(path: readonly (string | number)[]): boolean {
  return WORDS.includes(path.at(-1)) || path.includes("rename") || path.includes("expiredCodes");
}

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
