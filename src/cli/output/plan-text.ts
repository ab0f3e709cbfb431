import type { ChangeResult } from "../../sync/apply/index.js";
import {
  type Action,
  type Change,
  type FieldChange,
  type NoteKind,
  type SettledAnswer,
  stillInForce,
  summarize,
  UNSHOWN_NAMES,
  type Warning,
} from "../../sync/model/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { TextStyle } from "../command.js";
import { emailChangesText } from "./consequences.js";
import { settledText } from "./hand-off-text.js";
import { withoutEmail } from "./plan-view.js";
import { type Cell, clean, type Paint, paint, renderTable } from "./table.js";

/** A symbol and a word for each action, so that colour is never the only sign. */
const ACTIONS: Record<Action, { symbol: string; color: Paint }> = {
  create: { symbol: "+ create", color: "green" },
  update: { symbol: "~ update", color: "cyan" },
  restore: { symbol: "↺ restore", color: "green" },
  archive: { symbol: "- archive", color: "red" },
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

/** The plan of one entity for people: head line, changes, warnings, everybody left out, limits. */
export function planText(
  planned: PlannedEntity,
  outcomes: readonly ChangeResult[] | null,
  style: TextStyle,
): string {
  const { task, plan, employees, members } = planned;
  const lacking = withoutEmail(members);
  const sections = [
    `${paint(task.entity, "bold", style)}: ${plural(employees.length, "employee")} in ${task.providerId}, ${plural(members.length, "member")} in Spendesk${lacking > 0 ? `, ${lacking} of them without e-mail` : ""}`,
    changesTable(plan.changes, outcomes, style),
    emailChangesText(plan.changes, style),
    warningsText([...planned.warnings, ...peopleWarnings(plan.changes)], style),
    settledText(planned.handOffs, style),
    ...noteSections(planned, style),
    summaryLine(planned),
    safetyText(planned, style),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function changesTable(
  changes: readonly Change[],
  outcomes: readonly ChangeResult[] | null,
  style: TextStyle,
): string {
  if (changes.length === 0) return "No changes.";
  const resultOf = new Map((outcomes ?? []).map((result) => [result.change, result]));
  const header = ["Action", "Name", "E-mail", "What changes", outcomes ? "Outcome" : "Why"];
  const rows = changes.map((change) => {
    const { symbol, color } = ACTIONS[change.action];
    return [
      { text: symbol, paint: color },
      change.name,
      change.email ?? "",
      change.fields.map((field) => fieldText(field, change.action)).join(", "),
      outcomes ? outcomeCell(resultOf.get(change)) : change.reason,
    ];
  });
  return renderTable(header, rows, style);
}

function fieldText(field: FieldChange, action: Action): string {
  const label = {
    email: "e-mail",
    firstName: "first name",
    lastName: "last name",
    bank: "bank",
    manager: "manager",
  }[field.field];
  if (action === "create")
    return field.field === "bank" || field.field === "manager" ? `${label} ${field.to ?? ""}` : label;
  return field.from === null ? `${label}: ${field.to ?? ""}` : `${label}: ${field.from} → ${field.to ?? ""}`;
}

function outcomeCell(result: ChangeResult | undefined): Cell {
  if (!result) return { text: "" };
  const cell = OUTCOMES[result.outcome];
  return result.error ? { ...cell, text: `${cell.text}: ${result.error.detail}` } : cell;
}

/** Warnings of people, with the name in front. */
function peopleWarnings(changes: readonly Change[]): Warning[] {
  return changes.flatMap((change) =>
    change.warnings.map((warning) => ({ code: warning.code, text: `${change.name}: ${warning.text}` })),
  );
}

function warningsText(warnings: readonly Warning[], style: TextStyle): string {
  if (warnings.length === 0) return "";
  const lines = warnings.map(
    (warning) => `  ${paint("⚠", "yellow", style)} ${clean(warning.text, undefined, style)}`,
  );
  return [paint(`Warnings (${warnings.length})`, "bold", style), ...lines].join("\n");
}

function noteSections({ plan }: PlannedEntity, style: TextStyle): string[] {
  const kinds: NoteKind[] = ["handed_off", "conflict", "blocked", "previously_managed", "skipped"];
  return kinds.map((kind) => {
    const notes = plan.notes.filter((note) => note.kind === kind);
    if (notes.length === 0) return "";
    const rows = notes.map((note) => [note.name, note.email ?? "", note.reason]);
    return `${paint(`${NOTES[kind]} (${notes.length})`, "bold", style)}\n${renderTable(["Name", "E-mail", "Why"], rows, style)}`;
  });
}

/** `33 creates, 0 updates, …`: the numbers people compare with what they expected. */
export function summaryLine({ plan }: PlannedEntity): string {
  const summary = summarize(plan);
  const changes = [
    plural(summary.create, "create"),
    plural(summary.update, "update"),
    plural(summary.restore, "restore"),
    plural(summary.archive, "archive"),
  ].join(", ");
  const rest = [
    `${summary.unchanged} unchanged`,
    `${summary.previouslyManaged} no longer managed`,
    `${summary.skipped} skipped`,
    `${summary.conflict} in conflict`,
    `${summary.blocked} blocked`,
    ...(summary.handedOff > 0 ? [`${summary.handedOff} handed off earlier and still open`] : []),
  ].join(", ");
  return `Plan: ${changes}. ${rest}.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function safetyText({ safety }: PlannedEntity, style: TextStyle): string {
  if (safety.ok) return "";
  const lines = safety.violations.map((violation) => {
    const override = violation.override ? ` To allow exactly this: ${violation.override}` : "";
    return `  ${paint("✘", "red", style)} ${violation.text}${override}`;
  });
  return [paint("Apply would stop here", "bold", style), ...lines].join("\n");
}

/** What holds for values that Spendesk does not show, in one line; null when nothing was settled. */
export function unshownLine(answers: readonly SettledAnswer[]): string | null {
  const inForce = stillInForce(answers);
  if (inForce.length === 0) return null;
  const words = inForce.map((one) => `${UNSHOWN_NAMES[one.field]} ${answerWords(one)}`).sort();
  return words.join("; ");
}

function answerWords({ answer, who, at }: SettledAnswer): string {
  const by = who === null ? "nobody was asked" : who;
  const since = `(${by}, ${at.slice(0, 10)})`;
  return answer === "right" ? `taken to be right ${since}` : `written as the HR tool has them ${since}`;
}

/** The same as it stands in JSON: by field. */
export function unshownDocument(answers: readonly SettledAnswer[]): object {
  const inForce = stillInForce(answers);
  return Object.fromEntries(inForce.map(({ field, answer, who, at }) => [field, { answer, who, at }]));
}
