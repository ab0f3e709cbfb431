import { entityDisconnected, newEntityRecord } from "./connection-status.js";
import { dayInZone } from "./dates.js";
import type { Employee } from "./employee.js";
import type { EmployeeReads } from "./employee-reads.js";
import { checkFilter } from "./filter/check.js";
import { compileFilter } from "./filter/evaluate.js";
import { makeBankFingerprint, planFingerprint } from "./fingerprint.js";
import type { Link, Member } from "./member.js";
import type { Plan, Warning } from "./plan.js";
import { planEntity } from "./plan-entity.js";
import type { EntityRecord } from "./ports.js";
import { readMembers } from "./read.js";
import { checkSafety, type SafetyVerdict, withoutArchives } from "./safety.js";
import type { EntityTask, RunDependencies, RunOptions } from "./task.js";

/** A planned entity with everything a preview shows and an apply needs. */
export interface PlannedEntity {
  readonly task: EntityTask;
  readonly record: EntityRecord;
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  readonly plan: Plan;
  /** Of the entity as a whole: filter values nobody has, people meant by two entities. */
  readonly warnings: readonly Warning[];
  readonly safety: SafetyVerdict;
  readonly fingerprint: string;
}

/**
 * Reads both sides of one entity and plans it. Writes nothing anywhere.
 *
 * @throws Problem when the entity is disconnected, a read fails or is not complete, or the filter
 *   can't be right (unknown field, selects nobody).
 */
export async function planTask(
  task: EntityTask,
  reads: EmployeeReads,
  dependencies: RunDependencies,
  options: RunOptions,
): Promise<PlannedEntity> {
  const { state, clock, progress } = dependencies;
  const record = state.entity(task.entity) ?? newEntityRecord(task.entity, task.providerId);
  if (record.connectionStatus === "disconnected") throw entityDisconnected(task.entity, task.providerId);

  progress.phase(task.entity, "reading employees and members");
  const [employees, members] = await bothOrFirstError(
    reads.employees(task.source, task.entity),
    readMembers(task.reader, task.entity),
  );

  progress.phase(task.entity, `planning ${employees.length} employees and ${members.length} members`);
  const { filter } = task.policy;
  const check = filter && employees.length > 0 ? checkFilter(filter, employees) : null;
  const links = state.links(task.entity);
  const full = planEntity({
    entity: task.entity,
    employees,
    members,
    links,
    policy: task.policy,
    inFilter: filter ? compileFilter(filter) : () => true,
    today: dayInZone(clock.now(), task.timezone),
    bankFingerprint: makeBankFingerprint(state.fingerprintKey()),
  });
  const plan = options.noArchive ? withoutArchives(full) : full;
  return {
    task,
    record,
    employees,
    members,
    links,
    plan,
    warnings: check?.warnings ?? [],
    safety: checkSafety({
      plan,
      limits: task.safety,
      employeesRead: employees.length,
      lastCompleteEmployees: record.lastCompleteEmployees,
      configConfirmed: record.confirmedConfig === task.configFingerprint,
      overrides: options.overrides,
    }),
    fingerprint: planFingerprint(plan),
  };
}

/** Waits for both reads even when one fails, so that no request is still under way afterwards. */
async function bothOrFirstError<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === "rejected") throw first.reason;
  if (second.status === "rejected") throw second.reason;
  return [first.value, second.value];
}
