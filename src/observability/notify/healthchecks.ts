import { randomUUID } from "node:crypto";
import type { ClientFor } from "./channel.js";

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
