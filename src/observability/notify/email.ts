import { isLoopback } from "../../http/base-url.js";
import type { TlsOptions } from "../../http/trust.js";
import { type Channel, SEND_TIMEOUT_MS } from "./channel.js";

export interface EmailSettings {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly to: readonly string[];
  /** Null: the server asks for no login. */
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly tls: TlsOptions;
}

/** Port on which the connection begins encrypted; on others it is upgraded (STARTTLS). */
const TLS_PORT = 465;

/** Mail by SMTP, never in the clear: a server without STARTTLS is refused, this computer excepted. */
export function emailChannel(settings: EmailSettings): Channel {
  return {
    name: "email",
    async send({ subject, text }) {
      const { createTransport } = await import("nodemailer");
      const { host, port, from, to, login, tls } = settings;
      const transport = createTransport({
        host,
        port,
        secure: port === TLS_PORT,
        requireTLS: !isLoopback(host),
        connectionTimeout: SEND_TIMEOUT_MS,
        greetingTimeout: SEND_TIMEOUT_MS,
        socketTimeout: SEND_TIMEOUT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
        tls,
        ...(login && { auth: { user: login.user, pass: login.password } }),
      });
      try {
        await transport.sendMail({ from, to: [...to], subject, text });
      } finally {
        transport.close();
      }
    },
  };
}
