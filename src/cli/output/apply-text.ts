import { basename, dirname } from "node:path";
import { listed } from "../../shared/text.js";
import type { ApplyResult, EntityApplication } from "../../sync/apply/index.js";
import type { HandOffFile } from "../../sync/model/index.js";
import type { Attention } from "../../sync/plan/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { TextStyle } from "../command.js";
import { openHandOffsText, settledText } from "./hand-off-text.js";
import { counted, outcomeCounts, restCounts } from "./plan-counts.js";
import { marked, outcomesTable, peopleWarnings, warningsText } from "./plan-text.js";
import { clean, paint, paintStart } from "./table.js";
import { hanging, wrapWords } from "./wrap.js";

/**
 * What an apply did, entity by entity, and what a colleague does next.
 * @param listsAll also names every change that worked: where nobody saw the plan before
 */
export function applyText(result: ApplyResult, style: TextStyle, listsAll: boolean): string {
  const bodies = result.entities.flatMap(({ result: entity, changes }) =>
    entity.ok ? [entityText(entity.planned, changes, result, style, listsAll)] : [],
  );
  // Cron mails whatever is printed: entities without changes are a line each and no more.
  const between = bodies.some((body) => body.includes("\n")) ? "\n\n" : "\n";
  return [bodies.join(between), ...filesText(result.files, style)].filter(Boolean).join("\n\n");
}

function entityText(
  planned: PlannedEntity,
  outcomes: EntityApplication["changes"],
  { carriedOut, refusal, runId }: ApplyResult,
  style: TextStyle,
  listsAll: boolean,
): string {
  const { task, plan, handOffs, attention } = planned;
  const open = openHandOffsText(task.entity, handOffs);
  const news = newAttentionText(attention, style);
  const known = openAttentionText(attention, style);
  if (refusal) return [`${task.entity}: nothing was written.`, news].filter(Boolean).join("\n\n");
  if (plan.changes.length === 0) {
    const line = [`${task.entity}: nothing to do.`, restCounts(plan), known].filter(Boolean).join(" ");
    const text = wrapWords(line, style.width).join("\n");
    return [text, news, settledText(handOffs, style), open].filter(Boolean).join("\n\n");
  }
  if (!carriedOut) return `${task.entity}: nothing was written.`;
  const shown = outcomes.filter(({ outcome }) => listsAll || outcome === "failed" || outcome === "skipped");
  const sections = [
    shown.length > 0 ? outcomesTable(shown, style) : "",
    // Those about the entity are among what is to be looked at: in full when they are new.
    warningsText(peopleWarnings(plan.changes), style),
    settledText(handOffs, style),
    news,
    known,
    doneText(task.entity, outcomes, runId, style),
    open,
  ];
  return sections.filter(Boolean).join("\n\n");
}

/** `✔ 32 of 32 changes applied to acme-uk (32 invitations sent).` and where each of them is to be seen. */
function doneText(
  entity: string,
  outcomes: EntityApplication["changes"],
  runId: string,
  style: TextStyle,
): string {
  const { applied, failed, skipped, handed_off: handedOff } = outcomeCounts(outcomes);
  const sent = outcomes.filter(({ change, outcome }) => change.action === "create" && outcome === "applied");
  const invited = sent.length === 0 ? "" : ` (${counted(sent.length, "invitation")} sent)`;
  const total = outcomes.length;
  const parts = [
    ...(handedOff === total
      ? []
      : [`${applied} of ${counted(total, "change")} applied to ${entity}${invited}`]),
    ...(handedOff > 0 ? [`${counted(handedOff, "change")} of ${entity} handed off to a colleague`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} not reached`] : []),
  ];
  const isWhole = failed + skipped === 0;
  const next = isWhole
    ? `Each of them: \`spendesk-hr history ${runId.slice(0, 8)}\`.`
    : `Next: \`spendesk-hr apply --entity ${entity}\` tries the rest again.`;
  const text = `${parts.join(", ")}. ${next}`;
  const [sign, color] = isWhole ? (["✔", "green"] as const) : (["✘", "red"] as const);
  return paintStart(hanging(`${sign} `, text, style.width), sign, color, style).join("\n");
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
  const lines = [...texts].flatMap((text) => marked("⚠", "yellow", text, style));
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
