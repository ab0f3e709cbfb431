import { Agent, type Dispatcher } from "undici";
import { countingBytes } from "./byte-count.js";
import { bypassesProxy } from "./no-proxy.js";
import { type ProxySetting, parseProxy } from "./proxy.js";
import { type Trust, tlsOptions } from "./trust.js";
import { connectThrough } from "./tunnel.js";

/** How the outside is reached. */
export interface RouteSettings {
  readonly proxy: ProxySetting | null;
  /** Hosts that are reached without it (`no-proxy.ts`); this computer always is. */
  readonly noProxy: readonly string[];
  /** Null: the authorities Node knows. */
  readonly trust: Trust | null;
}

/** The way of one client to its API. */
export interface Route {
  readonly dispatcher: Dispatcher;
  /** The proxy on the way, for messages: `proxy.acme.test:3128 (from HTTPS_PROXY)`. */
  readonly proxy: string | undefined;
}

/**
 * IPv6 or IPv4, whichever answers first. Node gives each address 250 ms, within which a far host may
 * not have answered.
 */
const EITHER_FAMILY = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 500 };

/**
 * @param timeoutMs for a connection, and for each step of one through a proxy
 * @throws Problem `proxy_invalid`, `ca_file_unreadable`, `ca_file_invalid`
 */
export function openRoute(target: URL, settings: RouteSettings | undefined, timeoutMs: number): Route {
  const tls = tlsOptions(settings?.trust ?? null);
  if (!settings?.proxy || bypassesProxy(target, settings.noProxy)) {
    const connect = { ...tls, ...EITHER_FAMILY, timeout: timeoutMs };
    return { dispatcher: new Agent({ connect }).compose(countingBytes), proxy: undefined };
  }
  const proxy = parseProxy(settings.proxy);
  return {
    dispatcher: new Agent({ connect: connectThrough(proxy, tls, timeoutMs) }).compose(countingBytes),
    proxy: `${proxy.host} (from ${proxy.source})`,
  };
}
