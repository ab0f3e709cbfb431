import type { HttpClient, HttpResponse } from "../../http/types.js";
import type { Notification } from "./message.js";

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
