import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** One call that came in. */
export interface ReceivedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpReceiver {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** Statuses of the answers to come; 200 when they are used up. `hang` never answers. */
  readonly next: (number | "hang")[];
  close(): Promise<void>;
}

/** A real HTTP server that keeps what it gets. */
export async function openHttpReceiver(): Promise<HttpReceiver> {
  const calls: ReceivedCall[] = [];
  const next: (number | "hang")[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      calls.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      const status = next.shift() ?? 200;
      if (status !== "hang") response.writeHead(status).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    next,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

export interface MailReceiver {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Logins that were tried. */
  readonly logins: readonly { readonly user: string; readonly password: string }[];
  close(): Promise<void>;
}

/** A real SMTP server; with `password` it asks for a login. */
export async function openMailReceiver(options: { readonly password?: string } = {}): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const logins: { user: string; password: string }[] = [];
  const server = new SMTPServer({
    authOptional: options.password === undefined,
    // On loopback the client does without encryption.
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth({ username, password }, _session, callback) {
      logins.push({ user: username ?? "", password: password ?? "" });
      if (password === options.password) callback(null, { user: username ?? "" });
      else callback(new Error("wrong password"));
    },
    onData(stream, session, callback) {
      let source = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        source += text;
      });
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        mails.push({ from, to: rcptTo.map(({ address }) => address), source });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, logins, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
