import type { TlsOptions } from "../../http/trust.js";
import type { Channel, ClientFor } from "./channel.js";
import { emailChannel } from "./email.js";
import type { NotifySecret } from "./secrets.js";
import type { NotifySettings } from "./settings.js";
import { slackChannel } from "./slack.js";
import { webhookChannel } from "./webhook.js";

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
