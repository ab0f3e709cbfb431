import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureVersion, TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { Certificate } from "../support/certificates.js";

interface TlsServerOptions {
  readonly host?: string;
  readonly maxVersion?: SecureVersion;
  /** Asks for certificates of this authority (PEM), and refuses whoever has none. */
  readonly clientAuthority?: string;
  /** Told the name in the certificate of each caller. */
  readonly onCaller?: (name: string) => void;
  /** Default `{ ok: true }`. */
  readonly answer?: object;
}

/** An https server that answers everything alike, closed when the test ends; gives its port. */
export async function serveTls(certificate: Certificate, options: TlsServerOptions = {}): Promise<number> {
  const { host = "127.0.0.1", maxVersion, clientAuthority, onCaller, answer = { ok: true } } = options;
  const versions = maxVersion && { maxVersion, minVersion: maxVersion, ciphers: "DEFAULT:@SECLEVEL=0" };
  const clients = clientAuthority && { requestCert: true, rejectUnauthorized: true, ca: clientAuthority };
  const server = createServer({ ...certificate, ...versions, ...clients }, ({ socket }, response) => {
    const { subject } = (socket as TLSSocket).getPeerCertificate();
    onCaller?.(String(subject?.CN ?? "nobody"));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
