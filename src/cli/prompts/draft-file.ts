import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";
import { replaceFile } from "../../shared/replace-file.js";

/** The answers of a wizard that was left, in a file that only this user may read. No secret is among them. */
export interface DraftFile<Draft> {
  /** Null when there is none, or none that can be used. */
  read(): Promise<Draft | null>;
  /** Whether it is kept: a folder that can't be written to keeps nothing, and stops nothing. */
  keep(draft: Draft): Promise<boolean>;
  remove(): Promise<void>;
}

export function draftFileAt<Draft>(path: string, schema: z.ZodType<Draft>): DraftFile<Draft> {
  return {
    async read() {
      try {
        return schema.parse(JSON.parse(await readFile(path, "utf8")));
      } catch {
        return null;
      }
    },
    async keep(draft) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await replaceFile(path, `${JSON.stringify(draft, null, 2)}\n`);
        return true;
      } catch {
        return false;
      }
    },
    remove: () => rm(path, { force: true }).catch(() => undefined),
  };
}
