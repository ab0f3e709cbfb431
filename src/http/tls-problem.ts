import type { Explanation } from "./explanation.js";
import type { HttpFailure } from "./types.js";

const CHECK_AGAIN = "then run the command again.";

/** No certificate of the chain is known, or the chain is not complete. */
const UNKNOWN_AUTHORITY = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

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
  return configuration(
    "tls_failed",
    `No secure connection to ${host} is possible${code === null ? "" : ` (${code})`}; TLS 1.2 or newer is needed.${through}`,
    `Check \`baseUrl\` in the configuration, ${CHECK_AGAIN}`,
  );
}

function configuration(code: string, why: string, next: string): Explanation {
  return { kind: "configuration", code, why, next };
}
