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
  for (const { name, content } of files) {
    const path = join(folder, name);
    const before = await readFile(path, "utf8").catch(() => null);
    if (before !== null && before !== content) throw fileExists(path);
  }
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    for (const { name, content } of files) {
      await writeFile(join(folder, name), content, { mode: FILE_MODE });
      // For a file that is there already, and for a umask that takes too much away.
      await chmod(join(folder, name), FILE_MODE);
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
  return files.map(({ name }) => join(folder, name));
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
