import { resolve } from "node:path";
import { EXIT_CODES } from "../../sync/model/index.js";
import { type PreviewResult, preview, unreadProblem } from "../../sync/run/index.js";
import { emptyShardText, readShard, shardOfWorkspace } from "../apply/shard.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf, TextStyle } from "../command.js";
import { correctExitCode } from "../correct-exit-code.js";
import { sayNotices, withNotices } from "../notices.js";
import { openTasks } from "../open-tasks.js";
import { PLAN_COLUMNS, planDocument, planRows, runDocument } from "../output/plan-document.js";
import { planLines } from "../output/plan-text.js";
import { type PlanView, viewFrom } from "../output/plan-view.js";
import { cleanText } from "../output/sanitize.js";
import { writePlanFile } from "../plan-file/write.js";
import { type ReportKind, reportKind } from "../report/file.js";
import type { PlanReportInput } from "../report/plan-report.js";
import { loadCliConfig, withWorkspace } from "../workspace.js";
import type { PREVIEW_FLAGS } from "./sync-flags.js";

type Input = InputOf<typeof PREVIEW_FLAGS>;

/** `preview`: a dry run. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const noArchive = input.options.archive === false;
  const view = viewFrom(input.options);
  const { out, report } = input.options;
  const kind = report === undefined ? null : reportKind(report, ["html", "xlsx"]);
  const shard = readShard(input.options);
  const config = await loadCliConfig(context);
  const { result, opened } = await withWorkspace(
    context,
    async (whole) => {
      const workspace = shardOfWorkspace(whole, shard);
      const opened = await openTasks(workspace, context, { shard });
      const previewed = await preview(opened.tasks, opened.dependencies, {
        overrides: {},
        noArchive,
        isProposal: out === undefined,
      });
      sayNotices(opened, context);
      if (out !== undefined) {
        const planned = previewed.entities.flatMap((entity) => (entity.ok ? [entity.planned] : []));
        const at = context.process.clock.now();
        const path = resolve(context.process.cwd, out);
        await writePlanFile(
          path,
          { runId: previewed.runId, at, noArchive, planned },
          await workspace.state.fingerprintKey(),
        );
        context.say(`The plan is in ${out}. To carry out exactly this: spendesk-hr apply ${out}`);
      }
      if (report !== undefined && kind !== null) {
        await writePreviewReport(
          { path: report, kind },
          {
            runId: previewed.runId,
            entities: previewed.entities.map((entity) =>
              entity.ok ? { ...entity, planned: withNotices(entity.planned, opened, context) } : entity,
            ),
            view,
            isPart: input.options.only.length > 0 || input.options.person !== undefined,
            planFile: out ?? null,
            noArchive,
            timeZone: workspace.entities[0]?.timezone ?? "UTC",
          },
          context,
        );
      }
      return { result: previewed, opened };
    },
    config,
  );
  return {
    exitCode: exitCode(result, input.options.detailedExitcode === true),
    onUnwritten: (code) => correctExitCode(result.runId, code, config, context),
    // As large as all plans together: made for those who ask for it.
    get document() {
      return runDocument(result.runId, result.entities, (planned) =>
        planDocument(withNotices(planned, opened, context), null, view),
      );
    },
    problems: result.entities.flatMap(
      (entity) => (entity.ok ? unreadProblem(entity.planned) : entity.problem) ?? [],
    ),
    text: (style) => (result.entities.length === 0 ? emptyShardText(shard) : textOf(result, style, view)),
    columns: result.entities.some(({ ok }) => ok) ? PLAN_COLUMNS : [],
    rows: () => result.entities.flatMap((entity) => (entity.ok ? planRows(entity.planned, view) : [])),
  };
}

function* textOf({ entities }: PreviewResult, style: TextStyle, view: PlanView): Generator<string> {
  const planned = entities.flatMap((entity) => (entity.ok ? [entity.planned] : []));
  for (const [index, one] of planned.entries()) {
    if (index > 0) yield "";
    yield* planLines(one, style, view);
  }
}

/** The libraries behind it are large, so they are loaded by those alone who ask for a report. */
async function writePreviewReport(
  file: { readonly path: string; readonly kind: ReportKind },
  input: Omit<PlanReportInput, "at" | "safe">,
  { process, redactor, say }: CliContext,
): Promise<void> {
  const { writePlanReport } = await import("../report/write-plan-report.js");
  await writePlanReport(
    { ...file, cwd: process.cwd },
    { ...input, at: process.clock.now(), safe: (text) => redactor.redact(cleanText(text)) },
  );
  say(`The report is in ${file.path}. It names people: pass it on with care.`);
}

function exitCode(result: PreviewResult, detailed: boolean): number {
  if (result.exitCode !== EXIT_CODES.done.code || !detailed) return result.exitCode;
  const planned = result.entities.flatMap((entity) => (entity.ok ? [entity.planned] : []));
  if (planned.some(({ plan }) => plan.changes.length > 0)) return EXIT_CODES.changes_pending.code;
  if (planned.some(({ attention }) => attention.some(({ isNew }) => isNew))) return EXIT_CODES.attention.code;
  return EXIT_CODES.done.code;
}
