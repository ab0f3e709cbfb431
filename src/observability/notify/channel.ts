import type { HttpClient, HttpResponse } from "../../http/types.js";
import type { EventKind, Notification } from "./events.js";

/** One way to reach people. */
export interface Channel {
  /** As in the configuration: `webhook`, `slack`, `email`. */
  readonly name: string;
  /** @throws Error with a text that names no secret; a notification's failure is never more than a warning. */
  send(notification: Notification): Promise<void>;
}

/** A client for one host, with the proxy, certificates and time-outs of the whole program. */
export type ClientFor = (baseUrl: string) => HttpClient;

/** How long one try of a message may take: whoever started the run waits for it. */
export const SEND_TIMEOUT_MS = 5_000;

/** Sends to an address whose path may itself be a secret. */
export async function post(
  address: string,
  clientFor: ClientFor,
  body: { readonly text: string; readonly contentType: string; readonly headers?: Record<string, string> },
): Promise<void> {
  const url = new URL(address);
  const response = await clientFor(url.origin).request({
    method: "POST",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: body.headers ?? {},
    text: { body: body.text, contentType: body.contentType },
    retry: "safe",
    maxBytes: 64 * 1024,
    purpose: "send a notification",
  });
  refuseFailure(response, url.host);
}

function refuseFailure({ status }: Pick<HttpResponse, "status">, host: string): void {
  if (status < 200 || status > 299) throw new Error(`${host} answered with status ${status}`);
}

/** A channel that did not take its message. The text names no secret. */
export interface DeliveryFailure {
  readonly channel: string;
  readonly why: string;
}

/** Sends through all channels at once, each bounded by its own time-outs; a failure stops no other. */
export async function deliver(
  notification: Notification,
  channels: readonly Channel[],
): Promise<readonly DeliveryFailure[]> {
  const outcomes = await Promise.allSettled(channels.map((channel) => channel.send(notification)));
  return outcomes.flatMap((outcome, index) =>
    outcome.status === "fulfilled"
      ? []
      : { channel: channels[index]?.name ?? "", why: reasonOf(outcome.reason) },
  );
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Which channels are used, and what for. */
export interface NotifySettings {
  readonly on: readonly EventKind[];
  readonly webhook?: { readonly url: string } | undefined;
  readonly slack: boolean;
  readonly email?:
    | {
        readonly host: string;
        readonly port: number;
        readonly from: string;
        readonly to: readonly string[];
        readonly username?: string | undefined;
      }
    | undefined;
  readonly healthchecks: boolean;
}

/** Secrets of the channels, by the field under which they are stored. */
export const NOTIFY_SECRETS = ["webhookSecret", "slackUrl", "smtpPassword", "healthchecksUrl"] as const;
export type NotifySecret = (typeof NOTIFY_SECRETS)[number];

/** The secrets these settings need. */
export function neededSecrets(settings: NotifySettings): readonly NotifySecret[] {
  return [
    ...(settings.webhook ? (["webhookSecret"] as const) : []),
    ...(settings.slack ? (["slackUrl"] as const) : []),
    ...(settings.email?.username === undefined ? [] : (["smtpPassword"] as const)),
    ...(settings.healthchecks ? (["healthchecksUrl"] as const) : []),
  ];
}
