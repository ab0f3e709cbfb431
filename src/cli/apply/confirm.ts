import { resolve } from "node:path";
import { Problem } from "../../sync/model/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { Consent } from "../../sync/safety/index.js";
import type { CliContext } from "../cli-context.js";
import { consequences } from "../output/consequences.js";
import { planText } from "../output/plan-text.js";
import type { PlanContent } from "../plan-file/read.js";
import { readPlanFile } from "../plan-file/read.js";
import { createPrompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import type { Workspace } from "../workspace.js";

interface Question {
  readonly planned: readonly PlannedEntity[];
  /** Whether they came in the place of others, which were answered too late. */
  readonly isNew: boolean;
  /** Entities whose changes go into files. */
  readonly toFile: ReadonlySet<string>;
  /** `--yes` */
  readonly yes: boolean;
}

/**
 * Shows what is about to happen and asks; null when the answer is no.
 * @throws Problem `confirmation_needed` when there is nobody to ask
 */
export async function confirmPlans(question: Question, context: CliContext): Promise<Consent | null> {
  if (question.yes) return "unattended";
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: "Nothing was written: the changes were not confirmed.",
      why: "There is nobody to ask: the command does not run in a terminal, or `--no-input` was given.",
      next: "Look at `spendesk-hr preview`, then run `spendesk-hr apply --yes`.",
    });
  }
  const { planned, toFile, isNew } = question;
  const style = { color: context.globals.color, width: context.process.stderr.columns ?? 100 };
  if (isNew) sayText(context, CHANGED_MEANWHILE, "⚠ ");
  for (const entity of planned) context.process.stderr.write(`${planText(entity, style)}\n\n`);
  const changed = planned.filter(({ plan }) => plan.changes.length > 0);
  const filed = changed.filter(({ task }) => toFile.has(task.entity));
  const sent = changed.filter(({ task }) => !toFile.has(task.entity));
  if (filed.length > 0) sayText(context, FILES_ONLY, "⚠ ");
  for (const line of consequences(changed.flatMap(({ plan }) => plan.changes))) sayText(context, line, "⚠ ");
  return (await createPrompter(context).confirm(questionText(sent, filed), false)) ? "person" : null;
}

const CHANGED_MEANWHILE =
  "The answer took a while, so both sides were read again, and the plan is another one now. Nothing was written yet.";

const FILES_ONLY =
  "Files for a colleague: nothing changes in Spendesk until they import one of them and work through the other.";

function questionText(sent: readonly PlannedEntity[], filed: readonly PlannedEntity[]): string {
  if (filed.length === 0) return "Write these changes to Spendesk?";
  if (sent.length === 0) return "Hand these changes over as files?";
  const names = (planned: readonly PlannedEntity[]) => planned.map(({ task }) => task.entity).join(", ");
  return `Write the changes of ${names(sent)} to Spendesk, and hand those of ${names(filed)} over as files?`;
}

/** The plan file of `apply <plan>`; null when none was named. @throws Problem of an unusable file */
export async function reviewedPlan(
  file: string | undefined,
  { state }: Workspace,
  { process }: CliContext,
): Promise<PlanContent | null> {
  return file === undefined ? null : readPlanFile(resolve(process.cwd, file), await state.fingerprintKey());
}

/** A plan file says itself which entities it is for. @throws Problem `plan_entity_missing` */
export function onlyPlanned(workspace: Workspace, reviewed: PlanContent): Workspace {
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
