import type { ReadCounts } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { MOST_RUNS } from "../find-run.js";
import { cleanText } from "../output/sanitize.js";
import { clockText } from "../output/time-text.js";
import type { Workspace } from "../workspace.js";
import { activityCharts, chartsSince } from "./activity.js";
import type { ActivityReport } from "./activity-page.js";

interface ActivityInput extends Pick<ActivityReport, "title" | "sections" | "table"> {
  readonly workspace: Workspace;
}

/**
 * Writes the report of `status` or `history`, and says where. The libraries behind it are large, so they are
 * loaded by those alone who ask for one.
 *
 * @throws Problem `report_not_writable`
 */
export async function saveActivity(
  path: string,
  { title, workspace: { entities, state }, sections, table }: ActivityInput,
  { process, redactor, say }: CliContext,
): Promise<void> {
  const now = process.clock.now();
  const since = chartsSince(now);
  const chosen = new Set(entities.map(({ id }) => id));
  const zone = entities[0]?.timezone ?? "UTC";
  const safe = (text: string) => redactor.redact(cleanText(text));
  const reads = new Map<string, readonly ReadCounts[]>();
  for (const { id } of entities) reads.set(id, await state.readCounts(id, since));
  const { writeActivity } = await import("./write-activity.js");
  await writeActivity(process.cwd, path, {
    title: `${title} of ${[...chosen].join(", ")}`,
    madeAt: `${clockText(now.toISOString(), zone)} (${zone})`,
    sections: sections.map((section) => ({
      title: section.title,
      lines: section.lines.map(([label, text]) => [label, safe(text)] as const),
    })),
    charts: activityCharts({
      now,
      reads,
      changes: (await state.changeCounts(since)).filter(({ entity }) => chosen.has(entity)),
      runs: (await state.runs(MOST_RUNS)).filter(
        (run) => Date.parse(run.startedAt) >= since.getTime() && run.entities.some((one) => chosen.has(one)),
      ),
    }),
    table: table && { ...table, rows: table.rows.map((cells) => cells.map(safe)) },
  });
  say(`The report is in ${path}.`);
}
