import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Answers } from "../../../connectors/authoring/new/answers.js";
import { replaceFile } from "../../../shared/replace-file.js";

const answersSchema = z.record(z.string().max(100), z.string().max(600));

/** The answers so far, kept in the working folder until the connector is written. No secret is among them. */
export interface DraftFile {
  /** Of an interview that was left; null when there is none. */
  read(): Promise<Answers | null>;
  /** A folder that can't be written to keeps nothing, and stops nothing. */
  keep(answers: Answers): Promise<void>;
  remove(): Promise<void>;
}

export function draftFileIn(folder: string): DraftFile {
  const path = join(folder, ".spendesk-hr-connector.draft.json");
  return {
    async read() {
      try {
        return answersSchema.parse(JSON.parse(await readFile(path, "utf8")));
      } catch {
        return null;
      }
    },
    keep: (answers) => replaceFile(path, `${JSON.stringify(answers, null, 2)}\n`).catch(() => undefined),
    remove: () => rm(path, { force: true }),
  };
}
