import type { NotifySecret } from "../../observability/notify/secrets.js";
import type { CredentialField } from "../../providers/provider.js";
import { NOTIFY_CONNECTION } from "../after-run/connection.js";
import type { Connection } from "../connect/connections.js";
import type { StoreOf } from "./open.js";

const FIELDS: Readonly<Record<NotifySecret, Pick<CredentialField, "label" | "help" | "validate">>> = {
  webhookSecret: {
    label: "Secret of the webhook",
    help: "What is sent to the webhook is signed with it, so that the receiver knows who sent it.",
    validate: checkText,
  },
  slackUrl: {
    label: "Slack address",
    help: "The incoming webhook that Slack made for the channel. Whoever knows it can write there.",
    validate: checkAddress,
  },
  smtpPassword: {
    label: "Password of the mail server",
    help: "It belongs to the user name in notify.email.username.",
    validate: checkText,
  },
  healthchecksUrl: {
    label: "Address of the monitor",
    help: "The ping address of the check. Whoever knows it can report a run.",
    validate: checkAddress,
  },
};

/** The notifications as something that needs these credentials. */
export function notifyConnection(secrets: readonly NotifySecret[], storeOf: StoreOf): Connection {
  return {
    id: NOTIFY_CONNECTION,
    title: "Notifications",
    fields: secrets.map((key) => ({ key, secret: true, ...FIELDS[key] })),
    store: storeOf(NOTIFY_CONNECTION),
  };
}

function checkText(value: string): string | null {
  return value.trim() === "" ? "It is empty." : null;
}

function checkAddress(value: string): string | null {
  return URL.canParse(value) ? null : "It is not an address; copy all of it, from https:// on.";
}
