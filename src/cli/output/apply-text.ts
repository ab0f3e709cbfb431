import { basename, dirname } from "node:path";
import { listed } from "../../shared/text.js";
import type { ApplyResult, EntityApplication } from "../../sync/apply/index.js";
import type { HandOffFile } from "../../sync/model/index.js";
import type { Attention } from "../../sync/plan/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { TextStyle } from "../command.js";
import { openHandOffsText, settledText } from "./hand-off-text.js";
import { planText, summaryLine } from "./plan-text.js";
import { clean, paint } from "./table.js";

/** What an apply did, entity by entity, and what a colleague does next. */
export function applyText(result: ApplyResult, style: TextStyle): string {
  const bodies = result.entities.flatMap(({ result: entity, changes }) =>
    entity.ok ? [planBody(entity.planned, changes, result, style)] : [],
  );
  // Cron mails whatever is printed: entities without changes are a line each and no more.
  const between = bodies.some((body) => body.includes("\n")) ? "\n\n" : "\n";
  return [bodies.join(between), ...filesText(result.files, style)].filter(Boolean).join("\n\n");
}

function planBody(
  planned: PlannedEntity,
  changes: EntityApplication["changes"],
  { carriedOut, refusal }: ApplyResult,
  style: TextStyle,
): string {
  const { task, plan, handOffs, attention } = planned;
  const open = openHandOffsText(task.entity, handOffs);
  const news = newAttentionText(attention, style);
  const known = openAttentionText(attention, style);
  if (refusal) return [`${task.entity}: nothing was written.`, news].filter(Boolean).join("\n\n");
  if (plan.changes.length === 0) {
    const line = [`${task.entity}: nothing to do.`, summaryLine(planned), known].filter(Boolean).join(" ");
    return [line, news, settledText(handOffs, style), open].filter(Boolean).join("\n\n");
  }
  if (!carriedOut) return `${task.entity}: nothing was written.`;
  return [planText(planned, changes, style), news, known, open].filter(Boolean).join("\n\n");
}

function filesText(files: readonly HandOffFile[], style: TextStyle): string[] {
  const [first] = files;
  if (!first) return [];
  const lines = files.map(({ path, kind, rows }) => {
    const what = {
      import: `${people(rows)} to import`,
      worklist: `${rows === 1 ? "1 row" : `${rows} rows`} to do by hand`,
      readme: "what to do, step by step",
    }[kind];
    return `  ${clean(basename(path), undefined, style)}  ${what}`;
  });
  return [
    [paint(`Files for your colleague in ${dirname(first.path)}`, "bold", style), ...lines].join("\n"),
    ...unfilledText(files, style),
    [
      "Next: give the folder to whoever manages members in Spendesk. They import the one file, work through the other,",
      "and delete the folder: it holds personal data. Then `spendesk-hr preview` shows what is confirmed.",
      ...(files.some(isWithoutTemplate) ? TEMPLATE_ADVICE : []),
    ].join("\n"),
  ];
}

/** Columns of a template that the colleague may have to fill. */
function unfilledText(files: readonly HandOffFile[], style: TextStyle): string[] {
  const lines = files.flatMap(({ entity, unfilled }) =>
    unfilled && unfilled.length > 0
      ? [
          `${entity}: not known, so left empty in the import file: ${clean(unfilled.join(", "), undefined, style)}.`,
        ]
      : [],
  );
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function isWithoutTemplate({ kind, unfilled }: HandOffFile): boolean {
  return kind === "import" && unfilled === null;
}

const TEMPLATE_ADVICE = [
  "Better with Spendesk's own template, which has the columns that Spendesk expects: Settings > Organisation > Members >",
  "Invite new members > By file upload, then `--template` or `spendesk.bulkImport.template`.",
];

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

const NAMED = 5;

/** What a person must see of an entity and no apply has said yet: a line for each, by name. */
function newAttentionText(attention: readonly Attention[], style: TextStyle): string {
  const texts = new Set(attention.flatMap(({ isNew, text }) => (isNew ? [text] : [])));
  const lines = [...texts].map((text) => `  ${paint("⚠", "yellow", style)} ${clean(text, undefined, style)}`);
  return lines.length === 0 ? "" : [paint("To look at", "bold", style), ...lines].join("\n");
}

/**
 * What was said before and is still open, in one sentence; empty when there is nothing. What somebody
 * decided, as releases, is part of the counts and needs no word every night.
 */
function openAttentionText(attention: readonly Attention[], style: TextStyle): string {
  const open = attention.filter(({ isNew, isSteady }) => !isNew && !isSteady);
  if (open.length === 0) return "";
  const names = [...new Set(open.map(({ finding }) => clean(finding.name, undefined, style)))];
  return `Still to look at: ${listed(names, NAMED)}.`;
}
