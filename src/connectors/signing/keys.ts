import { createHash, createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import * as z from "zod";

/** Forms of credentials that are the content of a file. */
export const KEY_FORMS = ["privateKey", "certificate", "serviceAccount"] as const;
export type KeyForm = (typeof KEY_FORMS)[number];

export function isKeyForm(form: string): form is KeyForm {
  return (KEY_FORMS as readonly string[]).includes(form);
}

/** What templates may take of each. A private key is for nothing but signing. */
export const KEY_PARTS: Readonly<Record<KeyForm, readonly string[]>> = {
  privateKey: [],
  certificate: ["x5t", "x5tS256"],
  serviceAccount: ["client_email", "private_key_id"],
};

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;
const PRIVATE_KEY = /-----BEGIN (?<what>(?:[A-Z]+ )*PRIVATE KEY)-----[\s\S]+?-----END \k<what>-----/u;

/** The JSON file of a service account, as Google makes it. */
const serviceAccountSchema = z.object({
  type: z.literal("service_account"),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
});

/** PEM with real line ends, whichever way it was stored. */
function withLineEnds(text: string): string {
  return text.replaceAll("\\r", "").replaceAll("\\n", "\n");
}

/** The private key in a text, in PEM; null when there is none. */
export function privateKeyPem(text: string): string | null {
  return PRIVATE_KEY.exec(withLineEnds(text))?.[0] ?? null;
}

/** The certificates in a text, each in PEM. The first is the account's own. */
export function certificatePems(text: string): readonly string[] {
  return withLineEnds(text).match(CERTIFICATE) ?? [];
}

/**
 * The key itself.
 * @throws Error when it is damaged, or protected by another passphrase; its text must not be shown
 */
export function openKey(pem: string, passphrase?: string): KeyObject {
  return createPrivateKey({ key: pem, format: "pem", passphrase: passphrase ?? "" });
}

/** Whether a key can be opened with a passphrase only. */
export function isProtected(pem: string): boolean {
  return pem.includes("BEGIN ENCRYPTED PRIVATE KEY") || pem.includes("Proc-Type: 4,ENCRYPTED");
}

/** What is wrong with such a credential, a sentence that holds nothing of it; null when nothing is. */
export function keyFault(form: KeyForm, label: string, text: string): string | null {
  switch (form) {
    case "privateKey":
      return privateKeyFault(label, text);
    case "certificate":
      return certificateFault(label, text);
    case "serviceAccount": {
      const account = serviceAccountOf(text);
      if (account === null)
        return `The ${label} is not the JSON file of a service account; give the whole file as it was downloaded.`;
      return privateKeyFault(`private key in the ${label}`, account.private_key);
    }
  }
}

function privateKeyFault(label: string, text: string): string | null {
  const pem = privateKeyPem(text);
  if (pem === null) {
    return `The ${label} is no private key in PEM form; give the whole file, from -----BEGIN PRIVATE KEY----- on.`;
  }
  // Only its passphrase shows whether it is whole.
  if (isProtected(pem)) return null;
  return opens(() => openKey(pem)) ? null : `The ${label} is damaged or cut off; give the whole file.`;
}

function certificateFault(label: string, text: string): string | null {
  const pems = certificatePems(text);
  if (pems.length === 0) {
    return `The ${label} is no certificate in PEM form; give the whole file, from -----BEGIN CERTIFICATE----- on.`;
  }
  return pems.every((pem) => opens(() => new X509Certificate(pem)))
    ? null
    : `The ${label} is damaged or cut off; give the whole file.`;
}

function opens(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function serviceAccountOf(text: string): z.infer<typeof serviceAccountSchema> | null {
  try {
    return serviceAccountSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * What templates find under such a credential: of a service account what its file says, of a certificate
 * its thumbprints (RFC 7515 §4.1.7 and 4.1.8).
 */
export function templateParts(form: KeyForm, text: string): Readonly<Record<string, string | undefined>> {
  if (form === "privateKey") return {};
  if (form === "serviceAccount") {
    const { client_email, private_key_id } = serviceAccountOf(text) ?? {};
    return { client_email, private_key_id };
  }
  const [pem] = certificateFault("", text) === null ? certificatePems(text) : [];
  if (pem === undefined) return {};
  const { raw } = new X509Certificate(pem);
  const thumbprint = (hash: string) => createHash(hash).update(raw).digest("base64url");
  return { x5t: thumbprint("sha1"), x5tS256: thumbprint("sha256") };
}

/** The PEM of the private key that a credential is or has. */
export function signingKeyPem(form: KeyForm, text: string): string | null {
  return privateKeyPem(form === "serviceAccount" ? (serviceAccountOf(text)?.private_key ?? "") : text);
}

/** Shorter lines, as the last one may be, could be a part of anything. */
const SHORTEST_PIECE = 16;

/**
 * The pieces of a key that could be quoted alone: its lines. For the redactor, which knows the credential
 * as it is stored.
 */
export function keyPieces(pem: string): readonly string[] {
  const lines = pem.split("\n").filter((line) => !line.startsWith("-----"));
  return [pem, ...lines.filter((line) => line.length >= SHORTEST_PIECE)];
}
