import { Problem } from "../../sync/errors.js";
import type { JournalEntry, LockOwner, Outcome, RunRecord, StateStore } from "../../sync/ports.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { wholeNumber } from "../options.js";
import { handOffText } from "../output/hand-off-text.js";
import { type Cell, paint, renderTable } from "../output/table.js";
import { withWorkspace } from "../workspace.js";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 10_000;

const OUTCOMES: Record<Outcome, Cell> = {
  applied: { text: "✔ applied", paint: "green" },
  failed: { text: "✘ failed", paint: "red" },
  skipped: { text: "– not reached", paint: "yellow" },
  handed_off: { text: "→ handed off", paint: "cyan" },
  intended: { text: "? unknown", paint: "yellow" },
};

/** `history` lists runs, `history <run>` each change of one. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const [wanted] = input.arguments;
  return withWorkspace(context, async ({ state }) =>
    wanted === undefined
      ? listRuns(state, wholeNumber(input.options, "limit", { min: 1, max: MAX_LIMIT }) ?? DEFAULT_LIMIT)
      : showRun(state, wanted),
  );
}

function listRuns(state: StateStore, count: number): CommandResult {
  const owner = state.lockOwner();
  const runs = state.runs(count).map((run) => ({ ...run, result: resultText(run, owner) }));
  return {
    exitCode: 0,
    document: { runs },
    text: (style) =>
      runs.length === 0
        ? "No runs yet."
        : renderTable(
            ["Run", "Kind", "Started", "Entities", "Result", "Counts"],
            runs.map((run) => [
              run.id.slice(0, 8),
              run.kind,
              run.startedAt,
              run.entities.join(", "),
              run.result,
              countsText(run.counts),
            ]),
            style,
          ),
    columns: ["run", "kind", "startedAt", "finishedAt", "exitCode", "entities", "result"],
    rows: () =>
      runs.map(({ id, kind, startedAt, finishedAt, exitCode, entities, result }) => ({
        run: id,
        kind,
        startedAt,
        finishedAt,
        exitCode,
        entities: entities.join(" "),
        result,
      })),
  };
}

function showRun(state: StateStore, wanted: string): CommandResult {
  const run = findRun(state, wanted);
  const entries = state.journal(run.id);
  const result = resultText(run, state.lockOwner());
  return {
    exitCode: 0,
    document: { run: { ...run, result }, changes: entries },
    text: (style) => runText(run, result, entries, style),
    columns: ["entity", "action", "name", "email", "employeeId", "memberId", "code", "outcome", "error"],
    rows: () =>
      entries.map(({ entity, action, name, email, employeeId, memberId, code, outcome, error, handOff }) => ({
        entity,
        action,
        name,
        email,
        employeeId,
        memberId,
        code,
        outcome,
        error: error ? `${error.code}: ${error.detail}` : null,
        handOff: handOff?.status ?? null,
      })),
  };
}

function runText(run: RunRecord, result: string, entries: readonly JournalEntry[], style: TextStyle): string {
  const head = `${paint(run.id, "bold", style)}  ${run.kind} of ${run.entities.join(", ")}, started ${run.startedAt}, ${result}`;
  if (entries.length === 0) return `${head}\nIt wrote nothing.`;
  const folder = run.folder === null ? [] : [`Files: ${run.folder}`];
  const rows = entries.map((entry) => [
    entry.entity,
    entry.action,
    entry.name,
    entry.fields.map((field) => `${field.field}: ${field.from ?? "–"} → ${field.to ?? "–"}`).join(", "),
    outcomeCell(entry),
  ]);
  const table = renderTable(["Entity", "Action", "Name", "Fields", "Outcome"], rows, style);
  return [head, ...folder, table].join("\n");
}

function outcomeCell(entry: JournalEntry): Cell {
  const cell = OUTCOMES[entry.outcome];
  if (entry.handOff) return { ...cell, text: `${cell.text}, ${handOffText(entry.handOff)}` };
  return entry.error ? { ...cell, text: `${cell.text}: ${entry.error.detail}` } : cell;
}

/**
 * An apply without an end is running (or stopped, by Ctrl-Z) when it holds the lock, and was interrupted
 * otherwise. A preview takes no lock, so nobody can tell.
 */
function resultText(run: RunRecord, owner: LockOwner | null): string {
  if (run.finishedAt !== null) return `exit ${run.exitCode ?? "?"}`;
  if (run.kind === "preview") return "not finished";
  if (owner?.runId !== run.id) return "interrupted";
  return owner.isStopped ? "stopped" : "running";
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const shown = Object.entries(counts).filter(([, count]) => count > 0);
  return shown.map(([name, count]) => `${count} ${name}`).join(", ");
}

function findRun(state: StateStore, wanted: string): RunRecord {
  const matches = state.runs(MAX_LIMIT).filter((run) => run.id.startsWith(wanted));
  const [run] = matches;
  if (run && matches.length === 1) return run;
  throw new Problem({
    kind: "usage",
    code: run ? "run_ambiguous" : "unknown_run",
    what: run ? `${matches.length} runs begin with ${wanted}.` : `There is no run ${wanted}.`,
    why: run ? "The id was shortened too much." : "The history holds no run whose id begins like that.",
    next: "Run `spendesk-hr history` to see the ids.",
  });
}
