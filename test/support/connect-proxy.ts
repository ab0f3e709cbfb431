import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { Certificate } from "./certificates.js";

/** A forward proxy that knows `CONNECT` and nothing else. */
export interface ConnectProxy {
  readonly port: number;
  /** `host:port` and `proxy-authorization` of every `CONNECT`, in order. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Where a `host:port` really is; a proxy resolves names itself. Others get 502. */
  readonly targets?: Readonly<Record<string, number>>;
  /** `user:password` it wants; without it anybody may use it. */
  readonly credentials?: string;
  /** What it does instead of connecting. */
  readonly instead?: (socket: Duplex) => void;
  /** Makes it a proxy that is reached by https. */
  readonly certificate?: Certificate;
  /** Told the name in the certificate that a proxy of https was shown; it asks for one, and takes any. */
  readonly onCertificate?: (name: string) => void;
}

export async function startConnectProxy(options: ProxyOptions = {}): Promise<ConnectProxy> {
  const { targets = {}, credentials, instead, certificate, onCertificate } = options;
  const asked: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Duplex>();
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString("base64")}`;

  function answer(request: IncomingMessage, socket: Duplex): void {
    const target = request.url ?? "";
    const authorization = request.headers["proxy-authorization"];
    asked.push({ target, authorization });
    if (onCertificate && socket instanceof TLSSocket) {
      onCertificate(String(socket.getPeerCertificate().subject?.CN ?? "nobody"));
    }
    socket.on("error", () => undefined);
    if (instead) {
      instead(socket);
      return;
    }
    if (wanted !== undefined && authorization !== wanted) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="acme"\r\n\r\n',
      );
      return;
    }
    const port = targets[target];
    if (port === undefined) {
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    const upstream: Socket = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      socket.pipe(upstream).pipe(socket);
    });
    sockets.add(upstream);
    upstream.on("error", () => socket.destroy());
  }

  const server: Server = certificate
    ? createTlsServer({ ...certificate, requestCert: onCertificate !== undefined, rejectUnauthorized: false })
    : createServer();
  server.on("connect", answer);
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
