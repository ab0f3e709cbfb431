import {
  FIELD_NAMES,
  type JournalEntry,
  type Outcome,
  type RunRecord,
  type RunResult,
} from "../../sync/model/index.js";
import type { TextStyle } from "../command.js";
import { handOffText } from "./hand-off-text.js";
import { problemLines } from "./problems-text.js";
import { isLongList } from "./status-list.js";
import { type Cell, paint, renderTable } from "./table.js";
import { hanging } from "./wrap.js";

/** Worst first. */
const OUTCOMES: Record<Outcome, Cell> = {
  failed: { text: "✘ failed", paint: "red" },
  intended: { text: "? unknown", paint: "yellow" },
  skipped: { text: "– not reached", paint: "yellow" },
  handed_off: { text: "→ handed off", paint: "cyan" },
  applied: { text: "✔ applied", paint: "green" },
};

const ORDER = Object.keys(OUTCOMES);

const NAMES: Readonly<Record<string, string>> = FIELD_NAMES;

/** What is remembered of a run. */
export interface RunMemory {
  readonly run: Pick<RunRecord, "id" | "folder" | "problem">;
  readonly results: readonly RunResult[];
  readonly entries: readonly JournalEntry[];
}

/**
 * Why a run, or which of its entities, did not end well, and each change. Of a run over many entities those
 * that were not done, the worst first, and how many were.
 * @param told what the run was, in a sentence
 * @param all each change and each entity, however many there are
 */
export function runText(
  { run, results, entries }: RunMemory,
  told: string,
  all: boolean,
  style: TextStyle,
): string {
  const problems = problemLines(run, results, all, style);
  const head = [paint(run.id, "bold", style), ...hanging("  ", told, style.width), ...problems].join("\n");
  if (entries.length === 0) return `${head}\nIt wrote nothing.`;
  const folder = run.folder === null ? [] : [`Files: ${run.folder}`];
  if (all || !isLongList([...new Set(entries.map(({ entity }) => entity))])) {
    return [head, ...folder, table(entries, style)].join("\n");
  }
  const open = entries.filter(({ outcome }) => outcome !== "applied" && outcome !== "handed_off");
  const sorted = open.toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  return [
    head,
    ...folder,
    ...hanging("", totals(entries), style.width),
    ...(open.length === 0 ? [] : ["", table(sorted, style)]),
    "",
    ...hanging(
      "",
      `${open.length === 0 ? "" : "Changes that were done are not listed. "}\`spendesk-hr history ${run.id.slice(0, 8)} --all\` lists every change, \`--entity <id>\` those of one entity.`,
      style.width,
    ),
  ].join("\n");
}

function totals(entries: readonly JournalEntry[]): string {
  const counts = ORDER.flatMap((outcome) => {
    const own = entries.filter((entry) => entry.outcome === outcome);
    const entities = new Set(own.map(({ entity }) => entity)).size;
    const where = entities === 1 ? "1 entity" : `${entities} entities`;
    return own.length === 0 ? [] : [`${own.length} ${OUTCOMES[outcome as Outcome].text} in ${where}`];
  });
  return `${entries.length} changes: ${counts.join(", ")}.`;
}

function table(entries: readonly JournalEntry[], style: TextStyle): string {
  const rows = entries.map((entry) => [
    entry.entity,
    entry.action,
    entry.name,
    entry.fields
      .map((field) => `${NAMES[field.field] ?? field.field}: ${field.from ?? "–"} → ${field.to ?? "–"}`)
      .join(", "),
    outcomeCell(entry),
  ]);
  return renderTable(["Entity", "Action", "Name", "Fields", "Outcome"], rows, style);
}

function outcomeCell(entry: JournalEntry): Cell {
  const cell = OUTCOMES[entry.outcome];
  if (entry.handOff) return { ...cell, text: `${cell.text}, ${handOffText(entry.handOff)}` };
  return entry.error ? { ...cell, text: `${cell.text}: ${entry.error.detail}` } : cell;
}
