import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { SecureContext } from "node:tls";
import tls from "node:tls";
import { decodeUtf8 } from "../shared/utf8.js";
import { Problem } from "../sync/model/index.js";
import type { Explanation } from "./explanation.js";
import type { HttpFailure } from "./types.js";

/** Whose certificates are believed besides those of the usual authorities. */
export interface Trust {
  /** Absolute path of a PEM file, `network.caFile`. */
  readonly caFile: string;
  /** What `NODE_EXTRA_CA_CERTS` names; Node itself adds it only where no other authorities are given. */
  readonly extraCaFile: string | null;
}

/** What a client shows who it is with, all in PEM; some APIs ask for it besides a key. */
export interface ClientCertificate {
  /** With those between it and its authority, where the server wants them. */
  readonly certificate: string;
  readonly key: string;
  /** Of the key, where it has one. */
  readonly passphrase?: string | undefined;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** First byte of a certificate in binary form (X.690). */
const DER_SEQUENCE = 0x30;

const contexts = new WeakMap<Trust, SecureContext>();

/** What every encrypted connection is held to. */
export interface TlsOptions {
  readonly rejectUnauthorized: true;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  readonly secureContext?: SecureContext;
}

/**
 * TLS 1.2 or newer, with a certificate that is believed. There is no way around the check:
 * NODE_TLS_REJECT_UNAUTHORIZED has no effect here.
 *
 * @param trust null: the authorities Node knows
 * @param own what is shown to the server; its two parts must belong together
 * @throws Problem `ca_file_unreadable`, `ca_file_invalid`
 */
export function tlsOptions(trust: Trust | null, own: ClientCertificate | null = null): TlsOptions {
  return {
    rejectUnauthorized: true,
    minVersion: minimumVersion(),
    ...(own ? { secureContext: ownContext(trust, own) } : trust && { secureContext: trustContext(trust) }),
  };
}

/** Never kept: another certificate is another context. */
function ownContext(trust: Trust | null, { certificate, key, passphrase }: ClientCertificate): SecureContext {
  return tls.createSecureContext({
    ...(trust && { ca: authoritiesOf(trust) }),
    ...{ cert: certificate, key, passphrase, minVersion: minimumVersion() },
  });
}

function authoritiesOf(trust: Trust): string[] {
  return [...usualAuthorities(trust), ...readAuthorities(trust.caFile)];
}

/** Node may have been told to ask for more than TLS 1.2. */
function minimumVersion(): TlsOptions["minVersion"] {
  return tls.DEFAULT_MIN_VERSION === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2";
}

/** The usual authorities and those of the file. Made once for all connections: it takes 20 ms. */
function trustContext(trust: Trust): SecureContext {
  const known = contexts.get(trust);
  if (known) return known;
  const context = tls.createSecureContext({ ca: authoritiesOf(trust), minVersion: minimumVersion() });
  contexts.set(trust, context);
  return context;
}

/** What Node would use if no file was given; from Node 22.15 on it tells. */
function usualAuthorities({ extraCaFile }: Trust): readonly string[] {
  const tell: unknown = Reflect.get(tls, "getCACertificates");
  const known: readonly string[] = typeof tell === "function" ? tell("default") : tls.rootCertificates;
  // Node warns of a file it can't read and goes on; it was Node that was told to use it.
  const extra = extraCaFile === null ? null : readBytes(extraCaFile);
  return [...known, ...(extra?.toString("latin1").match(CERTIFICATE) ?? [])];
}

/**
 * The certificates in a file, each in PEM form.
 * @throws Problem `ca_file_unreadable`, `ca_file_invalid`
 */
export function readAuthorities(file: string): readonly string[] {
  const bytes = readBytes(file);
  if (bytes === null) throw unreadable(file);
  const decoded = decodeUtf8(bytes);
  const isDer = bytes[0] === DER_SEQUENCE;
  if (!decoded.ok && !isDer) throw invalid(file, `The file ${decoded.why}.`, decoded.remedy);
  const certificates = (decoded.ok && decoded.text.match(CERTIFICATE)) || [];
  if (certificates.length === 0)
    throw invalid(file, "It holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).");
  const broken = certificates.findIndex((pem) => !isCertificate(pem));
  if (broken >= 0)
    throw invalid(file, `Certificate ${broken + 1} of ${certificates.length} in it is damaged.`);
  return certificates;
}

function readBytes(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

function unreadable(file: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "ca_file_unreadable",
    what: `The certificates in ${file} can't be read.`,
    why: "`network.caFile` names it, but there is no such file, or this user may not read it.",
    next: "Correct `network.caFile` in the configuration, then run the command again.",
  });
}

