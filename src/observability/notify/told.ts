import { z } from "zod";

/** When each thing was last told, by its key, so that a night of failing runs is one message. */
export type ToldMemory = Readonly<Record<string, string>>;

export const toldMemorySchema = z.record(z.string(), z.iso.datetime());

const HOUR_MS = 60 * 60 * 1000;

/** A little less than a day: a nightly run that ends some minutes earlier than the last reminds as well. */
const REMIND_AFTER_MS = 23.5 * HOUR_MS;

/** Whether what was told then, or never, is told now: it is reminded of once a day. */
export function isDue(last: string | undefined, now: Date): boolean {
  return last === undefined || now.getTime() - Date.parse(last) >= REMIND_AFTER_MS;
}
