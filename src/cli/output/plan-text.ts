import type { ChangeResult } from "../../sync/apply/index.js";
import type { Action, Change, FieldChange, Note, NoteKind, Warning } from "../../sync/model/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { TextStyle } from "../command.js";
import { emailChangesText } from "./consequences.js";
import { settledText } from "./hand-off-text.js";
import { isQuiet, planCounts, quietCounts } from "./plan-counts.js";
import { type PlanView, WHOLE_PLAN } from "./plan-view.js";
import { type Cell, clean, type Paint, paint, paintStart, type RowNote, tableLines } from "./table.js";
import { hanging, wrapWords } from "./wrap.js";

/** A symbol and a word for each action, so that colour is never the only sign. */
const ACTIONS: Record<Action, { readonly symbol: string; readonly color: Paint; readonly title: string }> = {
  archive: { symbol: "- archive", color: "red", title: "Archives" },
  update: { symbol: "~ update", color: "cyan", title: "Updates" },
  restore: { symbol: "↺ restore", color: "green", title: "Restores" },
  create: { symbol: "+ create", color: "green", title: "Creations" },
};

const NOTES: Record<NoteKind, string> = {
  handed_off: "Handed off, still open",
  conflict: "Conflicts",
  blocked: "Blocked",
  previously_managed: "No longer managed",
  skipped: "Skipped",
};

const OUTCOMES: Record<ChangeResult["outcome"], Cell> = {
  applied: { text: "✔ applied", paint: "green" },
  failed: { text: "✘ failed", paint: "red" },
  skipped: { text: "– not reached", paint: "yellow" },
  handed_off: { text: "→ handed off", paint: "cyan" },
};

/** The plan of one entity for people, as one text. */
export function planText(planned: PlannedEntity, style: TextStyle, view: PlanView = WHOLE_PLAN): string {
  return [...planLines(planned, style, view)].join("\n");
}

/**
 * The plan of one entity for people, the news first: what can hurt, what is to be decided, then the rest.
 * The counts stand at both ends, since one of them has left the screen of a long plan.
 */
export function* planLines(
  planned: PlannedEntity,
  style: TextStyle,
  view: PlanView = WHOLE_PLAN,
): Generator<string> {
  const counts = wrapWords(`Plan: ${planCounts(planned.plan)}`, style.width);
  let shown = 0;
  for (const section of sectionsOf(planned, counts, style, view)) {
    let isFirst = true;
    for (const line of section) {
      if (isFirst && shown > 0) yield "";
      yield line;
      shown += line.split("\n").length + (isFirst && shown > 0 ? 1 : 0);
      isFirst = false;
    }
  }
  if (shown > SCREEN_LINES) yield* ["", ...counts];
}

/** Each is made when it is its turn: of a large company, one alone is millions of characters. */
function* sectionsOf(
  planned: PlannedEntity,
  counts: readonly string[],
  style: TextStyle,
  view: PlanView,
): Generator<Iterable<string>> {
  const changes = planned.plan.changes.filter(view.isShown);
  const notes = planned.plan.notes.filter(view.isShown);
  const of = (action: Action) => changesLines(changes, action, style);
  const said = (kind: NoteKind) => notesLines(notes, kind, view, style);
  yield [headLine(planned, style), ...counts];
  if (view.ifNobody !== null && changes.length + notes.length === 0) {
    yield wrapWords(view.ifNobody, style.width);
  }
  if (!view.isSummary) {
    yield of("archive");
    yield filled(emailChangesText(changes, style));
    yield said("conflict");
    yield said("blocked");
    yield said("previously_managed");
    yield said("handed_off");
    yield filled(settledText(planned.handOffs, style));
    yield filled(warningsText([...planned.warnings, ...peopleWarnings(changes)], style));
    yield of("update");
    yield of("restore");
    yield of("create");
    yield said("skipped");
  }
  yield filled(safetyText(planned, style));
}

function filled(text: string): readonly string[] {
  return text === "" ? [] : [text];
}

/** Of a plan that surely fits a screen the counts are still to be seen. */
const SCREEN_LINES = 20;

/** Which entity it is, and how many people both sides have. */
export function headLine(planned: PlannedEntity, style: TextStyle): string {
  const { task, membersRead } = planned;
  const { count, withoutEmail: lacking } = membersRead;
  const rest = [
    ...sourceTexts(planned),
    `${people(count, "member")} in Spendesk${lacking > 0 ? ` (${lacking} without e-mail)` : ""}`,
  ].join(", ");
  const lines = wrapWords(`${task.entity}: ${rest}`, style.width);
  return paintStart(lines, task.entity, "bold", style).join("\n");
}

function sourceTexts({ sources: { reads, unread } }: PlannedEntity): readonly string[] {
  return [
    ...reads.map(({ of, employees }) => `${people(employees.length, "employee")} in ${of.name}`),
    ...unread.map(({ name }) => `${name} could not be read`),
  ];
}

