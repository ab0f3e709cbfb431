import { referencesOf } from "../mapping/templates.js";
import { type Assertion, type AuthWay, waysOf } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { isKeyForm } from "../signing/keys.js";
import { type Finding, finding, wayPath } from "./finding.js";

type Path = readonly (string | number)[];
type Form = Manifest["credentials"][string]["form"];

/** How calls are signed: with secrets from the credentials, each of the right form. */
export function lintAuth(manifest: Manifest): readonly Finding[] {
  const { credentials } = manifest;
  const ways = waysOf(manifest);
  const found = ways.flatMap((way, index) => {
    const path = wayPath(manifest, index);
    return [...lintSecret(way, path, manifest), ...lintWay(way, path, manifest)];
  });
  const shown = ways.filter(({ kind }) => kind === "clientCertificate").length;
  const hasSecret = Object.values(credentials).some(({ secret }) => secret);
  return [
    ...found,
    ...(shown > 1 ? [finding(["auth"], "must not have more than one clientCertificate")] : []),
    ...(ways.length > 0 && !hasSecret ? [finding(["credentials"], "must have one that is secret")] : []),
    ...lintKeys(manifest),
  ];
}

/** What is written into a call must come from the credentials. */
function lintSecret(way: AuthWay, path: Path, { credentials }: Manifest): readonly Finding[] {
  const place = secretOf(way);
  if (place === null) return [];
  const [key, texts] = place;
  const isTypedIn = texts.some((text) =>
    referencesOf(text).some((reference) => {
      const [group = "", name = ""] = reference.split(".");
      return group === "credentials" && credentials[name] !== undefined;
    }),
  );
  return isTypedIn ? [] : [finding([...path, key], "must come from the credentials")];
}

/** Where a way of signing has its secret; null where that is a credential by its name. */
function secretOf(way: AuthWay): readonly [key: string, texts: readonly string[]] | null {
  switch (way.kind) {
    case "basic":
      return ["password", [way.username, way.password]];
    case "bearer":
      return ["token", [way.token]];
    case "header":
    case "query":
      return ["value", [way.value]];
    case "session":
      return ["request", Object.values(way.request.body)];
    case "oauth2":
    case "oauth2Refresh":
      return way.clientSecret === undefined ? null : ["clientSecret", [way.clientSecret]];
    case "oauth2Jwt":
    case "clientCertificate":
      return null;
  }
}

/** Ways whose parts depend on each other, or are credentials by their names. */
function lintWay(way: AuthWay, path: Path, manifest: Manifest): readonly Finding[] {
  const mustBe = (key: string, name: string, forms: readonly Form[]) =>
    lintName([...path, key], name, forms, manifest);
  switch (way.kind) {
    case "oauth2":
    case "oauth2Refresh":
      return [
        ...lintClient(way, path, manifest),
        ...(way.kind === "oauth2Refresh" ? mustBe("refreshToken", way.refreshToken, ["token"]) : []),
      ];
    case "oauth2Jwt":
      return lintAssertion(way.assertion, [...path, "assertion"], manifest);
    case "clientCertificate":
      return [
        ...mustBe("certificate", way.certificate, ["certificate"]),
        ...mustBe("key", way.key, ["privateKey"]),
        ...(way.passphrase === undefined ? [] : mustBe("passphrase", way.passphrase, ["text", "token"])),
      ];
    default:
      return [];
  }
}

function lintClient(
  way: Extract<AuthWay, { kind: "oauth2" | "oauth2Refresh" }>,
  path: Path,
  manifest: Manifest,
): readonly Finding[] {
  const [needed, other] =
    way.client === "assertion"
      ? (["assertion", "clientSecret"] as const)
      : (["clientSecret", "assertion"] as const);
  return [
    ...(way[needed] === undefined
      ? [finding([...path, needed], `is needed where client is ${way.client}`)]
      : []),
    ...(way[other] === undefined
      ? []
      : [finding([...path, other], `is not used where client is ${way.client}`)]),
    ...(way.assertion ? lintAssertion(way.assertion, [...path, "assertion"], manifest) : []),
  ];
}

function lintAssertion({ key, header }: Assertion, path: Path, manifest: Manifest): readonly Finding[] {
  return [
    ...lintName([...path, "key"], key, ["privateKey", "serviceAccount"], manifest),
    ...(Object.hasOwn(header, "alg") ? [finding([...path, "header", "alg"], "is what algorithm says")] : []),
  ];
}

/** A credential by its name: it is there, secret where it must be, and of the right form. */
function lintName(
  path: Path,
  name: string,
  forms: readonly Form[],
  { credentials }: Manifest,
): readonly Finding[] {
  const field = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
  if (!field) {
    return [finding(path, `must name a credential; known: ${Object.keys(credentials).join(", ") || "none"}`)];
  }
  if (!forms.includes(field.form))
    return [finding(path, `must name a credential of the form ${forms.join(" or ")}`)];
  return field.secret || field.form === "certificate"
    ? []
    : [finding(path, "must name a credential that is secret")];
}

/** A key is never shown, whatever it is for. */
function lintKeys({ credentials }: Manifest): readonly Finding[] {
  return Object.entries(credentials).flatMap(([name, { form, secret }]) =>
    isKeyForm(form) && form !== "certificate" && !secret
      ? [finding(["credentials", name, "secret"], "must not be false for a private key")]
      : [],
  );
}
