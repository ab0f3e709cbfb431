import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { hasCode } from "../../shared/errors.js";
import { replaceFile } from "../../shared/replace-file.js";

/** When each thing was last sent, by its key, so that a night of failing runs is one message. */
export type SentNotifications = Readonly<Record<string, string>>;

const sentSchema = z.record(z.string(), z.iso.datetime());

const HOUR_MS = 60 * 60 * 1000;

/** A little less than a day: a nightly run that ends some minutes earlier than the last reminds as well. */
const REMIND_AFTER_MS = 23.5 * HOUR_MS;

/** Whether what was sent then, or never, is sent now: it is reminded of once a day. */
export function isDue(last: string | undefined, now: Date): boolean {
  return last === undefined || now.getTime() - Date.parse(last) >= REMIND_AFTER_MS;
}

/**
 * What was sent already. It is a file of its own, beside the state: a state that can't be opened is one
 * of the troubles that are sent. A file that can't be read counts as empty, so that trouble is rather
 * sent twice than never.
 */
export async function readSent(path: string): Promise<SentNotifications> {
  try {
    return sentSchema.catch({}).parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return {};
  }
}

/**
 * Replaces the file as a whole. On a full disk it is written in place: there is no room for a second file,
 * but the one that is there keeps its block, and every run of a night would tell the same otherwise.
 * @throws Error of the file system
 */
export async function writeSent(path: string, sent: SentNotifications): Promise<void> {
  const text = `${JSON.stringify(sent, null, 2)}\n`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await replaceFile(path, text);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    await overwrite(path, text);
  }
}

async function overwrite(path: string, text: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    const { bytesWritten } = await file.write(text, 0);
    await file.truncate(bytesWritten);
  } finally {
    await file.close();
  }
}

function isDiskFull(error: unknown): boolean {
  return hasCode(error, "ENOSPC", "EDQUOT");
}
