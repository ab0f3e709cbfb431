import type { HttpClient } from "../http/types.js";

/** The clients of one HR connection, one per host. */
export interface ProviderHosts {
  readonly http: HttpClient;
  httpAt(baseUrl: string): HttpClient;
  /** Calls sent to all hosts, retries included. */
  requestCount(): number;
}

/**
 * The one place that decides which hosts an HR connection talks to. Some vendors have a second one, for
 * tokens or for questions about a key. `source.baseUrl` of the configuration (a sandbox, a test, a
 * gateway) stands for all of them: whoever points a connection elsewhere must not have its
 * credentials sent to the vendor all the same.
 *
 * @param overridden `source.baseUrl`; null without one
 * @param vendorUrl the vendor's own main host, asked only when it is used
 * @param open makes a client of a base URL; every client gets the same limits and is counted
 */
export function openHosts(
  overridden: string | null,
  vendorUrl: () => string,
  open: (baseUrl: string) => HttpClient,
): ProviderHosts {
  const clients = new Map<string, HttpClient>();

  function clientOf(baseUrl: string): HttpClient {
    const client = clients.get(baseUrl) ?? open(baseUrl);
    clients.set(baseUrl, client);
    return client;
  }

  return {
    http: clientOf(overridden ?? vendorUrl()),
    httpAt: (baseUrl) => clientOf(overridden ?? baseUrl),
    requestCount: () => [...clients.values()].reduce((sum, client) => sum + client.requestCount(), 0),
  };
}
