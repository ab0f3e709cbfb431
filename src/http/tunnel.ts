import type { ClientRequest } from "node:http";
import { isIP, type Socket } from "node:net";
import { buildConnector } from "undici";
import { nodeHttp, nodeHttps } from "../shared/node-http.js";
import type { ProxyServer } from "./proxy.js";
import type { TlsOptions } from "./trust.js";

/** The way through the proxy failed; nothing has reached the API. */
export class ProxyFailure extends Error {
  /** Status of the proxy's refusal; null when it could not be asked. */
  readonly status: number | null;

  constructor(status: number | null, cause?: unknown) {
    super("no way through the proxy", { cause });
    this.status = status;
  }
}

/** Reason of a proxy that did not answer in time. */
class TunnelTimeout extends Error {
  readonly code = "ETIMEDOUT";
}

/**
 * Opens connections through an HTTP proxy: `CONNECT`, then TLS with the API itself, so that the proxy
 * sees host and port only.
 *
 * undici has such a connector too (`ProxyAgent`). It does not tell a failure of the proxy from one of
 * the API, does not limit the time the proxy takes, and asks a proxy that hangs up again for ever.
 *
 * @param tls of the connection to the API, and of that to a proxy of https, which is shown no certificate
 * @param timeoutMs for each of the two steps
 */
export function connectThrough(
  proxy: ProxyServer,
  tls: { readonly api: TlsOptions; readonly proxy: TlsOptions },
  timeoutMs: number,
): buildConnector.connector {
  const secure = buildConnector({ ...tls.api, timeout: timeoutMs });
  return (target, callback) => {
    openTunnel(proxy, authority(target), tls.proxy, timeoutMs)
      .then((socket) => secure({ ...target, httpSocket: socket }, callback))
      .catch((error: unknown) =>
        callback(error instanceof Error ? error : new ProxyFailure(null, error), null),
      );
  };
}

/** @throws ProxyFailure */
function openTunnel(proxy: ProxyServer, to: string, tls: TlsOptions, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = connectRequest(proxy, to, tls);
    const timer = setTimeout(() => request.destroy(new TunnelTimeout()), timeoutMs);
    request.once("error", (error) => {
      clearTimeout(timer);
      reject(new ProxyFailure(null, error));
    });
    request.once("connect", ({ statusCode = 0 }, socket) => {
      clearTimeout(timer);
      if (statusCode >= 200 && statusCode <= 299) return resolve(socket);
      socket.on("error", () => undefined).destroy();
      reject(new ProxyFailure(statusCode));
    });
    request.end();
  });
}

function connectRequest({ address, credentials }: ProxyServer, to: string, tls: TlsOptions): ClientRequest {
  const { protocol, hostname, port } = new URL(address);
  const basic =
    credentials && Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const options = {
    method: "CONNECT",
    host,
    port: port || (protocol === "https:" ? 443 : 80),
    path: to,
    agent: false,
    headers: { host: to, ...(basic && { "proxy-authorization": `Basic ${basic}` }) },
  };
  if (protocol === "http:") return nodeHttp.request(options);
  // Node would take the name to be certified from the host header, which is the API's.
  return nodeHttps.request({ ...tls, ...options, servername: isIP(host) ? "" : host });
}

/** `api.acme.test:443`, `[2001:db8::1]:443` */
function authority({ hostname, port }: buildConnector.Options): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port || 443}`;
}
