import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { ClientCertificate } from "../../http/trust.js";
import { Problem } from "../../sync/model/index.js";
import type { CertificateWay } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { certificatePems, isProtected, keyFault, openKey, privateKeyPem } from "./keys.js";

type Tool = Pick<Manifest, "id" | "title" | "credentials">;
type Credentials = Readonly<Record<string, string>>;

/**
 * What the hosts of a tool are shown, once certificate and key are known to belong together.
 * @throws Problem `client_certificate_unusable` naming the credential, `client_certificate_expired` with its
 *   last day
 */
export function clientCertificateOf(
  tool: Tool,
  way: CertificateWay,
  credentials: Credentials,
  now: Date,
): ClientCertificate {
  const certificate = credentials[way.certificate] ?? "";
  const key = credentials[way.key] ?? "";
  const labelOf = (name: string) => tool.credentials[name]?.label ?? name;
  const fault =
    keyFault("certificate", labelOf(way.certificate), certificate) ??
    keyFault("privateKey", labelOf(way.key), key);
  if (fault !== null) throw unusable(tool, fault);
  const [own = "", ...chain] = certificatePems(certificate);
  const pem = privateKeyPem(key) ?? "";
  const passphrase = way.passphrase === undefined ? undefined : credentials[way.passphrase];
  requirePair(tool, { own: new X509Certificate(own), pem, passphrase, labelOf, way });
  requireValid(tool, new X509Certificate(own), labelOf(way.certificate), now);
  const shown = {
    certificate: [own, ...chain].join("\n"),
    key: pem,
    ...(isProtected(pem) && { passphrase }),
  };
  requireStrong(tool, shown, labelOf(way.certificate));
  return shown;
}

/** OpenSSL takes no certificate whose key or signature is too weak. */
function requireStrong(tool: Tool, { certificate, key, passphrase }: ClientCertificate, label: string): void {
  try {
    createSecureContext({ cert: certificate, key, passphrase });
  } catch {
    throw unusable(tool, `The ${label} has a key or a signature that is too weak for TLS.`);
  }
}

interface Pair {
  readonly own: X509Certificate;
  readonly pem: string;
  readonly passphrase: string | undefined;
  readonly way: CertificateWay;
  labelOf(name: string): string;
}

function requirePair(tool: Tool, { own, pem, passphrase, way, labelOf }: Pair): void {
  let isPair: boolean;
  try {
    isPair = own.checkPrivateKey(openKey(pem, passphrase));
  } catch {
    throw unusable(
      tool,
      way.passphrase === undefined
        ? `The ${labelOf(way.key)} is protected by a passphrase; take it away with \`openssl pkey -in key.pem -out plain.pem\`.`
        : `The ${labelOf(way.passphrase)} does not open the ${labelOf(way.key)}.`,
    );
  }
  if (isPair) return;
  throw unusable(tool, `The ${labelOf(way.certificate)} and the ${labelOf(way.key)} do not belong together.`);
}

function requireValid(tool: Tool, { validFrom, validTo }: X509Certificate, label: string, now: Date): void {
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (now >= from && now <= to) return;
  const isOver = now > to;
  const day = (isOver ? to : from).toISOString().slice(0, 10);
  throw new Problem({
    kind: "credentials",
    code: isOver ? "client_certificate_expired" : "client_certificate_not_yet_valid",
    what: `The ${label} of ${tool.title} ${isOver ? `expired on ${day}` : `is not valid before ${day}`}.`,
    why: "Hosts accept a certificate only between its first and its last day, by their clock and this computer's.",
    next: isOver
      ? `Renew it at ${tool.title}, then run \`spendesk-hr connect ${tool.id}\` with the new one.`
      : "Check the date of this computer; else wait for that day.",
  });
}

function unusable(tool: Tool, why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "client_certificate_unusable",
    what: `The client certificate for ${tool.title} can't be used.`,
    why,
    next: `Run \`spendesk-hr connect ${tool.id}\` with the certificate and the key that belongs to it.`,
  });
}
