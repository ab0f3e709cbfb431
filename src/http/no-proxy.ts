import { BlockList, isIP } from "node:net";
import { isLoopback } from "./base-url.js";

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
