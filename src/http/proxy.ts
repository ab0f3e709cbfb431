import { BlockList, isIP } from "node:net";
import { Problem } from "../sync/model/index.js";
import { isLoopback } from "./base-url.js";

/** A proxy as somebody wrote it down. */
export interface ProxySetting {
  /** May hold a user name and a password. */
  readonly text: string;
  /** Where it stands, for messages: `HTTPS_PROXY`, or `network.proxy`. */
  readonly source: string;
}

/** A proxy to the outside. */
export interface ProxyServer {
  /** `http://proxy.acme.test:3128`: no user name, no password, no path. */
  readonly address: string;
  /** `proxy.acme.test:3128` */
  readonly host: string;
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly source: string;
}

/**
 * Reads the address of a proxy: `http://host:port`, with `user:password@` in front where the proxy
 * wants it. Without a scheme it is http, as curl has it.
 *
 * @throws Problem `proxy_invalid`; never quotes the text, which may hold a password
 */
export function parseProxy({ text, source }: ProxySetting): ProxyServer {
  const address = text.includes("://") ? text.trim() : `http://${text.trim()}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  // Behind the host there is never an @: one that stands there belongs to a password that ended too early.
  const isCut = url !== null && `${url.pathname}${url.search}${url.hash}`.includes("@");
  if (isCut || (url === null && address.includes("@"))) throw notEncoded(source);
  if (url === null || url.hostname === "") throw invalid(source, "It is not an address.");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw invalid(source, `A proxy of the kind ${url.protocol.replace(":", "")} is not supported.`);
  }
  const credentials = credentialsOf(url);
  if (credentials === "broken")
    throw invalid(source, "A % in its user name or password must be percent-encoded as %25.");
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const host = `${url.hostname}:${port}`;
  return { address: `${url.protocol}//${host}`, host, credentials, source };
}

/** The user name and the password in a proxy's address, to keep them out of every output. */
export function proxyCredentials(setting: ProxySetting): ProxyServer["credentials"] {
  try {
    return parseProxy(setting).credentials;
  } catch {
    // It can't be used, and is never shown.
    return null;
  }
}

function credentialsOf(url: URL): ProxyServer["credentials"] | "broken" {
  if (url.username === "" && url.password === "") return null;
  try {
    return { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    return "broken";
  }
}

/** How the signs are written that have a meaning in an address. */
const ENCODED = "@ as %40, : as %3A, / as %2F, \\ as %5C, # as %23, ? as %3F, % as %25";

function notEncoded(source: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "proxy_invalid",
    what: `The proxy named by ${source} can't be used.`,
    why: `It is not an address. Signs in a user name or a password that have a meaning in addresses must be percent-encoded: ${ENCODED}.`,
    next: `Write ${source} for example as http://user:pass%40word@host:port, where the password is pass@word; then run the command again.`,
  });
}

function invalid(source: string, why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "proxy_invalid",
    what: `The proxy named by ${source} can't be used.`,
    why: `${why} Its form is http://host:port or http://user:password@host:port.`,
    next: `Correct ${source}, then run the command again.`,
  });
}

/**
 * Whether calls to an address go straight there, past the proxy: always on this computer, else when an
 * entry of `NO_PROXY` fits. Entries are what curl and Go understand: `*`, a host (with its subdomains,
 * a leading dot or `*.` makes no difference), `host:port`, an IP address, or a network such as
 * `10.0.0.0/8`. Names are not resolved for that.
 */
export function bypassesProxy(target: URL, noProxy: readonly string[]): boolean {
  if (isLoopback(target.hostname)) return true;
  const host = withoutBrackets(target.hostname);
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return noProxy.some((entry) => fits(entry.trim().toLowerCase(), host, port));
}

/** The entries of a `NO_PROXY` variable. */
export function parseNoProxy(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== "");
}

function fits(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isWithin(entry, host);
  const [, name = "", wantedPort] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const wanted = withoutBrackets(name).replace(/^\*?\./, "");
  return wanted !== "" && (host === wanted || host.endsWith(`.${wanted}`));
}

function isWithin(network: string, host: string): boolean {
  const [address = "", prefix = ""] = network.split("/");
  const [version, hostVersion] = [isIP(address), isIP(host)];
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (version === 0 || version !== hostVersion || !(bits <= (version === 4 ? 32 : 128))) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return list.check(host, family);
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
