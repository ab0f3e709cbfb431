import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { replaceFile } from "../../shared/replace-file.js";

/** The answers of questions that were left half-way. No secret may be among them. */
export interface DraftFile {
  /** Null when there is none, or none of this form. */
  read<T>(schema: z.ZodType<T>): Promise<T | null>;
  /** A folder that can't be written to keeps nothing, and stops nothing. */
  write(value: unknown): Promise<void>;
  remove(): Promise<void>;
}

/**
 * The draft of this name in a folder. Only its owner may read it.
 * @param name what is asked about, in any characters: `configure acme-uk`
 */
export function draftFile(folder: string, name: string): DraftFile {
  const path = join(folder, `.spendesk-hr-${fileName(name)}.draft.json`);
  return {
    async read(schema) {
      try {
        return schema.parse(JSON.parse(await readFile(path, "utf8")));
      } catch {
        return null;
      }
    },
    write: (value) => replaceFile(path, `${JSON.stringify(value, null, 2)}\n`).catch(() => undefined),
    remove: () => rm(path, { force: true }),
  };
}

/** Names that differ have files that differ, also where a disk does not tell cases apart. */
function fileName(name: string): string {
  if (/^[a-z\d-]{1,60}$/u.test(name)) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${name.replace(/[^a-z\d]+/giu, "-").slice(0, 40)}-${hash}`;
}
