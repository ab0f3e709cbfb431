import { planWithBankDetails } from "./bank-pass.js";
import { entityDisconnected, newEntityRecord } from "./connection-status.js";
import { dayInZone } from "./dates.js";
import type { Employee } from "./employee.js";
import type { EmployeeReads } from "./employee-reads.js";
import { checkFilter } from "./filter/check.js";
import { compileFilter } from "./filter/evaluate.js";
import { makeBankFingerprint, planFingerprint } from "./fingerprint.js";
import { type HandOffReview, NO_HAND_OFFS, surveyHandOffs } from "./hand-off-review.js";
import type { Link, Member } from "./member.js";
import { type Plan, summarize, type Warning } from "./plan.js";
import { planEntity } from "./plan-entity.js";
import type { EntityRecord } from "./ports.js";
import { readMembers } from "./read.js";
import { checkSafety, type SafetyVerdict, withoutArchives } from "./safety.js";
import { unconfirmedText } from "./state-words.js";
import type { EntityTask, RunDependencies, RunOptions } from "./task.js";

/** A planned entity with everything a preview shows and an apply needs. */
export interface PlannedEntity {
  readonly task: EntityTask;
  readonly record: EntityRecord;
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  /** Without what is in the hands of a colleague. */
  readonly plan: Plan;
  readonly handOffs: HandOffReview;
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
  const [read, members] = await bothOrFirstError(
    reads.employees(task.source, task.entity),
    readMembers(task.reader, task.entity),
  );

  progress.finished?.(task.entity, "read", { employees: read.length, members: members.length });
  progress.phase(task.entity, `planning ${read.length} employees and ${members.length} members`);
  const { filter } = task.policy;
  const check = filter && read.length > 0 ? checkFilter(filter, read) : null;
  const today = dayInZone(clock.now(), task.timezone);
  const { again = false, trustHandOffs = false } = options;
  const survey = surveyHandOffs({
    handOffs: state.handOffs(task.entity, again),
    members,
    links: state.links(task.entity),
    today,
    timezone: task.timezone,
    again,
    trusted: trustHandOffs,
  });
  const { links } = survey;
  const facts = {
    entity: task.entity,
    members,
    links,
    policy: task.policy,
    inFilter: filter ? compileFilter(filter) : () => true,
    today,
    bankFingerprint: makeBankFingerprint(state.fingerprintKey()),
  };
  // The review of the last plan made: the one with all bank details.
  let handOffs = NO_HAND_OFFS;
  const {
    employees,
    plan: full,
    warnings,
  } = await planWithBankDetails({
    task,
    employees: read,
    planOf: (people) => {
      const reviewed = survey.review(planEntity({ ...facts, employees: people }));
      handOffs = reviewed.review;
      return reviewed.plan;
    },
    reads,
    clock,
    progress,
  });
  const plan = options.noArchive ? withoutArchives(full) : full;
  progress.finished?.(task.entity, "plan", { ...summarize(plan) });
  return {
    task,
    record,
    employees,
    members,
    links,
    plan,
    handOffs,
    warnings: [...(check?.warnings ?? []), ...warnings],
    safety: checkSafety({
      plan,
      limits: task.safety,
      employeesRead: employees.length,
      lastCompleteEmployees: record.lastCompleteEmployees,
      configConfirmed: record.confirmedConfig === task.configFingerprint,
      unconfirmed: unconfirmedText({ record, state, folder: dependencies.stateFolder }),
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
