import { checkFilter, compileFilter } from "../filter/index.js";
import { type HandOffReview, NO_HAND_OFFS, surveyHandOffs } from "../hand-off/index.js";
import { type Account, isInForce } from "../identity/index.js";
import {
  type Approval,
  dayInZone,
  type Employee,
  type EntityRecord,
  entityDisconnected,
  type FieldCounts,
  type Link,
  type Member,
  makeBankFingerprint,
  newEntityRecord,
  type Plan,
  planFingerprint,
  summarize,
  type UnshownAnswers,
  type Warning,
} from "../model/index.js";
import {
  type ArchivedBefore,
  type Attention,
  answersInForce,
  attentionOf,
  planEntity,
  planWarnings,
  sharedAccounts,
  takenAsRight,
  unknownNames,
} from "../plan/index.js";
import {
  approvalsOf,
  checkSafety,
  confirmedApprovals,
  countFields,
  mergeApprovals,
  type SafetyVerdict,
  withoutArchives,
} from "../safety/index.js";
import { accountOf } from "./account.js";
import { planWithBankDetails } from "./bank-pass.js";
import { confirmationOf, isAccountConfirmed, isUnconfirmed } from "./confirmation.js";
import type { EmployeeReads } from "./employee-reads.js";
import { readMembers } from "./read.js";
import { safetyWindow } from "./safety-window.js";
import type { EntityTask, RunDependencies, RunOptions } from "./task.js";

/** A planned entity with everything a preview shows and an apply needs. */
export interface PlannedEntity {
  readonly task: EntityTask;
  readonly record: EntityRecord;
  readonly account: Account;
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  /** Without what is in the hands of a colleague. */
  readonly plan: Plan;
  readonly handOffs: HandOffReview;
  /** Of the entity as a whole: filter values nobody has, people meant by two entities. */
  readonly warnings: readonly Warning[];
  readonly fields: FieldCounts;
  /** What was said about the values that Spendesk does not show. */
  readonly unshown: UnshownAnswers;
  /** What a person must see, by name. */
  readonly attention: readonly Attention[];
  readonly approvals: readonly Approval[];
  /** Whether a person has to accept the configuration, or the account, with this run. */
  readonly isAccepting: boolean;
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
  const account = accountOf(task);

  progress.finished?.(task.entity, "read", { employees: read.length, members: members.length });
  progress.phase(task.entity, `planning ${read.length} employees and ${members.length} members`);
  const { filter } = task.policy;
  const check = filter && read.length > 0 ? checkFilter(filter, read) : null;
  const now = clock.now();
  const today = dayInZone(now, task.timezone);
  const { again = false, trustHandOffs = false } = options;
  const confirmation = confirmationOf(task, record, account, { state, folder: dependencies.stateFolder });
  const handedOff = state.handOffs(task.entity, again);
  const survey = surveyHandOffs({
    handOffs: handedOff,
    members,
    links: state.links(task.entity),
    account,
    today,
    timezone: task.timezone,
    again,
    trusted: trustHandOffs,
  });
  const { links } = survey;
  const decisions = state.personDecisions(task.entity).filter((decision) => isInForce(decision, today));
  const repeated = again ? approvalsOf({ changes: handedOff, releases: [] }, () => true) : [];
  const approvals = mergeApprovals([...state.approvals(task.entity), ...repeated]);
  const unshown = answersInForce(state.unshownAnswers(task.entity));
  const facts = {
    entity: task.entity,
    members,
    links,
    policy: task.policy,
    inFilter: filter ? compileFilter(filter) : () => true,
    today,
    bankFingerprint: makeBankFingerprint(state.fingerprintKey()),
    account,
    decisions,
    configChanged: record.appliedConfig !== task.configFingerprint,
    acceptsOtherNames: isUnconfirmed(confirmation),
    isAccountConfirmed: options.isConfirming === true || isAccountConfirmed(record, account),
    connectedOn: record.connectedOn,
    archivedBefore: archivedBefore(record, approvals, options),
    unshown: { answers: unshown, baselines: state.baselines(task.entity) },
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
  // Of the read itself: of whom bank details are asked for one by one is another matter every day.
  const fields = countFields(read, task.policy);
  // What is handed off once more met the limits the first time.
  const allWarnings = [
    ...(check?.warnings ?? []),
    ...unknownNames({ policy: task.policy, employees, members, links, decisions }),
    ...planWarnings(plan, employees),
    ...takenAsRight(plan),
    ...sharedAccounts(task.policy, employees),
    ...warnings,
  ];
  progress.finished?.(task.entity, "plan", { ...summarize(plan) });
  return {
    task,
    record,
    account,
    employees,
    members,
    links,
    plan,
    handOffs,
    warnings: allWarnings,
    fields,
    unshown,
    attention: attentionOf(plan, allWarnings, state.findings(task.entity), now),
    approvals,
    isAccepting: isUnconfirmed(confirmation),
    safety: checkSafety({
      plan,
      limits: task.safety,
      employeesRead: employees.length,
      membersRead: members.length,
      window: safetyWindow(state, task, now),
      approvals: options.isConfirming ? confirmedApprovals(plan) : approvals,
      fields,
      lastFields: record.fieldCounts,
      confirmation,
      overrides: options.overrides,
    }),
    fingerprint: planFingerprint(plan),
  };
}

/** On the first run, restores are proposed to whoever looks; `configure` confirms them. */
function archivedBefore(
  { connectedOn }: EntityRecord,
  approvals: readonly Approval[],
  { isProposal = false, isConfirming = false }: RunOptions,
): ArchivedBefore {
  if (connectedOn === null && (isProposal || isConfirming)) return "propose";
  const restores = approvals.filter(({ kinds }) => kinds.includes("restore"));
  return { confirmed: new Set(restores.map(({ employeeId }) => employeeId)) };
}

/** Waits for both reads even when one fails, so that no request is still under way afterwards. */
async function bothOrFirstError<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === "rejected") throw first.reason;
  if (second.status === "rejected") throw second.reason;
  return [first.value, second.value];
}
