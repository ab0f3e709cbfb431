import type { HttpClient } from "../http/types.js";

/** The clients of one HR connection, one per host. */
export interface ProviderHosts {
  readonly http: HttpClient;
  httpAt(baseUrl: string): HttpClient;
  /** Calls sent to all hosts, retries included. */
  requestCount(): number;
}

/** The main host of a vendor for one account. */
export interface VendorHost {
  readonly baseUrl: string;
  /** Whether it is made from what somebody typed, as `acme` of `acme.bamboohr.com`. */
  readonly isTyped: boolean;
}

/**
 * The one place that decides which hosts an HR connection talks to. Some vendors have a second one, for
 * tokens or for questions about a key. `source.baseUrl` of the configuration (a sandbox, a test, a
 * gateway) stands for all of them: whoever points a connection elsewhere must not have its
 * credentials sent to the vendor all the same.
 *
 * @param overridden `source.baseUrl`; null without one
 * @param vendorHost the vendor's own main host, asked only when it is used
 * @param open makes a client of a base URL; every client gets the same limits and is counted
 */
export function openHosts(
  overridden: string | null,
  vendorHost: () => VendorHost,
  open: (baseUrl: string, isVendorHost: boolean) => HttpClient,
): ProviderHosts {
  const clients = new Map<string, HttpClient>();

  function clientOf(baseUrl: string, isVendorHost: boolean): HttpClient {
    const client = clients.get(baseUrl) ?? open(baseUrl, isVendorHost);
    clients.set(baseUrl, client);
    return client;
  }

  function main(): HttpClient {
    const { baseUrl, isTyped } = vendorHost();
    return clientOf(baseUrl, !isTyped);
  }

  return {
    http: overridden === null ? main() : clientOf(overridden, false),
    httpAt: (baseUrl) => (overridden === null ? clientOf(baseUrl, true) : clientOf(overridden, false)),
    requestCount: () => [...clients.values()].reduce((sum, client) => sum + client.requestCount(), 0),
  };
}
