import { Problem } from "../sync/model/index.js";
import type { Explanation } from "./explanation.js";
import { explainTls } from "./trust.js";
import { HttpFailure, type HttpResponse } from "./types.js";

/** Whose failure it is, for people. */
export interface FailureContext {
  /** `Spendesk`, `Personio`. */
  readonly service: string;
  /** A better next step than the general one. */
  readonly next?: string;
}

const RETRY_LATER = "Run the same command again in a few minutes.";
const CHECK_URL = "Check `baseUrl` in the configuration, then run `spendesk-hr preview`.";

/**
 * The problem behind a call without a usable answer, or behind an answer (429, 5xx or any status the
 * caller has no use for).
 */
export function problemFromFailure(
  failure: HttpFailure | Pick<HttpResponse, "status">,
  context: FailureContext,
): Problem {
  const { service } = context;
  const isFailure = failure instanceof HttpFailure;
  const { kind, code, why, next } = isFailure ? explainFailure(failure) : explainStatus(failure.status);
  const what = isFailure
    ? `${service} could not be asked (${failure.purpose}).`
    : `${service} answered with status ${failure.status}.`;
  return new Problem(
    { kind, code, what, why, next: context.next ?? next },
    isFailure ? { cause: failure } : {},
  );
}

function explainFailure(failure: HttpFailure): Explanation {
  const { host } = failure;
  switch (failure.kind) {
    case "dns":
      return explainDns(failure);
    case "tls":
      return explainTls(failure);
    case "proxy":
    case "proxy_refused":
      return explainProxy(failure);
    case "connection":
      return {
        kind: "temporary",
        code: "connection_failed",
        why: `No connection to ${host}${codeText(failure)}.`,
        next: "Check the network, firewall and proxy, then run the command again.",
      };
    case "timeout":
      return temporary("timed_out", `${host} did not answer in time.`);
    case "reset":
      if (failure.showsCertificate) return lostWithCertificate(failure);
      return temporary("connection_lost", `The connection to ${host} was lost${codeText(failure)}.`);
    case "truncated":
      return temporary("answer_cut_off", `The answer of ${host} ended too early.`);
    case "too_large":
      return temporary("answer_too_large", `The answer of ${host} is larger than allowed.`);
    case "not_json":
      return {
        kind: "temporary",
        code: "not_json",
        why: `${failure.message}. That is usually a login, error or maintenance page.`,
        next: "Try again in a few minutes. If it stays, check `baseUrl` and the proxy.",
      };
    case "broken_json":
      return temporary("answer_broken", `${failure.message}, as when a part of it was lost on the way.`);
    case "unreadable":
      return {
        kind: "unexpected",
        code: "answer_unreadable",
        why: `${failure.message}. Names in it would be damaged.`,
        next: "Check whether a proxy changes answers. If there is none, run the command with `--debug` and report what it says.",
      };
    case "redirect":
      return configuration("redirected", `${failure.message}. Redirects are not followed.`);
    case "unsendable":
      return {
        kind: "credentials",
        code: "credential_unsendable",
        why: "A credential for it holds characters that HTTP can't carry, such as a line break, a quotation mark of a text program or an invisible one.",
        next: "Copy the credential again from where it was made, then run `spendesk-hr credentials set` for it.",
      };
  }
}

/** With TLS 1.3 a host says what it thinks of a certificate after the handshake, by hanging up. */
function lostWithCertificate(failure: HttpFailure): Explanation {
  return {
    kind: "temporary",
    code: "connection_lost",
    why: `The connection to ${failure.host} was lost${codeText(failure)}. Hosts also hang up on a client certificate that they do not know or have revoked.`,
    next: `${RETRY_LATER} If it stays, ask who runs ${failure.host} whether the certificate belongs to this account.`,
  };
}

/**
 * Resolvers say "there is no such name" during an outage too (a VPN that is down, split DNS). Only of a
 * name that somebody typed it may be the truth.
 */
function explainDns(failure: HttpFailure): Explanation {
  const { host, isVendorHost } = failure;
  if (failure.code !== "ENOTFOUND" || isVendorHost) {
    return {
      kind: "temporary",
      code: "dns_failed",
      why: `The name ${host} can't be looked up now${codeText(failure)}: the resolver, a VPN or the network has a problem.`,
      next: `${RETRY_LATER} If it stays, look at the DNS settings of this computer.`,
    };
  }
  return {
    kind: "configuration",
    code: "unknown_host",
    why: `There is no host named ${host}; it may be misspelled, or this computer is offline.`,
    next: "Check the spelling of the host, domain or `baseUrl` in the configuration, then run `spendesk-hr preview`.",
  };
}

function explainStatus(status: number): Explanation {
  if (status === 429) return temporary("rate_limited", "Too many calls were made in a short time.");
  if (status >= 500) return temporary("server_error", "The service has a problem of its own.");
  const why = "This program has no use for that answer; the address may belong to something else.";
  return status === 404 ? configuration("not_found", why) : unexpected("unexpected_answer", why);
}

function temporary(code: string, why: string): Explanation {
  return { kind: "temporary", code, why, next: RETRY_LATER };
}

function configuration(code: string, why: string): Explanation {
  return { kind: "configuration", code, why, next: CHECK_URL };
}

function unexpected(code: string, why: string): Explanation {
  return { kind: "unexpected", code, why, next: "Run the command with `--debug` and report what it says." };
}

function codeText(failure: HttpFailure): string {
  return failure.code === null ? "" : ` (${failure.code})`;
}

/** Why there is no way through the proxy. Names its host and who named it, never its credentials. */
function explainProxy({ host, code, proxy, kind }: HttpFailure): Explanation {
  const name = `The proxy ${proxy ?? "on the way"}`;
  if (code === "407") {
    return {
      kind: "credentials",
      code: "proxy_credentials",
      why: `${name} wants a user name and a password, or does not accept the ones it got (407).`,
      next: "Put them into the variable, as in HTTPS_PROXY=http://user:password@host:port (a special character as %40), then run the command again.",
    };
  }
  if (kind === "proxy_refused") return refused(name, host, code);
  if (code === "ENOTFOUND") {
    return {
      kind: "temporary",
      code: "proxy_unknown_host",
      why: `${name} has a name that can't be looked up now, or does not exist.`,
      next: "Run the same command again in a few minutes. If it stays, correct the proxy's address where it is named.",
    };
  }
  const status = code !== null && /^\d+$/.test(code);
  return {
    kind: "temporary",
    code: status ? "proxy_failed" : "proxy_unreachable",
    why: status
      ? `${name} could not reach ${host} (${code}).`
      : `${name} can't be reached (${code ?? "no answer"}).`,
    next: `Check that the proxy runs, and whether ${host} needs it at all (NO_PROXY), then run the command again.`,
  };
}

function refused(name: string, host: string, code: string | null): Explanation {
  const status = code !== null && /^\d+$/.test(code);
  return {
    kind: "configuration",
    code: status ? "proxy_refused" : "proxy_tls_failed",
    why: status
      ? `${name} does not let calls to ${host} through (${code}).`
      : `${name} is reached by https, and its own certificate is not trusted (${code ?? "no code"}).`,
    next: status
      ? `Ask who runs the proxy to allow ${host}, then run the command again.`
      : "Name the authority of the proxy's certificate as `network.caFile`, or write the proxy's address with http://, then run the command again.",
  };
}
