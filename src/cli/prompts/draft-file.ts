import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type * as z from "zod";
import { replaceFile } from "../../shared/replace-file.js";

/** The answers of questions that were left half-way, in a file for its owner only. No secret may be among them. */
export interface DraftFile<Draft> {
  /** Null when there is none, or none of this form. */
  read(): Promise<Draft | null>;
  /** Whether it is kept: a folder that can't be written to keeps nothing, and stops nothing. */
  write(draft: Draft): Promise<boolean>;
  remove(): Promise<void>;
}

/** @param name what is asked about, as a part of a file name: `configure-acme-uk` */
export function draftFile<Draft>(folder: string, name: string, schema: z.ZodType<Draft>): DraftFile<Draft> {
  const path = join(folder, `.spendesk-hr-${name}.draft.json`);
  return {
    async read() {
      try {
        return schema.parse(JSON.parse(await readFile(path, "utf8")));
      } catch {
        return null;
      }
    },
    async write(draft) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(path, `${JSON.stringify(draft, null, 2)}\n`);
        return true;
      } catch {
        return false;
      }
    },
    remove: () => rm(path, { force: true }).catch(() => undefined),
  };
}
