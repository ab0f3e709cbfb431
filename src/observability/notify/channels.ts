import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { isLoopback } from "../../http/base-url.js";
import type { TlsOptions } from "../../http/trust.js";
import type { NotifySecret, NotifySettings } from "./channel.js";
import { type Channel, type ClientFor, post, SEND_TIMEOUT_MS } from "./channel.js";

/** Secrets by field; what is missing is left out. */
export type NotifySecrets = Readonly<Partial<Record<NotifySecret, string>>>;

/** The channels of the settings; `tls` is what every encrypted connection of the program is held to. */
export function channelsOf(
  settings: NotifySettings,
  secrets: NotifySecrets,
  clientFor: ClientFor,
  tls: TlsOptions,
): readonly Channel[] {
  const { webhook, slack, email } = settings;
  return [
    ...(webhook
      ? [webhookChannel({ url: webhook.url, secret: needed("webhookSecret", secrets) }, clientFor)]
      : []),
    ...(slack ? [slackChannel({ url: needed("slackUrl", secrets) }, clientFor)] : []),
    ...(email ? [emailChannel({ ...email, login: loginOf(email.username, secrets), tls })] : []),
  ];
}

function loginOf(user: string | undefined, secrets: NotifySecrets) {
  return user === undefined ? null : { user, password: needed("smtpPassword", secrets) };
}

/** Whoever makes the channels has read the secrets they need. */
function needed(field: NotifySecret, secrets: NotifySecrets): string {
  const secret = secrets[field];
  if (secret === undefined) throw new Error(`the secret ${field} was not read`);
  return secret;
}

/** An incoming webhook as Slack, Mattermost and others take it: `{"text": …}`. Its address is a secret. */
function slackChannel(settings: { readonly url: string }, clientFor: ClientFor): Channel {
  return {
    name: "slack",
    async send({ subject, text }) {
      await post(settings.url, clientFor, {
        text: JSON.stringify({ text: `*${escaped(subject)}*\n${escaped(text)}` }),
        contentType: "application/json",
      });
    },
  };
}

/** The three characters with a meaning in such messages; `<!channel>` in a text must not ring anybody. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * A JSON document, signed in the way of standardwebhooks.com, so that the receiver can tell it from a forged,
 * an old or a repeated one with a library of theirs.
 */
function webhookChannel(
  settings: { readonly url: string; readonly secret: string },
  clientFor: ClientFor,
): Channel {
  return {
    name: "webhook",
    async send({ document, text }) {
      const body = JSON.stringify({ ...document, text });
      const id = `msg_${randomUUID()}`;
      const at = new Date(document.at);
      await post(settings.url, clientFor, {
        text: body,
        contentType: "application/json",
        headers: {
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
          "webhook-signature": signer(settings.secret).sign(id, at, body),
        },
      });
    },
  };
}

/** A secret that was made for such webhooks says so (`whsec_`) and is Base64; any other text is taken as it is. */
function signer(secret: string): Webhook {
  return secret.startsWith("whsec_")
    ? new Webhook(secret)
    : new Webhook(new TextEncoder().encode(secret), { format: "raw" });
}

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
function emailChannel(settings: EmailSettings): Channel {
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

/**
 * Pings a monitor that raises an alarm when runs stop coming, in the way of healthchecks.io and its
 * relatives: `<url>/start`, then `<url>` or `<url>/fail`; one `rid` ties the two together.
 */
export interface Heartbeat {
  start(): Promise<void>;
  end(result: { readonly ok: boolean; readonly text: string }): Promise<void>;
}

/** @param url the check's address, which is a secret */
export function createHeartbeat(url: string, clientFor: ClientFor): Heartbeat {
  const rid = randomUUID();
  const { origin, pathname } = new URL(url);
  async function ping(suffix: string, text: string): Promise<void> {
    const response = await clientFor(origin).request({
      method: "POST",
      path: `${pathname.replace(/\/+$/, "")}${suffix}`,
      query: { rid },
      text: { body: text, contentType: "text/plain; charset=utf-8" },
      retry: "safe",
      maxBytes: 64 * 1024,
      purpose: "ping the monitor",
    });
    if (response.status < 200 || response.status > 299) {
      throw new Error(`the monitor answered with status ${response.status}`);
    }
  }
  return {
    start: () => ping("/start", ""),
    end: ({ ok, text }) => ping(ok ? "" : "/fail", text),
  };
}
