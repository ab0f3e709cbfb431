import type { Explanation } from "./explanation.js";
import type { HttpFailure } from "./types.js";

/** Why there is no way through the proxy. Names its host and who named it, never its credentials. */
export function explainProxy({ host, code, proxy, kind }: HttpFailure): Explanation {
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
