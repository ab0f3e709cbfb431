import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureVersion } from "node:tls";
import { onTestFinished } from "vitest";
import type { Certificate } from "../support/certificates.js";

interface TlsServerOptions {
  readonly host?: string;
  readonly maxVersion?: SecureVersion;
}

/** An https server that answers everything with `{"ok":true}`, closed when the test ends; gives its port. */
export async function serveTls(certificate: Certificate, options: TlsServerOptions = {}): Promise<number> {
  const { host = "127.0.0.1", maxVersion } = options;
  const versions = maxVersion && { maxVersion, minVersion: maxVersion, ciphers: "DEFAULT:@SECLEVEL=0" };
  const server = createServer({ ...certificate, ...versions }, (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
