import { ProxyFailure } from "./tunnel.js";
import { HttpFailure, type HttpFailureDetails, type HttpFailureKind } from "./types.js";

/** The call a failure belongs to. */
export interface CallIdentity {
  readonly host: string;
  readonly purpose: string;
  /** The proxy on the way, for messages. */
  readonly proxy?: string | undefined;
  readonly isVendorHost?: boolean | undefined;
  readonly showsCertificate?: boolean | undefined;
}

/** Reason a call is aborted with when its time is over. */
export class CallTimeout extends Error {}

const DNS_CODES = ["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "EAI_NONAME"];
const CONNECTION_CODES = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "EHOSTDOWN"];
const TIMEOUT_CODES = ["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"];
const TLS_CODE =
  /^(?:CERT_|CRL_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|EPROTO$)/;

/**
 * Turns what undici or Node threw into a failure. Texts of the original error are not taken over,
 * because they can quote the request or the answer.
 *
 * @param phase `headers` until the answer's status is known, then `body`.
 */
export function classifyFailure(error: unknown, call: CallIdentity, phase: "headers" | "body"): HttpFailure {
  const code = errorCode(error);
  const [kind, sent] = kindOf(error, code, phase);
  const { purpose, host } = call;
  const detail = code === undefined ? "" : ` (${code})`;
  const details: HttpFailureDetails = {
    ...call,
    kind,
    sent,
    code,
    message: `${purpose}: ${PHRASES[kind]} ${host}${detail}`,
  };
  return new HttpFailure(details);
}

const PHRASES: Readonly<Record<HttpFailureKind, string>> = {
  dns: "the name can't be resolved:",
  connection: "no connection to",
  timeout: "no answer in time from",
  tls: "no trusted connection to",
  proxy: "the proxy can't reach",
  proxy_refused: "the proxy gives no way to",
  reset: "the connection was lost to",
  truncated: "the answer was cut off by",
  too_large: "the answer is too large from",
  not_json: "the answer is not JSON from",
  broken_json: "the answer is broken JSON from",
  unreadable: "the answer can't be read from",
  redirect: "a redirect came from",
  unsendable: "a header can't be sent to",
};

function kindOf(
  error: unknown,
  code: string | undefined,
  phase: "headers" | "body",
): readonly [kind: HttpFailureKind, sent: boolean] {
  if (error instanceof CallTimeout) return ["timeout", true];
  if (error instanceof ProxyFailure) return [isFinal(error, code) ? "proxy_refused" : "proxy", false];
  if (code === "UND_ERR_HEADERS_OVERFLOW") return ["too_large", true];
  if (code === "UND_ERR_CONNECT_TIMEOUT") return ["timeout", false];
  if (code !== undefined && TIMEOUT_CODES.includes(code)) return ["timeout", !failedToConnect(error)];
  if (phase === "body") return ["truncated", true];
  if (code !== undefined && DNS_CODES.includes(code)) return ["dns", false];
  if (code !== undefined && CONNECTION_CODES.includes(code)) return ["connection", false];
  if (code !== undefined && TLS_CODE.test(code)) return ["tls", false];
  if (failedToConnect(error)) return ["connection", false];
  return ["reset", true];
}

/** Whether the proxy said no and will again. With 5xx it says that it could not reach the host. */
function isFinal({ status }: ProxyFailure, code: string | undefined): boolean {
  if (status === null) return code !== undefined && TLS_CODE.test(code);
  return status < 500 && status !== 408 && status !== 429;
}

/** True when the connection, or its TLS handshake, never came to be: nothing was sent. */
function failedToConnect(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Thrown when a host has several addresses and none answers.
  if (error instanceof AggregateError) return error.errors.every(failedToConnect);
  if ("syscall" in error && error.syscall === "connect") return true;
  return error.message.includes("before secure TLS connection was established");
}

function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if (error instanceof ProxyFailure && error.status !== null) return String(error.status);
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? errorCode(error.cause) : undefined;
}

/** Hides secrets and bank details in a text from outside. */
export type Redact = (text: string) => string;

/** Deeper ones are no error bodies; walking them could overflow the stack. */
const DEEPEST = 40;

/** From this status on an answer is a refusal, whose words are shown and kept. */
export const FIRST_REFUSAL = 400;

/** A JSON value with every text in it redacted, keys included; what lies too deep becomes null. */
export function redactJson(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === "string") return redact(value);
  // A number can be a secret too: an account number, a key of digits.
  if (typeof value === "number") return redact(String(value)) === String(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactJson(item, redact, depth + 1)]),
  );
}

/** Header values with every text redacted. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  redact: Redact,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)]));
}
