import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

interface ReplaceOptions {
  /** Of the new file, whatever the umask. Without it only the owner may read it. */
  readonly mode?: number;
  /** A file that is there keeps its mode and, when root replaces it, its owner. */
  readonly keepsAccess?: true;
}

/**
 * Writes beside the file and renames: a crash leaves the old file or the new one, never half of one, and
 * nobody ever reads half of it. A link keeps pointing to the real file.
 * @throws Error of the file system; the old file stands
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  { mode = 0o600, keepsAccess }: ReplaceOptions = {},
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const before = keepsAccess ? await stat(target).catch(() => null) : null;
  // Hidden, and without the ending that others look for: a collector reads names that end with .prom.
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(content);
      await (before ? keepAccess(file, before) : file.chmod(mode));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A service that could read the file before must still be able to. */
async function keepAccess(file: FileHandle, { mode, uid, gid }: Stats): Promise<void> {
  await file.chmod(mode & 0o777);
  if (process.getuid?.() === 0) await file.chown(uid, gid);
}
