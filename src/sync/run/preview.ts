import { sumCounts } from "../../shared/sum-counts.js";
import { asProblem, exitCodeFor, ofEntity, summarize } from "../model/index.js";
import { createEmployeeReads } from "./employee-reads.js";
import { type EntityResult, problemOf } from "./entity-result.js";
import { type PlannedEntity, type PlannedInFull, planTask } from "./plan-task.js";
import { recordReads } from "./run-record.js";
import { sharedEmployeeWarnings } from "./shared-employees.js";
import type { EntityTask, RunDependencies, RunOptions } from "./task.js";

/**
 * Plans all entities side by side. One entity's failure is its own result and leaves the others
 * correct. Members and links are let go as soon as an entity is planned: a run of hundreds of entities would
 * hold several times as much until its last one is.
 */
export function planTasks(
  tasks: readonly EntityTask[],
  dependencies: RunDependencies,
  options: RunOptions,
): Promise<readonly EntityResult[]> {
  return planAll(tasks, dependencies, options, withoutPeople);
}

/** The same with members and links. */
export function planTasksInFull(
  tasks: readonly EntityTask[],
  dependencies: RunDependencies,
  options: RunOptions,
): Promise<readonly EntityResult<PlannedInFull>[]> {
  return planAll(tasks, dependencies, options, (planned) => planned);
}

function withoutPeople({ members: _members, links: _links, ...planned }: PlannedInFull): PlannedEntity {
  return planned;
}

/** What is shown of a plan that nobody carries out: what it would remember is as much as all the rest of it. */
function shownOnly(planned: PlannedInFull): PlannedEntity {
  const plan = { ...planned.plan, links: { upsert: [], remove: [] } };
  return { ...withoutPeople(planned), plan };
}

async function planAll<Planned extends PlannedEntity>(
  tasks: readonly EntityTask[],
  dependencies: RunDependencies,
  options: RunOptions,
  keep: (planned: PlannedInFull) => Planned,
): Promise<readonly EntityResult<Planned>[]> {
  const reads = createEmployeeReads();
  const results = await Promise.all(
    tasks.map(async (task): Promise<EntityResult<Planned>> => {
      try {
        const planned = keep(await planTask(task, reads, dependencies, options));
        return { ok: true, entity: task.entity, planned };
      } catch (error) {
        const problem = ofEntity(task.entity, asProblem(error));
        dependencies.progress.failed?.(task.entity, problem);
        return { ok: false, entity: task.entity, task, problem };
      }
    }),
  );
  const shared = sharedEmployeeWarnings(results.flatMap((result) => (result.ok ? [result.planned] : [])));
  const planned = results.map((result) => {
    if (!result.ok) return result;
    const warnings = [...result.planned.warnings, ...(shared.get(result.entity) ?? [])];
    return { ...result, planned: { ...result.planned, warnings } };
  });
  return inOrder([...planned, ...(dependencies.unopened ?? [])], dependencies);
}

/** Names of all entities a run is about, also those whose set-up is not complete. */
export function entitiesOf(tasks: readonly EntityTask[], dependencies: RunDependencies): readonly string[] {
  return inOrder([...tasks, ...(dependencies.unopened ?? [])], dependencies).map(({ entity }) => entity);
}

/** As the configuration has them, whichever could be opened. */
function inOrder<One extends { readonly entity: string }>(
  all: readonly One[],
  { order = [] }: Pick<RunDependencies, "order">,
): readonly One[] {
  const places = new Map(order.map((entity, place) => [entity, place]));
  const placeOf = ({ entity }: One) => places.get(entity) ?? places.size;
  return all.toSorted((a, b) => placeOf(a) - placeOf(b));
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
  const entities = await planAll(tasks, dependencies, options, shownOnly);
  await recordReads(state, runId, entities, clock.now());
  const exitCode = exitCodeFor(entities.flatMap((result) => problemOf(result) ?? []));
  const results = entities.map((result) => ({
    entity: result.entity,
    counts: totalCounts([result]),
    problem: problemOf(result),
  }));
  await state.finishRun(runId, exitCode, totalCounts(entities), clock.now(), { problem: null, results });
  return { runId, entities, exitCode };
}

/** Head-counts over all planned entities, for the run's record. */
export function totalCounts(entities: readonly EntityResult[]): Record<string, number> {
  return sumCounts(
    entities.flatMap((result) => {
      if (!result.ok) return [];
      // An apply counts under `handedOff` what it hands off itself.
      const { handedOff: handedOffBefore, ...summary } = summarize(result.planned.plan);
      return [{ ...summary, handedOffBefore }];
    }),
  );
}
