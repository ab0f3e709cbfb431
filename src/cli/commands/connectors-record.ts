import { randomInt } from "node:crypto";
import { record } from "../../connectors/authoring/record.js";
import { counted } from "../../shared/text.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { openTool } from "../connectors/open-tool.js";
import { hasRecording, recordingFolder, writeRecording } from "../connectors/recording-files.js";
import { wholeNumber } from "../options.js";
import { createPrompter } from "../prompts/prompter.js";
import type { RECORD_FLAGS } from "./connectors-flags.js";

/** Pages of each list, unless somebody says otherwise: enough to show how it goes on. */
const PAGES = 2;

/** Days by which dates are moved: at least some weeks, at most about a year. */
const SHIFTS = { least: 30, most: 400 };

/**
 * `connectors record`: saves what the tool answers, with invented values for everybody's, and what is made of
 * it. Nothing of the real answers is written anywhere.
 */
export async function run(input: InputOf<typeof RECORD_FLAGS>, context: CliContext): Promise<CommandResult> {
  const [name = ""] = input.arguments;
  const { options } = input;
  const pages = wholeNumber(options, "pages", { min: 1, max: 50 }) ?? PAGES;
  const tool = await openTool(name, options, context);
  const folder = recordingFolder(tool, options.out, context.process.cwd);
  await agree(folder, options.yes === true, context);
  const shiftDays = -randomInt(SHIFTS.least, SHIFTS.most);
  const { recording, expected, part } = await record(tool.connector, tool.connection, { pages, shiftDays });
  await writeRecording(folder, recording, expected);
  const { unfinished } = part;
  return {
    exitCode: 0,
    document: {
      ...{ connector: recording.connector, folder, replies: recording.replies.length },
      ...{ employees: expected.length, unfinished },
    },
    text: () =>
      [
        `Recorded into ${folder}: ${counted(recording.replies.length, "reply", "replies")}, ${counted(expected.length, "employee")}.`,
        "Names, addresses, numbers, ids and every text that is not known to be harmless were replaced. Look into the files before you pass them on.",
        ...unfinished.map(
          (list) => `The request ${list} has further pages, which were not recorded (--pages).`,
        ),
        `Next: spendesk-hr connectors test ${name}`,
      ].join("\n"),
  };
}

/** A recording that is there is only replaced when somebody says so. */
async function agree(folder: string, yes: boolean, context: CliContext): Promise<void> {
  if (yes || !(await hasRecording(folder))) return;
  const isAgreed =
    context.interactive &&
    (await createPrompter(context).confirm(`Replace the recording in ${folder}?`, false));
  if (isAgreed) return;
  throw new Problem({
    kind: "safety",
    code: "confirmation_needed",
    what: "Nothing was recorded: there is a recording already.",
    why: `${folder} has one, and nobody said that it may be replaced.`,
    next: "Run the same command with `--yes`, or name another folder with `--out`.",
  });
}
