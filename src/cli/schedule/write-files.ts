import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../sync/model/index.js";
import type { GeneratedFile } from "./schedule.js";

/** Readable by everybody, writable by their owner only, whatever the umask of who runs the command. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

/**
 * Writes the files into a folder, which is made when it is missing; readable by everybody, since they hold
 * no secrets and systemd, cron and others must read them. A file that is there with other content may have been filled in and is never replaced.
 *
 * @returns the paths
 * @throws Problem `file_exists` before anything is written, `schedule_not_written`
 */
export async function writeFiles(
  folder: string,
  files: readonly GeneratedFile[],
): Promise<readonly string[]> {
  const bytes = files.map((file) => ({ path: join(folder, file.name), content: bytesOf(file) }));
  for (const { path, content } of bytes) {
    const before = await readFile(path).catch(() => null);
    if (before !== null && !before.equals(content)) throw fileExists(path);
  }
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    for (const { path, content } of bytes) {
      await writeFile(path, content, { mode: FILE_MODE });
      // For a file that is there already, and for a umask that takes too much away.
      await chmod(path, FILE_MODE);
    }
  } catch (cause) {
    throw new Problem(
      {
        kind: "configuration",
        code: "schedule_not_written",
        what: `The files can't be written into ${folder}.`,
        why: "It is no folder, this user may not write there, or the disk is full.",
        next: "Name another folder after `--out`, or leave it out to see the files.",
      },
      { cause },
    );
  }
  return bytes.map(({ path }) => path);
}

function bytesOf({ content, encoding }: GeneratedFile): Buffer {
  return encoding === undefined ? Buffer.from(content) : Buffer.from(`\ufeff${content}`, encoding);
}

function fileExists(path: string): Problem {
  return new Problem({
    kind: "usage",
    code: "file_exists",
    what: `${path} is there already, with other content; nothing was written.`,
    why: "Somebody may have changed it.",
    next: "Name another folder after `--out`, or move the file away.",
  });
}
