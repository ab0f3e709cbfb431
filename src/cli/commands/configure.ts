import { configFingerprint } from "../../config/confirmation.js";
import type { EntityConfig } from "../../config/load.js";
import { draftEntity, type EntityPatch } from "../../config/write.js";
import { newEntityRecord } from "../../sync/connection-status.js";
import { Problem } from "../../sync/errors.js";
import { preview } from "../../sync/preview.js";
import { readEmployees } from "../../sync/read.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { askEmployees, askSync } from "../configure/choices.js";
import { patchFromFlags } from "../configure/flags.js";
import { openConnection, openSource } from "../connection.js";
import { planText } from "../output/plan-text.js";
import { planDocument } from "../output/plan-view.js";
import { answerMissing } from "../prompts/need.js";
import { createPrompter, type Prompter } from "../prompts/prompter.js";
import { type Workspace, withWorkspace } from "../workspace.js";

/**
 * `configure`: who is meant and what is kept in step, then the preview of exactly that; on
 * confirmation the entity is *connected*. Nothing is stored before the confirmation.
 */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  return withWorkspace(context, async (workspace) => {
    const entity = onlyEntity(workspace.entities);
    const prompter = context.interactive ? createPrompter(context) : null;
    const patch = await collectPatch(input, entity, workspace, prompter, context);
    const draft = await draftEntity(workspace.config.writePath, entity.id, patch);
    const planned = await previewOf(draft.entity, workspace, context);

    const yes = input.options.yes === true;
    if (!yes) {
      const style = { color: context.globals.color, width: context.process.stderr.columns ?? 100 };
      context.process.stderr.write(`${planText(planned, null, style)}\n\n`);
    }
    await confirm(yes, entity.id, prompter);
    await draft.save();
    remember(draft.entity, workspace);
    const next = `spendesk-hr apply --entity ${entity.id}`;
    return {
      exitCode: 0,
      document: {
        ...planDocument(planned, null),
        connectionStatus: "connected",
        file: workspace.config.writePath,
        nextSteps: [next],
      },
      text: (style) =>
        `${planText(planned, null, style)}\n\n${entity.id} is configured. Status: connected. Nothing was written to Spendesk yet.\nNext: ${next}`,
    };
  });
}

async function collectPatch(
  input: CommandInput,
  entity: EntityConfig,
  workspace: Workspace,
  prompter: Prompter | null,
  context: CliContext,
): Promise<EntityPatch> {
  const patch = patchFromFlags(input.options);
  if (patch.employees) return patch;
  if (!prompter) {
    if (entity.configured) return patch;
    throw answerMissing(
      "Which employees are synchronised",
      "Add `--include all`, or `--rule \"'Work Location' is one of: London,Paris\"`.",
    );
  }
  if (entity.configured && (await prompter.confirm("Keep the present choice of employees?", true)))
    return patch;
  context.say("Reading employees to offer their fields and values …");
  const source = await openSource(entity, workspace.credentials, context);
  const employees = await readEmployees(source, entity.id);
  return { ...patch, employees: await askEmployees(employees, prompter), ...(await askSync(prompter)) };
}

async function previewOf(entity: EntityConfig, workspace: Workspace, context: CliContext) {
  const { task } = await openConnection(entity, workspace.credentials, context);
  const dependencies = {
    state: workspace.state,
    clock: context.process.clock,
    progress: { phase: (id: string, text: string) => context.say(`${id}: ${text}`) },
  };
  // The question that follows is the confirmation of this configuration.
  const options = { overrides: { acceptConfig: true }, noArchive: false };
  const [result] = (await preview([task], dependencies, options)).entities;
  if (!result) throw new Error("the preview gave no entity");
  if (!result.ok) throw result.problem;
  return result.planned;
}

function remember(entity: EntityConfig, { state }: Workspace): void {
  const record = state.entity(entity.id) ?? newEntityRecord(entity.id, entity.source.provider);
  state.saveEntity({
    ...record,
    connectionStatus: "connected",
    confirmedConfig: configFingerprint(entity),
    lastError: null,
  });
}

async function confirm(yes: boolean, entity: string, prompter: Prompter | null): Promise<void> {
  if (yes) return;
  if (prompter && (await prompter.confirm(`Confirm this configuration of ${entity}?`, false))) return;
  throw new Problem({
    kind: "safety",
    code: "confirmation_needed",
    what: `The configuration of ${entity} was not confirmed, so nothing was stored.`,
    why: prompter ? "The question was answered with no." : "There is nobody to ask.",
    next: prompter
      ? `Run \`spendesk-hr configure --entity ${entity}\` again when you are ready.`
      : "Run the same command with `--yes`.",
  });
}

function onlyEntity(entities: readonly EntityConfig[]): EntityConfig {
  const [entity, another] = entities;
  if (entity && !another) return entity;
  throw new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "configure works on one entity at a time.",
    why: `The configuration has ${entities.map(({ id }) => id).join(", ")}.`,
    next: "Name one with `--entity`.",
  });
}
