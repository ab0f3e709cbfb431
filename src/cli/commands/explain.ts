import { exitCodeFor } from "../../sync/exit-codes.js";
import { type Explanation, explainPerson } from "../../sync/explain.js";
import { planTasks } from "../../sync/preview.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { openTasks } from "../open-tasks.js";
import { explanationText } from "../output/explanation-text.js";
import { explanationDocument } from "../output/explanation-view.js";
import { failedDocument } from "../output/plan-view.js";
import { withWorkspace } from "../workspace.js";

/** `explain`: why one person is created, unchanged, skipped or archived, in every entity. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const who = (input.arguments[0] ?? "").trim();
  const { explanations, failed } = await withWorkspace(context, async (workspace) => {
    const { tasks, dependencies } = await openTasks(workspace, context);
    const results = await planTasks(tasks, dependencies, { overrides: {}, noArchive: false });
    return {
      explanations: results.flatMap((result): readonly { explanation: Explanation; safety: string[] }[] =>
        result.ok
          ? explainPerson(result.planned, who, dependencies).map((explanation) => ({
              explanation,
              safety: result.planned.safety.violations.map((violation) => violation.text),
            }))
          : [],
      ),
      failed: results.flatMap((result) => (result.ok ? [] : [result])),
    };
  });
  const problems = failed.map(({ problem }) => problem);
  return {
    exitCode: exitCodeFor(problems),
    document: {
      who,
      entities: [
        ...explanations.map(({ explanation, safety }) => explanationDocument(explanation, safety)),
        ...failed.map(failedDocument),
      ],
    },
    problems,
    text: (style) =>
      explanations
        .map(({ explanation, safety }) => explanationText(who, explanation, safety, style))
        .join("\n\n"),
  };
}
