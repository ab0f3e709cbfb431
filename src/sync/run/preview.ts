import { listed } from "../../shared/text.js";
import { asProblem, exitCodeFor, ofEntity, type Plan, summarize, type Warning } from "../model/index.js";
import { createEmployeeReads } from "./employee-reads.js";
import type { EntityResult } from "./entity-result.js";
import { type PlannedEntity, planTask } from "./plan-task.js";
import { recordReads } from "./run-record.js";
import { ownId, unreadProblem } from "./sources.js";
import type { EntityTask, RunDependencies, RunOptions } from "./task.js";

/**
 * Plans all entities side by side. One entity's failure is its own result and leaves the others
 * correct.
 */
export async function planTasks(
  tasks: readonly EntityTask[],
  dependencies: RunDependencies,
  options: RunOptions,
): Promise<readonly EntityResult[]> {
  const reads = createEmployeeReads();
  const results = await Promise.all(
    tasks.map(async (task): Promise<EntityResult> => {
      try {
        return { ok: true, entity: task.entity, planned: await planTask(task, reads, dependencies, options) };
      } catch (error) {
        const problem = ofEntity(task.entity, asProblem(error));
        dependencies.progress.failed?.(task.entity, problem);
        return { ok: false, entity: task.entity, task, problem };
      }
    }),
  );
  const shared = sharedEmployeeWarnings(results);
  const planned = results.map((result) => {
    if (!result.ok) return result;
    const warnings = [...result.planned.warnings, ...(shared.get(result.entity) ?? [])];
    return { ...result, planned: { ...result.planned, warnings } };
  });
  return [...planned, ...(dependencies.unopened ?? [])];
}

/** Names of all entities a run is about, also those whose set-up is not complete. */
export function entitiesOf(
  tasks: readonly EntityTask[],
  { unopened = [] }: RunDependencies,
): readonly string[] {
  return [...tasks, ...unopened].map(({ entity }) => entity);
}

export interface PreviewResult {
  readonly runId: string;
  readonly entities: readonly EntityResult[];
  readonly exitCode: number;
}

/** A dry run: reads and plans, writes nothing to Spendesk and changes no link. */
export async function preview(
  tasks: readonly EntityTask[],
  dependencies: RunDependencies,
  options: RunOptions,
): Promise<PreviewResult> {
  const { state, clock } = dependencies;
  const runId = await state.startRun("preview", entitiesOf(tasks, dependencies), clock.now());
  dependencies.progress.runStarted?.(runId);
  const entities = await planTasks(tasks, dependencies, options);
  await recordReads(state, runId, entities, clock.now());
  const exitCode = exitCodeFor(
    entities.flatMap((result) => (result.ok ? unreadProblem(result.planned) : result.problem) ?? []),
  );
  await state.finishRun(runId, exitCode, totalCounts(entities), clock.now());
  return { runId, entities, exitCode };
}

/** Head-counts over all planned entities, for the run's record. */
export function totalCounts(entities: readonly EntityResult[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const result of entities) {
    if (!result.ok) continue;
    // An apply counts under `handedOff` what it hands off itself.
    const { handedOff: handedOffBefore, ...summary } = summarize(result.planned.plan);
    for (const [key, count] of Object.entries({ ...summary, handedOffBefore })) {
      total[key] = (total[key] ?? 0) + count;
    }
  }
  return total;
}

/**
 * Warnings for entities of one HR account that are meant to have the same people: allowed, since
 * somebody may need two cards, but more often two filters overlap by mistake. One warning per pair.
 */
function sharedEmployeeWarnings(results: readonly EntityResult[]): ReadonlyMap<string, readonly Warning[]> {
  const planned = results.flatMap((result) => (result.ok ? [result.planned] : []));
  const warnings = new Map<string, Warning[]>(planned.map(({ task }) => [task.entity, []]));
  for (const [index, one] of planned.entries()) {
    for (const other of planned.slice(index + 1)) {
      const shared = sharedNames(one, other);
      if (shared.length === 0) continue;
      warnings.get(one.task.entity)?.push(warning(shared, other.task.entity));
      warnings.get(other.task.entity)?.push(warning(shared, one.task.entity));
    }
  }
  return warnings;
}

const SHOWN = 5;

function warning(names: readonly string[], other: string): Warning {
  return {
    code: "employee_in_two_entities",
    text: `${names.length === 1 ? "1 employee is" : `${names.length} employees are`} also in the filter of ${other}: ${listed(names, SHOWN)}.`,
  };
}

function sharedNames(one: PlannedEntity, other: PlannedEntity): string[] {
  const accounts = new Set(other.task.sources.map(({ source }) => source.accountKey));
  if (!one.task.sources.some(({ source }) => accounts.has(source.accountKey))) return [];
  const there = new Set(keptKeys(other).map(([, key]) => key));
  const names = new Map(one.employees.map((employee) => [employee.id, employee.workEmail ?? employee.id]));
  return keptKeys(one)
    .filter(([, key]) => there.has(key))
    .map(([id]) => names.get(id) ?? id)
    .sort();
}

/** The ids of those who are kept, with what names them in their HR account whatever the entity. */
function keptKeys({ plan, task }: PlannedEntity): (readonly [id: string, key: string])[] {
  const ids = keptIds(plan);
  return task.sources.flatMap((of) =>
    ids.flatMap((id) => {
      const own = ownId(of, task, id);
      return own === null ? [] : [[id, `${of.source.accountKey} ${own}`] as const];
    }),
  );
}

/** Employees who have a member of this entity once the plan is applied. */
function keptIds({ changes, unchanged }: Plan): string[] {
  const kept = changes.filter((change) => change.action !== "archive");
  return [...kept, ...unchanged].map((row) => row.employeeId);
}
