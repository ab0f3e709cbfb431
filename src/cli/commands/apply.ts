import { type ApplyResult, apply } from "../../sync/apply.js";
import { Problem } from "../../sync/errors.js";
import type { PlannedEntity } from "../../sync/plan-task.js";
import type { SafetyOverrides } from "../../sync/safety.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { openTasks } from "../open-tasks.js";
import { wholeNumber } from "../options.js";
import { planText, summaryLine } from "../output/plan-text.js";
import { entityErrorDocument, planDocument, planRows } from "../output/plan-view.js";
import { problemText } from "../output/problem-text.js";
import { createPrompter } from "../prompts/prompter.js";
import { withWorkspace } from "../workspace.js";

/** `apply`: re-plans, checks, asks and carries the changes out. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const result = await withWorkspace(context, async (workspace) => {
    const opened = await openTasks(workspace, context);
    return apply(
      opened.tasks,
      {
        ...opened.dependencies,
        openWriter(task) {
          const spendesk = opened.spendeskOf.get(task);
          if (!spendesk) throw new Error(`no Spendesk client for ${task.entity}`);
          return spendesk.openWriter();
        },
        confirm: (planned) => confirm(planned, input.options.yes === true, context),
        signal: context.process.signal,
      },
      { overrides: overrides(input.options), noArchive: input.options.archive === false },
    );
  });
  return {
    exitCode: result.exitCode,
    document: {
      run: result.runId,
      entities: result.entities.map(({ result: entity, changes }) =>
        entity.ok ? planDocument(entity.planned, changes) : entityErrorDocument(entity),
      ),
    },
    text: (style) => applyText(result, style),
    rows: () => result.entities.flatMap(({ result: entity }) => (entity.ok ? planRows(entity.planned) : [])),
  };
}

function applyText(result: ApplyResult, style: TextStyle): string {
  return result.entities
    .map(({ result: entity, changes, problem }) => {
      const body = entity.ok ? planBody(entity.planned, changes, result.carriedOut, style) : "";
      return [body, problem ? problemText(problem, style) : ""].filter((part) => part !== "").join("\n\n");
    })
    .join("\n\n");
}

/** An apply without changes is one line: cron mails whatever is printed. */
function planBody(
  planned: PlannedEntity,
  changes: ApplyResult["entities"][number]["changes"],
  carriedOut: boolean,
  style: TextStyle,
): string {
  if (planned.plan.changes.length === 0)
    return `${planned.task.entity}: nothing to do. ${summaryLine(planned)}`;
  if (!carriedOut) return `${planned.task.entity}: nothing was written.`;
  return planText(planned, changes, style);
}

async function confirm(
  planned: readonly PlannedEntity[],
  yes: boolean,
  context: CliContext,
): Promise<boolean> {
  if (yes) return true;
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: "Nothing was written: the changes were not confirmed.",
      why: "There is nobody to ask: the command does not run in a terminal, or `--no-input` was given.",
      next: "Look at `spendesk-hr preview`, then run `spendesk-hr apply --yes`.",
    });
  }
  const style = { color: context.globals.color, width: context.process.stderr.columns ?? 100 };
  for (const entity of planned) context.process.stderr.write(`${planText(entity, null, style)}\n\n`);
  for (const line of consequences(planned)) context.say(line);
  return createPrompter(context).confirm("Write these changes to Spendesk?", false);
}

/** What the numbers mean for people, said before they are asked (spendesk.md §2). */
function consequences(planned: readonly PlannedEntity[]): string[] {
  const changes = planned.flatMap(({ plan }) => plan.changes);
  const creates = changes.filter((change) => change.action === "create").length;
  const archives = changes.filter((change) => change.action === "archive").length;
  return [
    ...(creates > 0 ? [`Each of the ${creates} creations sends an invitation mail.`] : []),
    ...(archives > 0 ? [`Each of the ${archives} archives stops cards and login; the history stays.`] : []),
  ];
}

const PEOPLE = { min: 0, max: 1_000_000 };

/** @throws Problem `not_a_number` */
function overrides(options: CommandInput["options"]): SafetyOverrides {
  const allowArchives = wholeNumber(options, "allowArchives", PEOPLE);
  const allowUpdates = wholeNumber(options, "allowUpdates", PEOPLE);
  const allowEmployees = wholeNumber(options, "allowEmployees", PEOPLE);
  return {
    acceptConfig: options.acceptConfig === true,
    ...(allowArchives !== undefined && { allowArchives }),
    ...(allowUpdates !== undefined && { allowUpdates }),
    ...(allowEmployees !== undefined && { allowEmployees }),
  };
}
