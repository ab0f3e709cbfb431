import type { Shard } from "../../shared/shard.js";
import { apply } from "../../sync/apply/index.js";
import type { SafetyOverrides } from "../../sync/safety/index.js";
import { withAfterRun } from "../after-run/after-run.js";
import { commandWords } from "../apply/command-words.js";
import { confirmPlans, onlyPlanned, reviewedPlan } from "../apply/confirm.js";
import { fileTarget, readTemplates } from "../apply/hand-off-target.js";
import { readDelivery, readOverrides } from "../apply/options.js";
import { emptyShardText, readShard, refuseShardOfPlan } from "../apply/shard.js";
import { tidier, warnOfLeftFolders } from "../apply/tidy.js";
import { waitJitter, whenUnlocked } from "../apply/wait-lock.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { correctExitCode } from "../correct-exit-code.js";
import { sayNotices, withNotices } from "../notices.js";
import { openTasks } from "../open-tasks.js";
import { applyText } from "../output/apply-text.js";
import { PLAN_COLUMNS, planDocument, planRows, runDocument } from "../output/plan-document.js";
import { errorDocument } from "../output/serialize.js";
import type { PlanContent } from "../plan-file/read.js";
import { loadCliConfig, type Workspace } from "../workspace.js";
import { requireWriteAccess } from "../write-access.js";
import type { APPLY_FLAGS } from "./sync-flags.js";

type Input = InputOf<typeof APPLY_FLAGS>;

/** `apply`: re-plans, checks, asks and carries the changes out, or hands them over as files. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const overrides = readOverrides(input.options);
  const shard = readShard(input.options);
  refuseShardOfPlan(shard, input.arguments[0]);
  await waitJitter(input.options, context);
  const config = await loadCliConfig(context);
  const { result, opened } = await withAfterRun(config, shard, context, async (whole) => {
    const reviewed = await reviewedPlan(input.arguments[0], whole, context);
    const workspace = reviewed ? onlyPlanned(whole, reviewed) : whole;
    const ids = workspace.entities.map(({ id }) => id);
    return whenUnlocked(input.options, ids, workspace.state, context, () =>
      applyWith(workspace, input, { reviewed, shard, overrides }, context),
    );
  });
  const outcomesOf = new Map(result.entities.map(({ result: entity, changes }) => [entity.entity, changes]));
  return {
    exitCode: result.exitCode,
    onUnwritten: (exitCode) => correctExitCode(result.runId, exitCode, config, context),
    // As large as all plans together: made for those who ask for it.
    get document() {
      return {
        ...runDocument(
          result.runId,
          result.entities.map(({ result: entity }) => entity),
          (planned) =>
            planDocument(withNotices(planned, opened, context), outcomesOf.get(planned.task.entity) ?? []),
        ),
        files: result.files,
        ...(result.refusal && { error: errorDocument(result.refusal) }),
      };
    },
    problems: [
      ...(result.refusal ? [result.refusal] : []),
      ...result.entities.flatMap(({ problem }) => problem ?? []),
    ],
    // Whoever confirmed the plan has just seen it; cron mails what is printed.
    text: (style) =>
      result.entities.length === 0
        ? emptyShardText(shard)
        : applyText(result, style, input.options.yes === true && context.process.stdout.isTTY === true),
    columns: result.entities.some(({ result: entity }) => entity.ok) ? PLAN_COLUMNS : [],
    rows: () => result.entities.flatMap(({ result: entity }) => (entity.ok ? planRows(entity.planned) : [])),
  };
}

/** What the flags of an apply say beside the flags themselves. */
interface Wish {
  readonly reviewed: PlanContent | null;
  readonly shard: Shard | null;
  readonly overrides: SafetyOverrides;
}

async function applyWith(
  workspace: Workspace,
  { options }: Input,
  { reviewed, shard, overrides }: Wish,
  context: CliContext,
) {
  const { entities, state } = workspace;
  await warnOfLeftFolders(state, context);
  const delivery = readDelivery(options, entities, context);
  const templates = await readTemplates(entities, delivery);
  const opened = await openTasks(workspace, context, { shard });
  const applied = await apply(
    opened.tasks,
    {
      ...opened.dependencies,
      openWriter(task, beforeWrite) {
        const spendesk = opened.spendeskOf.get(task);
        if (!spendesk) throw new Error(`no Spendesk client for ${task.entity}`);
        return spendesk.openWriter(beforeWrite);
      },
      checkClock: context.clockWatch.requireGood,
      checkWritable: (task) => requireWriteAccess(task, opened.spendeskOf),
      handOff: { entities: delivery.toFile, target: fileTarget(entities, templates, delivery, context) },
      confirm: (planned, isNew) =>
        confirmPlans({ planned, isNew, toFile: delivery.toFile, yes: options.yes === true }, context),
      words: () => commandWords(workspace, options, shard),
      tidy: tidier(state, workspace.config.retention, context),
      signal: context.process.signal,
    },
    {
      overrides,
      noArchive: reviewed?.noArchive ?? options.archive === false,
      again: options.again === true,
      trustHandOffs: options.handedOffDone === true,
      expected: reviewed?.entities ?? [],
    },
  );
  sayNotices(opened, context);
  return { result: applied, opened };
}
