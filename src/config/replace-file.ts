import { randomUUID } from "node:crypto";
import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Problem } from "../sync/model/errors.js";

/**
 * Writes beside the file and renames: a crash leaves the old file or the new one, never half of one. A
 * new file is for its owner only.
 *
 * @throws Problem `config_not_writable`.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  try {
    await writeAndRename(path, text);
  } catch (error) {
    throw new Problem(
      {
        kind: "configuration",
        code: "config_not_writable",
        what: `${path} can't be written; it is as it was.`,
        why: "Its folder can't be written by the user running this program, or the disk is full.",
        next: "Correct the permissions (chmod, chown), or name another file with --config.",
      },
      { cause: error },
    );
  }
}

async function writeAndRename(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // A link keeps pointing to the real file.
  const target = await realpath(path).catch(() => path);
  const before = await stat(target).catch(() => null);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
      if (before) await keepAccess(file, before);
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
async function keepAccess(
  file: Awaited<ReturnType<typeof open>>,
  before: Awaited<ReturnType<typeof stat>>,
): Promise<void> {
  await file.chmod(Number(before.mode) & 0o777);
  if (process.getuid?.() === 0) await file.chown(Number(before.uid), Number(before.gid));
}
