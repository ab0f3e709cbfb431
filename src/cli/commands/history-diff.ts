import {
  type KeptPerson,
  type KeptPlan,
  Problem,
  type RunRecord,
  type StateStore,
} from "../../sync/model/index.js";
import { type ComparedRow, diffPlans, type PlanDiff } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { findRun } from "../find-run.js";
import { FIELD_LABELS } from "../output/plan-text.js";
import { type Paint, paint, renderTable } from "../output/table.js";
import { withWorkspace } from "../workspace.js";

interface EntityDiff extends PlanDiff {
  readonly entity: string;
  /** Rows of each kind that each run had; null for one that did not plan this entity. */
  readonly counts: { readonly from: KindCounts | null; readonly to: KindCounts | null };
}

type KindCounts = Readonly<Record<string, number>>;

/** `history diff <from> <to>`: what the second run planned otherwise than the first. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const [first = "", second = ""] = input.arguments;
  return withWorkspace(context, async ({ state, entities: chosen }) => {
    const [from, to] = [await findRun(state, first), await findRun(state, second)];
    const [before, after] = [await plansOf(state, from), await plansOf(state, to)];
    const names = [...new Set([...before.keys(), ...after.keys()])].sort();
    const { entity: named, group } = context.globals;
    const isWanted = (name: string) => named.includes(name) || chosen.some(({ id }) => id === name);
    // Without a choice also those that are not in the configuration any more.
    const wanted = named.length + group.length === 0 ? names : names.filter(isWanted);
    const entities = wanted.map((entity) => entityDiff(entity, before.get(entity), after.get(entity)));
    return {
      exitCode: 0,
      document: { from: headOf(from), to: headOf(to), entities: entities.map(entityDocument) },
      text: (style) => entities.map((one) => entityText(one, from, to, style)).join("\n\n"),
      columns: ["entity", "difference", "name", "employeeId", "memberId", "from", "to"],
      rows: () => entities.flatMap((one) => rowsOf(one).map(({ entity, ...row }) => ({ entity, ...row }))),
    };
  });
}

async function plansOf(state: StateStore, run: RunRecord): Promise<ReadonlyMap<string, KeptPlan>> {
  const plans = await state.keptPlans(run.id);
  if (plans.length > 0) return new Map(plans.map((plan) => [plan.entity, plan]));
  throw new Problem({
    kind: "usage",
    code: "run_without_plan",
    what: `The run ${run.id.slice(0, 8)} has no plan to compare.`,
    why: "It ended before it had planned anything, or was made by a version that did not keep plans.",
    next: "Run `spendesk-hr history` and choose two other runs.",
  });
}

function entityDiff(entity: string, from: KeptPlan | undefined, to: KeptPlan | undefined): EntityDiff {
  return {
    entity,
    counts: { from: from ? kindCounts(from) : null, to: to ? kindCounts(to) : null },
    ...diffPlans(from ?? null, to ?? null),
  };
}

function kindCounts({ rows }: KeptPlan): KindCounts {
  const counts: Record<string, number> = {};
  for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function headOf({ id, kind, startedAt }: RunRecord): object {
  return { run: id, kind, startedAt };
}

function entityDocument({ entity, counts, added, gone, different, same }: EntityDiff): object {
  return {
    entity,
    counts,
    new: added.map((row) => ({ ...whoOf(row.who), ...saidOf(row) })),
    gone: gone.map((row) => ({ ...whoOf(row.who), ...saidOf(row) })),
    different: different.map(({ from, to }) => ({ ...whoOf(to.who), from: saidOf(from), to: saidOf(to) })),
    same,
  };
}

function whoOf(who: KeptPerson | null) {
  return {
    name: who?.name ?? null,
    employeeId: who?.employeeId ?? null,
    memberId: who?.memberId ?? null,
  };
}

function saidOf({ kind, code, fields }: ComparedRow): Omit<ComparedRow, "who"> {
  return { kind, code, fields };
}

const DIFFERENCES = {
  new: { sign: "+ new", color: "green" },
  gone: { sign: "- gone", color: "red" },
  different: { sign: "~ different", color: "cyan" },
} as const satisfies Record<string, { sign: string; color: Paint }>;

interface DiffRow {
  readonly entity: string;
  readonly difference: keyof typeof DIFFERENCES;
  readonly name: string | null;
  readonly employeeId: string | null;
  readonly memberId: string | null;
  /** In words; null on the side where the person has no row. */
  readonly from: string | null;
  readonly to: string | null;
}

function rowsOf({ entity, added, gone, different }: EntityDiff): readonly DiffRow[] {
  const row = (difference: DiffRow["difference"], from: ComparedRow | null, to: ComparedRow | null) => ({
    ...{ entity, difference },
    ...whoOf((to ?? from)?.who ?? null),
    from: from && saidText(from),
    to: to && saidText(to),
  });
  return [
    ...added.map((one) => row("new", null, one)),
    ...gone.map((one) => row("gone", one, null)),
    ...different.map(({ from, to }) => row("different", from, to)),
  ];
}

/** `update: e-mail, last name` */
function saidText({ kind, fields }: ComparedRow): string {
  const what = kind.replaceAll("_", " ");
  if (fields.length === 0 || kind === "create") return what;
  return `${what}: ${fields.map((field) => FIELD_LABELS.get(field) ?? field).join(", ")}`;
}

function entityText(one: EntityDiff, from: RunRecord, to: RunRecord, style: TextStyle): string {
  const head = `${paint(one.entity, "bold", style)}: ${from.kind} ${from.id.slice(0, 8)} → ${to.kind} ${to.id.slice(0, 8)}`;
  const rows = rowsOf(one);
  const same = `${one.same} the same.`;
  if (rows.length === 0) return `${head}\nNothing differs; ${same}`;
  const cells = rows.map(({ difference, name, from: before, to: after }) => [
    { text: DIFFERENCES[difference].sign, paint: DIFFERENCES[difference].color },
    name ?? "(name forgotten)",
    before ?? "–",
    // Values are not kept, so all that can be said of some is that they are others.
    after !== null && after === before ? `${after} (other values)` : (after ?? "–"),
  ]);
  return `${head}\n${renderTable(["Difference", "Name", "Then", "Now"], cells, style)}\n${same}`;
}
