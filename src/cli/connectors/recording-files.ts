import { mkdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type * as z from "zod";
import {
  expectedSchema,
  type Recording,
  recordingSchema,
  type WrittenEmployee,
} from "../../connectors/authoring/recording.js";
import { replaceFile } from "../../shared/replace-file.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { NamedTool } from "./described.js";

const REPLIES = "replies.json";
const EXPECTED = "expected.json";

/** More than a recording of a few pages ever has. */
const LARGEST = 64 * 1024 * 1024;

/** Invented people only: to be kept beside the connector, for whoever works on it. */
const MODE = 0o644;

/** The folder of a tool's recording: the one that is named, else one beside the connector's file. */
export function recordingFolder(
  { file, connector }: NamedTool,
  given: string | undefined,
  cwd: string,
): string {
  if (given !== undefined) return resolve(cwd, given);
  const own = file?.path.replace(/\.(?:ya?ml|json)$/iu, "") ?? resolve(cwd, connector.manifest.id);
  return `${own}.recording`;
}

/** Whether there is a recording in a folder. */
export async function hasRecording(folder: string): Promise<boolean> {
  return stat(join(folder, REPLIES)).then(
    () => true,
    () => false,
  );
}

/** @throws Problem `recording_missing` or `recording_invalid` */
export async function readRecording(folder: string): Promise<Recording> {
  return checked(join(folder, REPLIES), recordingSchema);
}

/** What is expected of a recording; null when nobody has said so yet. @throws Problem `recording_invalid` */
export async function readExpected(folder: string): Promise<readonly WrittenEmployee[] | null> {
  try {
    return (await checked(join(folder, EXPECTED), expectedSchema)).employees;
  } catch (error) {
    if (isProblem(error) && error.code === "recording_missing") return null;
    throw error;
  }
}

/** Makes the folder when it is missing. @throws Problem `recording_not_written` */
export async function writeRecording(
  folder: string,
  recording: Recording | null,
  employees: readonly WrittenEmployee[],
): Promise<void> {
  const text = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  try {
    await mkdir(folder, { recursive: true });
    if (recording) await replaceFile(join(folder, REPLIES), text(recording), { mode: MODE });
    await replaceFile(join(folder, EXPECTED), text({ employees }), { mode: MODE });
  } catch (cause) {
    throw new Problem(
      {
        kind: "configuration",
        code: "recording_not_written",
        what: `The recording can't be written into ${folder}.`,
        why: "It is no folder, this user may not write there, or the disk is full.",
        next: "Name another folder.",
      },
      { cause },
    );
  }
}

async function checked<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) throw missing(path);
  if (size > LARGEST) throw invalid(path, "It is larger than a recording can be.");
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw invalid(path, "It is no JSON.");
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(
    path,
    `At ${issue?.path.join(".") || "the top"}: ${issue?.message ?? "it has another form"}.`,
  );
}

function missing(path: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "recording_missing",
    what: `There is no recording ${path}.`,
    why: "The file is not there, or this user may not read it.",
    next: "Make one with `spendesk-hr connectors record`, or name its folder with `--fixtures`.",
  });
}

function invalid(path: string, why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "recording_invalid",
    what: `${path} is no recording.`,
    why,
    next: "Make it anew with `spendesk-hr connectors record`.",
  });
}
