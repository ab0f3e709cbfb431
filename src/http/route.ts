import { Agent, type Dispatcher } from "undici";
import { bypassesProxy, type ProxySetting, parseProxy } from "./proxy.js";
import { type ClientCertificate, type Trust, tlsOptions } from "./trust.js";
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
 * @param own shown to the API, never to the proxy
 * @throws Problem `proxy_invalid`, `ca_file_unreadable`, `ca_file_invalid`
 */
export function openRoute(
  target: URL,
  settings: RouteSettings | undefined,
  timeoutMs: number,
  own: ClientCertificate | null = null,
): Route {
  const trust = settings?.trust ?? null;
  const tls = tlsOptions(trust, own);
  if (!settings?.proxy || bypassesProxy(target, settings.noProxy)) {
    const connect = { ...tls, ...EITHER_FAMILY, timeout: timeoutMs };
    return { dispatcher: new Agent({ connect }).compose(countingBytes), proxy: undefined };
  }
  const proxy = parseProxy(settings.proxy);
  return {
    dispatcher: new Agent({
      connect: connectThrough(proxy, { api: tls, proxy: tlsOptions(trust) }, timeoutMs),
    }).compose(countingBytes),
    proxy: `${proxy.host} (from ${proxy.source})`,
  };
}

/** What a call puts into undici's `opaque`. */
interface ByteCounter {
  /** Told of every piece of the answer's body as it comes. */
  onBytes(bytes: number): void;
}

/**
 * Lets calls count the bytes of their answers while they come. Done below undici's own reading of the
 * body, which is faster than ours and shows nothing before its end.
 */
const countingBytes: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const counter = "opaque" in options && isCounter(options.opaque) ? options.opaque : null;
  if (counter === null) return dispatch(options, handler);
  return dispatch(options, {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (controller, status, headers, socket) =>
      handler.onRequestUpgrade?.(controller, status, headers, socket),
    onResponseStart: (controller, status, headers, text) =>
      handler.onResponseStart?.(controller, status, headers, text),
    onResponseData(controller, chunk) {
      counter.onBytes(chunk.length);
      handler.onResponseData?.(controller, chunk);
    },
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
  });
};

function isCounter(opaque: unknown): opaque is ByteCounter {
  return typeof opaque === "object" && opaque !== null && "onBytes" in opaque;
}
