import { type Difference, differencesOf } from "../../connectors/authoring/compare.js";
import { play } from "../../connectors/authoring/play.js";
import { written } from "../../connectors/authoring/recording.js";
import { counted } from "../../shared/text.js";
import { EXIT_CODES, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { toolNamed } from "../connectors/described.js";
import { differenceLines } from "../connectors/differences.js";
import {
  readExpected,
  readRecording,
  recordingFolder,
  writeRecording,
} from "../connectors/recording-files.js";
import { loadCliConfig } from "../workspace.js";
import type { TEST_FLAGS } from "./connectors-flags.js";

/** `connectors test`: plays a recording and compares what is made of it with what was expected. No network. */
export async function run(input: InputOf<typeof TEST_FLAGS>, context: CliContext): Promise<CommandResult> {
  const [name = ""] = input.arguments;
  const { fixtures, update = false } = input.options;
  const { connectors } = await loadCliConfig(context, { mayCreate: true });
  const tool = await toolNamed(name, connectors, context.process.cwd);
  const folder = recordingFolder(tool, fixtures, context.process.cwd);
  const recording = await readRecording(folder);
  const { people, obstacles } = await play(tool.connector, recording);
  const actual = written(people.flatMap(({ employee }) => (employee ? [employee] : [])));
  const expected = await readExpected(folder);
  const differences = expected === null ? [] : differencesOf(expected, actual);
  const isUpdated = update && (expected === null || differences.length > 0);
  if (isUpdated) await writeRecording(folder, null, actual);
  const problem = update ? null : problemOf(folder, expected === null ? null : differences);
  return {
    exitCode: problem ? EXIT_CODES[problem.kind].code : 0,
    document: {
      connector: tool.connector.manifest.id,
      ...{ folder, employees: actual.length, updated: isUpdated, differences, obstacles },
    },
    problems: problem ? [problem] : [],
    text: () =>
      [
        ...obstacles.map(({ text, next: advice }) => `⚠ ${text}. ${advice}`),
        ...differenceLines(differences),
        resultText(actual.length, isUpdated, problem),
      ].join("\n"),
  };
}

function resultText(employees: number, isUpdated: boolean, problem: Problem | null): string {
  const people = counted(employees, "employee");
  if (isUpdated) return `What is expected is now what came: ${people}.`;
  return problem ? `${people} came.` : `${people} came as expected.`;
}

/** @param differences null when nobody has said what is expected */
function problemOf(folder: string, differences: readonly Difference[] | null): Problem | null {
  if (differences?.length === 0) return null;
  const what =
    differences === null
      ? `Nobody has said what is expected of the recording in ${folder}.`
      : `The connector makes something else of the recording in ${folder}.`;
  const why =
    differences === null
      ? "There is no expected.json."
      : `${counted(differences.length, "difference")}: - is what was expected, + what came.`;
  return new Problem({
    kind: "configuration",
    code: "recording_unexpected",
    what,
    why,
    next: "Correct the connector; or, when this is right, run the same command with `--update`.",
  });
}
