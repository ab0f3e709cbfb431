import { isLoopback, parseBaseUrl } from "../../http/base-url.js";
import { hasDotSegment } from "../../http/request.js";
import type { HttpClient, HttpRequest } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";
import { referencesOf, renderText, type Scope } from "../mapping/templates.js";
import type { Manifest } from "../schema/manifest.js";
import type { Connection } from "./values-of.js";

/** A call to an address that an answer or a manifest names, on a client that may have the credentials. */
export interface Target {
  readonly http: HttpClient;
  readonly path: string;
  readonly query: NonNullable<HttpRequest["query"]>;
}

/**
 * The manifest with the hosts that were typed in named among `allowedHosts`. None of them is one inside a
 * network: such a one is reached by `source.baseUrl` only.
 */
export function withTypedHosts(manifest: Manifest, scope: Scope): Manifest {
  const hosts = manifest.allowedHosts.map((pattern) => {
    const [host = ""] = renderText(pattern, scope).split("/");
    return host === "" || isInside(host) ? pattern : host;
  });
  return { ...manifest, allowedHosts: hosts };
}

/**
 * The address of the tool for an account.
 * @throws Problem `account_address` when a part of the host is missing or odd, `connector_host` when the
 *   host is none of `allowedHosts`
 */
export function baseUrlOf(written: Manifest, scope: Scope): string {
  const manifest = withTypedHosts(written, scope);
  const { title, id, credentials } = manifest;
  const isAddress = (reference: string) =>
    credentials[reference.replace(/^credentials\./u, "")]?.form === "address";
  const text = renderText(manifest.baseUrl, scope, (value, reference) =>
    isAddress(reference) ? value : encodeURIComponent(value),
  );
  const missing = referencesOf(manifest.baseUrl).some(
    (reference) => renderText(`\${${reference}}`, scope) === "",
  );
  if (missing || !URL.canParse(text)) {
    throw new Problem({
      kind: "credentials",
      code: "account_address",
      what: `The address of the ${title} account is not known.`,
      why: "What was typed in for it is missing, or is no name of a host.",
      next: `Run \`spendesk-hr connect ${id}\` and copy it from the address bar of ${title}.`,
    });
  }
  const url = parseBaseUrl(text);
  if (!isAllowed(manifest, url)) throw refusedHost(manifest, url, "The address of the account");
  return url.href.replace(/\/$/u, "");
}

/** Whether a host is one that the manifest names, with https and its usual port. */
export function isAllowed({ allowedHosts }: Manifest, { protocol, hostname, port }: URL): boolean {
  if (protocol !== "https:" || port !== "") return false;
  return allowedHosts.some((pattern) =>
    pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern,
  );
}

/**
 * Where a call to this address goes. Below the connection's own base it is a call like any other. Another
 * host gets the credentials only when the manifest allows it, and never when the configuration sends the
 * connection elsewhere (`source.baseUrl`).
 *
 * @param address as an answer has it: whole, or beginning with a slash
 * @throws Problem `connector_host`, before anything is sent
 */
export function targetOf(
  manifest: Manifest,
  { http, httpAt }: Pick<Connection, "http" | "httpAt">,
  ownBaseUrl: string,
  address: string,
): Target {
  const base = new URL(http.baseUrl);
  const what = "An address that an answer names";
  if (!URL.canParse(address, base.href)) throw refusedHost(manifest, null, what);
  const url = new URL(address, base.href);
  const query = queryOf(url);
  const prefix = base.pathname.replace(/\/$/u, "");
  if (url.username !== "" || url.password !== "" || hasDotSegment(url.pathname)) {
    throw refusedHost(manifest, url, what);
  }
  if (url.origin === base.origin && url.pathname.startsWith(`${prefix}/`)) {
    return { http, path: url.pathname.slice(prefix.length), query };
  }
  const isOwn = http.baseUrl === ownBaseUrl;
  if (!isOwn || !isAllowed(manifest, url)) throw refusedHost(manifest, url, what);
  return { http: httpAt(url.origin), path: url.pathname, query };
}

/**
 * Where a call to an address of the manifest itself goes, such as the one for tokens. The host of
 * `source.baseUrl` stands for it as well.
 * @throws Problem `connector_host` when it is none of `allowedHosts`
 */
export function ownTarget(
  manifest: Manifest,
  { http, httpAt }: Pick<Connection, "http" | "httpAt">,
  address: string,
): Target {
  if (address.startsWith("/")) return { http, path: address, query: {} };
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !isAllowed(manifest, url))
    throw refusedHost(manifest, url, "An address of the connector");
  return { http: httpAt(url.origin), path: url.pathname, query: queryOf(url) };
}

function queryOf(url: URL): NonNullable<HttpRequest["query"]> {
  const keys = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(keys.map((key) => [key, url.searchParams.getAll(key)]));
}

function refusedHost({ title, allowedHosts }: Manifest, url: URL | null, what: string): Problem {
  const where = url === null ? "is none" : `leads to ${url.host || "no host"}`;
  return new Problem({
    kind: "configuration",
    code: "connector_host",
    what: `${what} ${where}, so ${title} was not asked there.`,
    why: `Credentials go only to ${allowedHosts.join(", ")}, by https, or to the host of \`source.baseUrl\` alone.`,
    next: "If that host is the vendor's, add it to `allowedHosts` of the connector; else ask the vendor.",
  });
}

/** Whether a host as it is written can only be inside a network: private, link-local, or without a domain. */
export function isInside(hostname: string): boolean {
  if (isLoopback(hostname)) return true;
  if (hostname.startsWith("[")) return true;
  if (/^\d+(?:\.\d+){0,3}$/u.test(hostname)) return true;
  return !hostname.includes(".") || /\.(?:local|internal|localhost|lan|home|intranet)$/u.test(hostname);
}