function invalid(
  file: string,
  why: string,
  next = `If it is a binary file (DER), run \`openssl x509 -inform der -in ${file} -out ca.pem\` and name ca.pem in \`network.caFile\`.`,
): Problem {
  return new Problem({
    kind: "configuration",
    code: "ca_file_invalid",
    what: `The certificates in ${file} can't be used.`,
    why,
    next,
  });
}

const CHECK_AGAIN = "then run the command again.";

/** No certificate of the chain is known, or the chain is not complete. */
const UNKNOWN_AUTHORITY = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

/** A server's words (RFC 8446 §6.2) about what it was shown, as OpenSSL names them. */
const OF_OUR_CERTIFICATE =
  /ALERT_(?:(?:BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(?:REQUIRED|REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)$/;

/** Why a connection is not trusted. The codes are OpenSSL's and Node's. */
export function explainTls({ host, code, proxy }: HttpFailure): Explanation {
  const through = proxy === null ? "" : ` Calls go through the proxy ${proxy}.`;
  if (code !== null && UNKNOWN_AUTHORITY.includes(code)) {
    const signed =
      code === "DEPTH_ZERO_SELF_SIGNED_CERT"
        ? `is signed by itself (${code})`
        : `comes from an authority this computer does not know (${code})`;
    return configuration(
      "tls_untrusted",
      `The certificate of ${host} ${signed}. That is how it looks when a company's proxy or virus scanner reads TLS connections.${through}`,
      `If your network does that, ask its team for the authority's certificate (PEM), name the file as \`network.caFile\` in the configuration or in NODE_EXTRA_CA_CERTS, ${CHECK_AGAIN} If it does not, somebody may be listening: stop.`,
    );
  }
  if (code === "CERT_HAS_EXPIRED") {
    return configuration(
      "tls_expired",
      `The certificate of ${host} has expired, or this computer's clock is wrong.${through}`,
      `Check the date of this computer; else the certificate must be renewed by who runs ${host}, ${CHECK_AGAIN}`,
    );
  }
  if (code === "CERT_NOT_YET_VALID") {
    return configuration(
      "tls_not_yet_valid",
      `The certificate of ${host} is not valid yet: this computer's clock is probably slow.${through}`,
      `Set the date and time of this computer, ${CHECK_AGAIN}`,
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return configuration(
      "tls_wrong_host",
      `The server that answers for ${host} has the certificate of another host.${through}`,
      `Check the host in \`baseUrl\` and the domain in the settings, ${CHECK_AGAIN}`,
    );
  }
  if (code !== null && OF_OUR_CERTIFICATE.test(code)) {
    return {
      kind: "credentials",
      code: "client_certificate_refused",
      why: `${host} does not accept the certificate that it was shown, or wants one and was shown none (${code}).${through}`,
      next: `Ask who runs ${host} which client certificate belongs to this account, ${CHECK_AGAIN}`,
    };
  }
  return configuration(
    "tls_failed",
    `No secure connection to ${host} is possible${code === null ? "" : ` (${code})`}; TLS 1.2 or newer is needed.${through}`,
    `Check \`baseUrl\` in the configuration, ${CHECK_AGAIN}`,
  );
}

function configuration(code: string, why: string, next: string): Explanation {
  return { kind: "configuration", code, why, next };
}
