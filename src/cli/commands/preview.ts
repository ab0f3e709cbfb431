import { EXIT_CODES } from "../../sync/exit-codes.js";
import { type PreviewResult, preview } from "../../sync/preview.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { openTasks } from "../open-tasks.js";
import { planText } from "../output/plan-text.js";
import { entityErrorDocument, planDocument, planRows } from "../output/plan-view.js";
import { problemText } from "../output/problem-text.js";
import { withWorkspace } from "../workspace.js";

/** `preview`: a dry run. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const result = await withWorkspace(context, async (workspace) => {
    const opened = await openTasks(workspace, context);
    return preview(opened.tasks, opened.dependencies, {
      overrides: {},
      noArchive: input.options.archive === false,
    });
  });
  return {
    exitCode: exitCode(result, input.options.detailedExitcode === true),
    document: {
      run: result.runId,
      entities: result.entities.map((entity) =>
        entity.ok ? planDocument(entity.planned, null) : entityErrorDocument(entity),
      ),
    },
    text: (style) => previewText(result, style),
    rows: () => result.entities.flatMap((entity) => (entity.ok ? planRows(entity.planned) : [])),
  };
}

/** Plans of all entities for people; a failed entity is shown among them. */
export function previewText(result: Pick<PreviewResult, "entities">, style: TextStyle): string {
  return result.entities
    .map((entity) => (entity.ok ? planText(entity.planned, null, style) : problemText(entity.problem, style)))
    .join("\n\n");
}

function exitCode(result: PreviewResult, detailed: boolean): number {
  const pending = result.entities.some((entity) => entity.ok && entity.planned.plan.changes.length > 0);
  return result.exitCode === EXIT_CODES.done.code && detailed && pending
    ? EXIT_CODES.changes_pending.code
    : result.exitCode;
}
