import { join } from "node:path";
import { z } from "zod";
import type { Answers } from "../../../connectors/authoring/new/answers.js";
import { type DraftFile, draftFileAt } from "../../prompts/draft-file.js";

const answersSchema = z.record(z.string().max(100), z.string().max(600));

/** The answers so far, kept in the working folder until the connector is written. */
export function draftFileIn(folder: string): DraftFile<Answers> {
  return draftFileAt<Answers>(join(folder, ".spendesk-hr-connector.draft.json"), answersSchema);
}
