import { basename, dirname } from "node:path";
import type { ApplyResult, EntityApplication } from "../../sync/apply/index.js";
import { reviewAfter } from "../../sync/hand-off/index.js";
import type { HandOffFile, Plan } from "../../sync/model/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { TextStyle } from "../command.js";
import { newAttentionText, openAttention } from "./attention-text.js";
import { openHandOffsText, settledText } from "./hand-off-text.js";
import { counted, outcomeCounts, restCounts } from "./plan-counts.js";
import { headLine, outcomesTable, peopleWarnings, warningsText } from "./plan-text.js";
import { entitiesText } from "./run-text.js";
import { clean, paint, paintStart } from "./table.js";
import { hanging, wrapWords } from "./wrap.js";

/** An entity, as it is told of. */
interface EntityText {
  readonly entity: string;
  /** When nothing was done: what is said in the line of the entity. */
  readonly idle: Idle | null;
  /** What takes more than a line. */
  readonly sections: readonly string[];
}

interface Idle {
  readonly what: string;
  /** Whose numbers are said. */
  readonly plan: Plan | null;
  /** What is still to be looked at. */
  readonly open: string;
}

/** Of more entities than that, those of which the same is to be said share a line. */
const MOST_LINES = 5;

/**
 * What an apply did, entity by entity, and what a colleague does next. Cron mails whatever is printed:
 * entities without changes are a line each and no more.
 * @param listsAll also names every change that worked: where nobody saw the plan before
 */
export function applyText(result: ApplyResult, style: TextStyle, listsAll: boolean): string {
  const texts = result.entities.flatMap((one) =>
    one.result.ok ? [textOf(one.result.planned, one, result, style, listsAll)] : [],
  );
  const [whole, short] = [texts.filter(hasSections), texts.filter((one) => !hasSections(one))];
  return [
    idleLines(short, style).join("\n"),
    ...whole.map(({ sections, ...one }) => [...idleLines([one], style), ...sections].join("\n\n")),
    ...filesText(result.files, style),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function hasSections({ sections }: EntityText): boolean {
  return sections.length > 0;
}

/** `acme-uk: nothing to do. 31 unchanged.` */
function idleLines(
  texts: readonly Pick<EntityText, "entity" | "idle">[],
  style: TextStyle,
): readonly string[] {
  const groups = new Map<string, { readonly entities: string[]; readonly idle: Idle[] }>();
  for (const { entity, idle } of texts) {
    if (idle === null) continue;
    const key = texts.length > MOST_LINES ? JSON.stringify([idle.what, idle.open]) : entity;
    const group = groups.get(key) ?? { entities: [], idle: [] };
    group.entities.push(entity);
    group.idle.push(idle);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ entities, idle }) => {
    const counts = restCounts(idle.flatMap(({ plan }) => plan ?? []));
    const line = [`${entitiesText(entities)}: ${idle[0]?.what}`, counts, openText(idle)];
    const [first = "", ...more] = wrapWords(line.filter(Boolean).join(" "), style.width - 2);
    return [first, ...more.map((text) => `  ${text}`)].join("\n");
  });
}

function openText([first, ...more]: readonly Pick<Idle, "open">[]): string {
  if (!first || first.open === "") return "";
  return `Still to look at${more.length > 0 ? " in each" : ""}: ${first.open}.`;
}

function textOf(
  planned: PlannedEntity,
  { changes: outcomes, superseded }: Pick<EntityApplication, "changes" | "superseded">,
  result: ApplyResult,
  style: TextStyle,
  listsAll: boolean,
): EntityText {
  const { task, plan, attention, safety } = planned;
  const { entity } = task;
  const handOffs = reviewAfter(planned.handOffs, superseded);
  const news = newAttentionText(attention, style);
  const open = openAttention(attention, style);
  const told = (idle: Idle | null, sections: readonly string[]): EntityText => ({
    ...{ entity, idle },
    sections: sections.filter(Boolean),
  });
  if (result.refusal) {
    const isOnly = result.entities.length === 1;
    const why = safety.ok || isOnly ? "" : ": over a limit, or not confirmed";
    // What is new stays so until a run is carried out: of several entities it would hide what stopped this one.
    return told({ what: `nothing was written${why}.`, plan: null, open: "" }, isOnly ? [news] : []);
  }
  if (plan.changes.length === 0) {
    const sections = [news, settledText(handOffs, style), openHandOffsText(entity, handOffs)];
    return told({ what: "nothing to do.", plan, open }, sections);
  }
  if (!result.carriedOut) return told({ what: "nothing was written.", plan: null, open: "" }, []);
  const shown = outcomes.filter(({ outcome }) => listsAll || outcome === "failed" || outcome === "skipped");
  const before = [
    shown.length > 0 ? outcomesTable(shown, style) : "",
    // Those about the entity are among what is to be looked at: in full when they are new.
    warningsText(peopleWarnings(plan.changes), style),
    settledText(handOffs, style),
    news,
    wrapWords(openText([{ open }]), style.width).join("\n"),
  ].filter(Boolean);
  return told(null, [
    before.length > 0 ? headLine(planned, style) : "",
    ...before,
    doneText(entity, outcomes, result.runId, style),
    openHandOffsText(entity, handOffs),
  ]);
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
