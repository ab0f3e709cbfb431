import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "../shared/replace-file.js";
import { Problem } from "../sync/model/index.js";

/**
 * Replaces the configuration file in one step; a new one, and a folder made for it, are for their owner only.
 * @throws Problem `config_not_writable`.
 */
export async function replaceConfig(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await replaceFile(path, text, { keepsAccess: true });
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