function people(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The rows of a table, of which the reason of several stands over all of them. */
interface Explained<Row> {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  cellsOf(row: Row): readonly (Cell | string)[];
  reasonOf(row: Row): string;
}

function explainedTable<Row>(table: Explained<Row>, style: TextStyle): Generator<string> {
  const byReason = new Map<string, Row[]>();
  for (const row of table.rows) {
    const reason = table.reasonOf(row);
    const group = byReason.get(reason);
    if (group) group.push(row);
    else byReason.set(reason, [row]);
  }
  const groups = [...byReason].sort(([, a], [, b]) => Number(b.length > 1) - Number(a.length > 1));
  const notes = groups.flatMap(([reason, group]) =>
    group.map((_, index) => reasonNote(reason, group.length, index)),
  );
  const { header, cellsOf } = table;
  const rows = groups.flatMap(([, group]) => group);
  return tableLines({ header, rows, cellsOf, noteOf: (index) => notes[index] }, style);
}

function reasonNote(reason: string, people: number, index: number): RowNote {
  if (reason === "") return {};
  if (people === 1) return { under: reason };
  return index === 0 ? { before: reason } : {};
}

function* changesLines(changes: readonly Change[], action: Action, style: TextStyle): Generator<string> {
  const { symbol, color, title } = ACTIONS[action];
  const rows = changes.filter((change) => change.action === action);
  if (rows.length === 0) return;
  const hasFields = rows.some((change) => fieldsText(change) !== "");
  yield heading(title, rows.length, style);
  yield* explainedTable(
    {
      header: hasFields ? [...CHANGE_HEADER, "What changes"] : CHANGE_HEADER,
      rows,
      cellsOf: (change) => [
        { text: symbol, paint: color },
        change.name,
        change.email ?? "",
        ...(hasFields ? [fieldsText(change)] : []),
      ],
      reasonOf: ({ reason }) => reason,
    },
    style,
  );
}

const CHANGE_HEADER = ["Action", "Name", "E-mail"] as const;

function heading(title: string, count: number, style: TextStyle): string {
  return paint(`${title} (${count})`, "bold", style);
}

/** What changes; whoever is created has the name and e-mail of the row. */
export function fieldsText({ action, fields }: Change): string {
  const isSaid = ({ field }: FieldChange) => action === "create" && field !== "bank" && field !== "manager";
  return fields
    .filter((field) => !isSaid(field))
    .map((field) => fieldText(field, action))
    .join(", ");
}

/** Fields as short words. */
export const FIELD_LABELS: ReadonlyMap<string, string> = new Map([
  ["email", "e-mail"],
  ["firstName", "first name"],
  ["lastName", "last name"],
  ["bank", "bank"],
  ["manager", "manager"],
]);

function fieldText(field: FieldChange, action: Action): string {
  const label = FIELD_LABELS.get(field.field) ?? field.field;
  if (action === "create") return `${label} ${field.to ?? ""}`;
  return field.from === null ? `${label}: ${field.to ?? ""}` : `${label}: ${field.from} → ${field.to ?? ""}`;
}

function* notesLines(
  notes: readonly Note[],
  kind: NoteKind,
  view: PlanView,
  style: TextStyle,
): Generator<string> {
  const all = notes.filter((note) => note.kind === kind);
  const named = all.filter((note) => view.namesEverybody || !isQuiet(note));
  const quiet = all.length - named.length;
  if (named.length > 0) {
    yield heading(NOTES[kind], named.length, style);
    yield* explainedTable(
      {
        header: ["Name", "E-mail"],
        rows: named,
        cellsOf: ({ name, email }) => [name, email ?? ""],
        reasonOf: ({ reason }) => reason,
      },
      style,
    );
  }
  if (quiet > 0) {
    if (named.length > 0) yield "";
    const text = `Not shown: ${quietCounts(all)}. \`spendesk-hr preview --show skipped\` lists them.`;
    yield* wrapWords(text, style.width);
  }
}

/** Changes with what became of them, in one table; what several met is said once. */
export function outcomesTable(outcomes: readonly ChangeResult[], style: TextStyle): string {
  const table: Explained<ChangeResult> = {
    header: [...CHANGE_HEADER, "What changes", "Outcome"],
    rows: outcomes,
    cellsOf({ change, outcome }) {
      const { symbol, color } = ACTIONS[change.action];
      const cells = [{ text: symbol, paint: color }, change.name, change.email ?? "", fieldsText(change)];
      return [...cells, OUTCOMES[outcome]];
    },
    reasonOf: ({ error }) => error?.detail ?? "",
  };
  return [...explainedTable(table, style)].join("\n");
}

/** Warnings of people, with the name in front. */
export function peopleWarnings(changes: readonly Change[]): Warning[] {
  return changes.flatMap((change) =>
    change.warnings.map((warning) => ({ code: warning.code, text: `${change.name}: ${warning.text}` })),
  );
}

export function warningsText(warnings: readonly Warning[], style: TextStyle): string {
  if (warnings.length === 0) return "";
  const lines = warnings.flatMap(({ text }) => marked("⚠", "yellow", text, style));
  return [heading("Warnings", warnings.length, style), ...lines].join("\n");
}

/** A sentence behind a coloured sign, with its further lines under the first. */
export function marked(sign: string, color: Paint, text: string, style: TextStyle): string[] {
  const plain = clean(text, undefined, { ...style, color: false });
  return paintStart(hanging(`  ${sign} `, plain, style.width), sign, color, style);
}

function safetyText({ safety }: PlannedEntity, style: TextStyle): string {
  if (safety.ok) return "";
  const lines = safety.violations.flatMap(({ text, override }) =>
    marked("✘", "red", override ? `${text} To allow exactly this: \`${override}\`` : text, style),
  );
  return [paint("Apply would stop here", "bold", style), ...lines].join("\n");
}
