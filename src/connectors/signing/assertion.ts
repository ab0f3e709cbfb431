import { type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { Problem } from "../../sync/model/index.js";
import { renderValue } from "../mapping/templates.js";
import type { Assertion } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { isKeyForm, isProtected, keyFault, keyPieces, openKey, signingKeyPem } from "./keys.js";
import type { SigningContext } from "./tokens.js";

/**
 * A JSON Web Token (RFC 7519) as the manifest wants it, with `iat` and `exp` by the clock of the connection.
 *
 * @param tokenUrl the address of the vendor's own server, also where another one stands for it: that is whom
 *   the token names
 * @throws Problem `credential_invalid` when the key can't sign, naming the credential
 */
export async function signedAssertion(
  { algorithm, key, header, claims, lifetimeSeconds }: Assertion,
  { manifest, connection, scope }: SigningContext,
  tokenUrl: string,
): Promise<string> {
  const signingKey = signingKeyOf(manifest, key, algorithm, connection);
  const now = Math.floor(connection.now().getTime() / 1000);
  const all = { ...scope, tokenUrl, now };
  const jwt = await new SignJWT({
    ...(renderValue(claims, all) as Record<string, unknown>),
    ...{ iat: now, exp: now + lifetimeSeconds, jti: randomUUID() },
  })
    .setProtectedHeader({
      ...(renderValue(header, all) as Record<string, unknown>),
      ...{ typ: "JWT", alg: algorithm },
    })
    .sign(signingKey);
  connection.registerSecret(jwt);
  return jwt;
}

function signingKeyOf(
  manifest: Manifest,
  name: string,
  algorithm: Assertion["algorithm"],
  { credentials, registerSecret }: Pick<SigningContext["connection"], "credentials" | "registerSecret">,
): KeyObject {
  const { label = name, form = "privateKey" } = manifest.credentials[name] ?? {};
  const text = credentials[name] ?? "";
  if (!isKeyForm(form)) throw new Error(`the credential ${name} of ${manifest.id} is no key`);
  const fault = keyFault(form, label, text);
  if (fault !== null) throw unusable(manifest, label, fault);
  const pem = signingKeyPem(form, text) ?? "";
  for (const piece of keyPieces(pem)) registerSecret(piece);
  if (isProtected(pem)) {
    const why = "It is protected by a passphrase.";
    throw unusable(manifest, label, `${why} \`openssl pkey -in key.pem -out plain.pem\` takes it away.`);
  }
  const key = openKey(pem);
  if (!fits(key, algorithm)) {
    const wanted = algorithm === "ES256" ? "an EC key on the curve P-256" : "an RSA key of 2048 bits or more";
    throw unusable(manifest, label, `${manifest.title} wants ${wanted}, and this is another one.`);
  }
  return key;
}

function fits({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, algorithm: Assertion["algorithm"]) {
  if (algorithm === "ES256") return asymmetricKeyDetails?.namedCurve === "prime256v1";
  return asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}

function unusable({ id, title }: Manifest, label: string, why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credential_invalid",
    what: `The ${label} of ${title} can't be used to sign.`,
    why,
    next: `Run \`spendesk-hr connect ${id}\` with the whole file as it was made.`,
  });
}
