import type { ChangeResult } from "../../sync/apply/index.js";
import type { Action, Change, FieldChange, Note, NoteKind, Warning } from "../../sync/model/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { TextStyle } from "../command.js";
import { emailChangesText } from "./consequences.js";
import { settledText } from "./hand-off-text.js";
import { isQuiet, planCounts, quietCounts } from "./plan-counts.js";
import { withoutEmail } from "./plan-document.js";
import { type PlanView, WHOLE_PLAN } from "./plan-view.js";
import { type Cell, clean, type Paint, paint, paintStart, type RowNote, renderTable } from "./table.js";
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

/**
 * The plan of one entity for people, the news first: what can hurt, what is to be decided, then the rest.
 * The counts stand at both ends, since one of them has left the screen of a long plan.
 */
export function planText(planned: PlannedEntity, style: TextStyle, view: PlanView = WHOLE_PLAN): string {
  const { plan } = planned;
  const changes = plan.changes.filter(view.isShown);
  const notes = plan.notes.filter(view.isShown);
  const of = (action: Action) => changesText(changes, action, style);
  const said = (kind: NoteKind) => notesText(notes, kind, view, style);
  const counts = wrapWords(`Plan: ${planCounts(plan)}`, style.width).join("\n");
  const details = [
    of("archive"),
    emailChangesText(changes, style),
    said("conflict"),
    said("blocked"),
    said("previously_managed"),
    said("handed_off"),
    settledText(planned.handOffs, style),
    warningsText([...planned.warnings, ...peopleWarnings(changes)], style),
    of("update"),
    of("restore"),
    of("create"),
    said("skipped"),
  ];
  const sections = [
    `${headLine(planned, style)}\n${counts}`,
    ...(view.isSummary ? [] : details),
    safetyText(planned, style),
  ].filter(Boolean);
  const isLong = sections.join("\n\n").split("\n").length > SCREEN_LINES;
  return [...sections, ...(isLong ? [counts] : [])].join("\n\n");
}

/** Of a plan that surely fits a screen the counts are still to be seen. */
const SCREEN_LINES = 20;

function headLine(planned: PlannedEntity, style: TextStyle): string {
  const { task, members } = planned;
  const lacking = withoutEmail(members);
  const rest = [
    ...sourceTexts(planned),
    `${people(members.length, "member")} in Spendesk${lacking > 0 ? ` (${lacking} without e-mail)` : ""}`,
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

/** One who is shown, and why; the why of several stands over all of them. */
interface Explained {
  readonly cells: readonly (Cell | string)[];
  readonly reason: string;
}

function explainedTable(header: readonly string[], rows: readonly Explained[], style: TextStyle): string {
  const byReason = new Map<string, Explained[]>();
  for (const row of rows) {
    const group = byReason.get(row.reason);
    if (group) group.push(row);
    else byReason.set(row.reason, [row]);
  }
  const groups = [...byReason.values()].sort((a, b) => Number(b.length > 1) - Number(a.length > 1));
  return renderTable(
    header,
    groups.flat().map(({ cells }) => cells),
    style,
    groups.flatMap((group) => group.map(({ reason }, index) => reasonNote(reason, group.length, index))),
  );
}

function reasonNote(reason: string, people: number, index: number): RowNote {
  if (reason === "") return {};
  if (people === 1) return { under: reason };
  return index === 0 ? { before: reason } : {};
}

function changesText(changes: readonly Change[], action: Action, style: TextStyle): string {
  const { symbol, color, title } = ACTIONS[action];
  const rows = changes
    .filter((change) => change.action === action)
    .map((change): Explained => {
      const fields = fieldsText(change);
      return {
        cells: [{ text: symbol, paint: color }, change.name, change.email ?? "", ...(fields ? [fields] : [])],
        reason: change.reason,
      };
    });
  if (rows.length === 0) return "";
  const hasFields = rows.some(({ cells }) => cells.length > CHANGE_HEADER.length);
  const header = hasFields ? [...CHANGE_HEADER, "What changes"] : CHANGE_HEADER;
  const filled = rows.map(({ cells, reason }) => ({
    reason,
    cells: header.map((_, column) => cells[column] ?? ""),
  }));
  return `${heading(title, rows.length, style)}\n${explainedTable(header, filled, style)}`;
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

function notesText(notes: readonly Note[], kind: NoteKind, view: PlanView, style: TextStyle): string {
  const all = notes.filter((note) => note.kind === kind);
  const named = all.filter((note) => view.namesEverybody || !isQuiet(note));
  const quiet = all.length - named.length;
  const lines = [];
  if (named.length > 0) {
    const rows = named.map(({ name, email, reason }) => ({ cells: [name, email ?? ""], reason }));
    lines.push(
      `${heading(NOTES[kind], named.length, style)}\n${explainedTable(["Name", "E-mail"], rows, style)}`,
    );
  }
  if (quiet > 0) {
    const text = `Not shown: ${quietCounts(all)}. \`spendesk-hr preview --show skipped\` lists them.`;
    lines.push(wrapWords(text, style.width).join("\n"));
  }
  return lines.join("\n\n");
}

/** Changes with what became of them, in one table; what several met is said once. */
export function outcomesTable(outcomes: readonly ChangeResult[], style: TextStyle): string {
  const rows = outcomes.map(({ change, outcome, error }): Explained => {
    const { symbol, color } = ACTIONS[change.action];
    const cells = [{ text: symbol, paint: color }, change.name, change.email ?? "", fieldsText(change)];
    return { cells: [...cells, OUTCOMES[outcome]], reason: error?.detail ?? "" };
  });
  return explainedTable([...CHANGE_HEADER, "What changes", "Outcome"], rows, style);
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
