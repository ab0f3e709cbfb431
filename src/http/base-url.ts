import { Problem } from "../sync/model/index.js";

const LOOPBACK_V4 = /^127(?:\.\d{1,3}){3}$/;

/**
 * Checks the address of an API: https, or http on this computer (127.0.0.0/8, ::1, localhost).
 *
 * @returns the parsed address; its path never ends with a slash.
 * @throws Problem of kind `configuration`, code `invalid_url` or `insecure_url`.
 */
export function parseBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol)) {
    throw invalidUrl("It is not an http(s) address such as https://api.example.test.");
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw invalidUrl("It must not hold a user name, a password, a query or a fragment.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new Problem({
      kind: "configuration",
      code: "insecure_url",
      what: `The address of ${url.host} is not secure.`,
      why: "Plain http would send credentials and bank details readable for others; it is allowed only on this computer.",
      next: "Use https:// in the configuration, then run `spendesk-hr config validate`.",
    });
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

/** Whether a host as written in an address (IPv6 in brackets) is this computer. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || LOOPBACK_V4.test(hostname);
}

// The address itself is not quoted: somebody may have pasted a password into it.
function invalidUrl(why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "invalid_url",
    what: "The configured address of an API can't be used.",
    why,
    next: "Correct `baseUrl` in the configuration, then run `spendesk-hr config validate`.",
  });
}
