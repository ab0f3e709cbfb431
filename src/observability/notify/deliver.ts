import type { Channel } from "./channel.js";
import type { Notification } from "./message.js";

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
