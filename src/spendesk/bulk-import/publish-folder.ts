import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../sync/model/index.js";

/** A finished file. */
export interface NewFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * Writes files that only their owner may read, all of them or none. A new folder is for its owner only;
 * one that is there must be empty, so that no file of an earlier hand-off is replaced or mixed up.
 *
 * @throws Problem `handoff_folder_in_use`, `handoff_disk_full`, `handoff_not_writable`
 */
export async function publishFolder(folder: string, files: readonly NewFile[]): Promise<void> {
  const created = await prepareFolder(folder);
  const written: string[] = [];
  try {
    const drafts = files.map(({ name }) => ({
      temporary: join(folder, `.${name}.${randomUUID()}`),
      final: join(folder, name),
    }));
    for (const [index, file] of files.entries()) {
      const draft = drafts[index];
      if (!draft) continue;
      written.push(draft.temporary);
      await writeFile(draft.temporary, file.content);
    }
    // From here on only names change, so a full disk stops nothing half-way.
    for (const { temporary, final } of drafts) {
      await rename(temporary, final);
      written.push(final);
    }
    await syncFolder(folder);
  } catch (error) {
    for (const path of written) await rm(path, { force: true });
    if (created) await rmdir(folder).catch(() => {});
    throw translated(folder, error);
  }
}

/** @returns whether the folder was made just now */
async function prepareFolder(folder: string): Promise<boolean> {
  try {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first !== undefined) return true;
    // Files of the system (.DS_Store) are no hand-off.
    const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
    if (names.length === 0) return false;
  } catch (error) {
    throw translated(folder, error);
  }
  throw new Problem({
    kind: "usage",
    code: "handoff_folder_in_use",
    what: `The folder ${folder} is not empty.`,
    why: "It may hold an earlier hand-off, and files of two hand-offs must not be mixed up or replaced.",
    next: "Name a new folder, or delete this one when its changes have been made in Spendesk.",
  });
}

async function writeFile(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new names survive a power cut. Windows can't open folders and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function translated(folder: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (typeof code !== "string") return error;
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return new Problem(
    {
      kind: isFull ? "temporary" : "configuration",
      code: isFull ? "handoff_disk_full" : "handoff_not_writable",
      what: `The hand-off could not be written to ${folder}; no file of it was left there.`,
      why: isFull
        ? "The disk is full."
        : `The system refused it (${code}): the place is missing, is no folder, or can't be written by this user.`,
      next: isFull
        ? "Free some space there, or name a folder on another disk, and run the same command again."
        : "Name a folder this user can write, or correct its permissions, and run the same command again.",
    },
    { cause: error },
  );
}
