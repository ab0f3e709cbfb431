import { resolve } from "node:path";
import { type ApplyResult, apply } from "../../sync/apply.js";
import { Problem } from "../../sync/errors.js";
import type { PlannedEntity } from "../../sync/plan-task.js";
import type { SafetyOverrides } from "../../sync/safety.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { openTasks } from "../open-tasks.js";
import { wholeNumber } from "../options.js";
import { planText, summaryLine } from "../output/plan-text.js";
import { planDocument, planRows, runDocument } from "../output/plan-view.js";
import { readPlanFile } from "../plan-file/read.js";
import type { PlanContent } from "../plan-file/schema.js";
import { createPrompter } from "../prompts/prompter.js";
import { type Workspace, withWorkspace } from "../workspace.js";

/** `apply`: re-plans, checks, asks and carries the changes out. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const allowed = overrides(input.options);
  const result = await withWorkspace(context, async (workspace) => {
    const reviewed = await reviewedPlan(input.arguments[0], workspace, context);
    const opened = await openTasks(reviewed ? onlyPlanned(workspace, reviewed) : workspace, context);
    return apply(
      opened.tasks,
      {
        ...opened.dependencies,
        openWriter(task, beforeWrite) {
          const spendesk = opened.spendeskOf.get(task);
          if (!spendesk) throw new Error(`no Spendesk client for ${task.entity}`);
          return spendesk.openWriter(beforeWrite);
        },
        confirm: (planned) => confirm(planned, input.options.yes === true, context),
        signal: context.process.signal,
      },
      {
        overrides: allowed,
        noArchive: reviewed?.noArchive ?? input.options.archive === false,
        expected: reviewed?.entities ?? [],
      },
    );
  });
  const outcomesOf = new Map(result.entities.map(({ result: entity, changes }) => [entity.entity, changes]));
  return {
    exitCode: result.exitCode,
    document: runDocument(
      result.runId,
      result.entities.map(({ result: entity }) => entity),
      (planned) => planDocument(planned, outcomesOf.get(planned.task.entity) ?? []),
    ),
    problems: result.entities.flatMap(({ problem }) => problem ?? []),
    text: (style) => applyText(result, style),
    rows: () => result.entities.flatMap(({ result: entity }) => (entity.ok ? planRows(entity.planned) : [])),
  };
}

async function reviewedPlan(
  file: string | undefined,
  { state }: Workspace,
  { process }: CliContext,
): Promise<PlanContent | null> {
  return file === undefined ? null : readPlanFile(resolve(process.cwd, file), state.fingerprintKey());
}

/** A plan file says itself which entities it is for. @throws Problem `plan_entity_missing` */
function onlyPlanned(workspace: Workspace, reviewed: PlanContent): Workspace {
  const entities = reviewed.entities.map(({ entity: id }) => {
    const entity = workspace.entities.find((candidate) => candidate.id === id);
    if (entity) return entity;
    throw new Problem({
      kind: "stale_plan",
      code: "plan_entity_missing",
      what: `The plan is for ${id}, which is not among the entities of this run.`,
      why: "It was removed from the configuration, or `--entity` leaves it out.",
      next: "Run `spendesk-hr preview --out` again, review the new file, then apply that.",
    });
  });
  return { ...workspace, entities };
}

function applyText(result: ApplyResult, style: TextStyle): string {
  return result.entities
    .flatMap(({ result: entity, changes }) =>
      entity.ok ? [planBody(entity.planned, changes, result.carriedOut, style)] : [],
    )
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
