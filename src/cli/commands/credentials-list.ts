import { chosenStore } from "../../config/credential-sources.js";
import type { LoadedConfig } from "../../config/load.js";
import { createEnvStore } from "../../credentials/env-store.js";
import { isProblem, type Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { keysOf, nameOf, type Target, targetsOf } from "../credentials/targets.js";
import { errorDocument } from "../output/serialize.js";
import { type Cell, clean, renderTable } from "../output/table.js";
import { loadCliConfig } from "../workspace.js";

interface FieldRow {
  readonly entity: string;
  readonly connection: string;
  readonly field: string;
  readonly source: string;
  /** Who chose the source: `file …:12`, `environment …`, `default`. */
  readonly chosenBy: string;
  readonly state: "present" | "missing" | "unreadable";
  /** Where it is: a variable, a path, an item. */
  readonly where: string | null;
  /** How to supply it when it is missing. */
  readonly next: string | null;
  readonly problem: Problem | null;
}

/** A variable that is set although the credentials come from elsewhere. */
interface UnusedVariable {
  readonly variable: string;
  readonly entity: string;
  readonly connection: string;
  readonly source: string;
}

const STATES: Record<FieldRow["state"], Cell> = {
  present: { text: "✔ present", paint: "green" },
  missing: { text: "– missing", paint: "yellow" },
  unreadable: { text: "✘ unreadable", paint: "red" },
};

const ORDER =
  "A connection's own `credentials` decide, else SPENDESK_HR_CREDENTIALS_STORE, else `credentials.store`, else keychain; there is no fallback to another source.";

/** `credentials list`: which credentials there are and where they come from; never their values. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const targets = await targetsOf(config, context);
  const rows: FieldRow[] = [];
  const unused: UnusedVariable[] = [];
  for (const target of targets) {
    rows.push(...(await fieldRows(target, config)));
    unused.push(...(await unusedVariables(target, context)));
  }
  return {
    exitCode: 0,
    document: {
      credentials: rows.map(({ problem, ...row }) => ({ ...row, error: problem && errorDocument(problem) })),
      unusedVariables: unused,
    },
    text: (style) => listText(rows, unused, style),
    rows: () => rows.map(({ problem, ...row }) => ({ ...row, error: problem?.code ?? null })),
  };
}

async function fieldRows(target: Target, config: LoadedConfig): Promise<readonly FieldRow[]> {
  const { id, store } = target;
  const chosenBy = chosenStore(config.credentials, id).origin;
  const rows: FieldRow[] = [];
  // One by one: a field that can't be read says nothing about the others.
  for (const field of keysOf(target)) {
    const found = await whereIs(target, field);
    const missing = found.state === "missing";
    const next = missing ? store.describeMissing(id, field) : null;
    rows.push({ ...id, field, source: store.id, chosenBy, ...found, next });
  }
  return rows;
}

async function whereIs(
  { store, id }: Target,
  field: string,
): Promise<Pick<FieldRow, "state" | "where" | "problem">> {
  try {
    const [origin] = await store.origins(id, [field]);
    return origin
      ? { state: "present", where: origin.source, problem: null }
      : { state: "missing", where: null, problem: null };
  } catch (error) {
    if (!isProblem(error) || error.kind === "interrupted") throw error;
    return { state: "unreadable", where: null, problem: error };
  }
}

async function unusedVariables(
  target: Target,
  { process, redactor }: CliContext,
): Promise<readonly UnusedVariable[]> {
  const { id, store } = target;
  if (store.id === "env") return [];
  const found = await createEnvStore({ env: process.env, redactor }).origins(id, keysOf(target));
  return found.map(({ source }) => ({ variable: source, ...id, source: store.id }));
}

function listText(rows: readonly FieldRow[], unused: readonly UnusedVariable[], style: TextStyle): string {
  const table = renderTable(
    ["Connection", "Field", "Source", "Chosen by", "State", "Where"],
    rows.map((row) => [
      nameOf({ id: row }),
      row.field,
      row.source,
      row.chosenBy,
      STATES[row.state],
      row.where ?? "",
    ]),
    style,
  );
  const problems = rows.flatMap(({ problem }) =>
    problem ? [`${problem.message} ${problem.why} ${problem.next}`] : [],
  );
  const steps = rows.flatMap(({ next }) => next ?? []);
  const notes = unused.map(
    ({ variable, entity, connection, source }) =>
      `${variable} is set but not used: the credentials of ${entity} / ${connection} come from ${source}.`,
  );
  const lines = [...new Set([...problems, ...steps.map((step) => `Next: ${step}`), ...notes, ORDER])];
  return [table, "", ...lines.map((line) => clean(line, undefined, style))].join("\n");
}
