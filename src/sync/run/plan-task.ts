import { type HandOffReview, handOffReviewer } from "../hand-off/index.js";
import { isInForce } from "../identity/index.js";
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
  mergeApprovals,
  type SafetyVerdict,
  unattendedApprovals,
  withoutArchives,
} from "../safety/index.js";
import { planWithBankDetails } from "./bank-pass.js";
import { confirmationOf, isAccountConfirmed, isUnconfirmed } from "./confirmation.js";
import type { EmployeeReads } from "./employee-reads.js";
import { readMembers } from "./read.js";
import { safetyWindow } from "./safety-window.js";
import {
  absentRule,
  fieldCountsOf,
  filterOf,
  filterWarnings,
  readSources,
  type SourceReads,
} from "./sources.js";
import type { EntityTask, Progress, RunDependencies, RunOptions } from "./task.js";

/** A planned entity with everything a preview shows and an apply needs. */
export interface PlannedEntity {
  readonly task: EntityTask;
  readonly record: EntityRecord;
  readonly sources: SourceReads;
  readonly employees: readonly Employee[];
  readonly membersRead: MembersRead;
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

/** What stays known of the members that were read. */
export interface MembersRead {
  readonly count: number;
  /** Whom only a name tells apart. */
  readonly withoutEmail: number;
  /** Ids of those among them that the plan changes. */
  readonly changed: ReadonlySet<string>;
}

/** The same with everybody who was read or is known, for whoever asks about single people. */
export interface PlannedInFull extends PlannedEntity {
  readonly members: readonly Member[];
  readonly links: readonly Link[];
}

/**
 * Reads both sides of one entity and plans it. Writes nothing anywhere. Of several sources one may fail: its
 * people stay as they are.
 *
 * @throws Problem when the entity is disconnected, a read fails or is not complete, or the filter
 *   can't be right (unknown field, selects nobody).
 */
export async function planTask(
  task: EntityTask,
  reads: EmployeeReads,
  dependencies: RunDependencies,
  options: RunOptions,
): Promise<PlannedInFull> {
  const { state, clock, progress } = dependencies;
  const record = (await state.entity(task.entity)) ?? newEntityRecord(task.entity, task.providerId);
  if (record.connectionStatus === "disconnected") throw entityDisconnected(task.entity, task.providerId);
  const sides = await readSides(task, reads, progress);
  const [unread] = sides.sources.unread;
  // Nobody can confirm a plan without the people of a source.
  if (options.isConfirming && unread) throw unread.problem;
  const now = clock.now();
  const known = await recall(task, record, sides, now, dependencies, options);
  const { facts, reviewer, approvals, confirmation } = known;
  const { sources } = sides;

  const { employees, handOffs, ...made } = await planWithBankDetails({
    ...{ task, employees: sources.employees, reads, progress },
    planOf: (people) => reviewer.review(planEntity({ ...facts, employees: people })),
  });
  const plan = options.noArchive ? withoutArchives(made.plan) : made.plan;
  progress.finished?.(task.entity, "plan", { ...summarize(plan) });

  const { members } = sides;
  const { links, decisions, unshown } = facts;
  const warnings = [
    ...sides.warnings,
    ...unknownNames({ policy: task.policy, employees, members, links, decisions }),
    ...planWarnings(plan, employees),
    ...takenAsRight(plan),
    ...sharedAccounts(task.policy, employees),
    ...made.warnings,
  ];
  // Of the read itself: of whom bank details are asked for one by one is another matter every day.
  const fields = fieldCountsOf(sources, task.policy, record.fieldCounts);
  const safety = checkSafety({
    plan,
    limits: task.safety,
    employeesRead: sources.reads.map(({ of, employees: own }) => ({
      source: of.name,
      employees: own.length,
    })),
    membersRead: members.length,
    window: await safetyWindow(state, task, now),
    approvals: approvalsFor(plan, approvals, options),
    fields,
    lastFields: record.fieldCounts,
    confirmation,
    overrides: options.overrides,
  });
  return {
    ...{ task, record, sources, employees, members, links, plan },
    ...{ handOffs, warnings, fields, approvals, safety },
    membersRead: membersRead(members, plan),
    unshown: unshown.answers,
    attention: attentionOf(plan, warnings, await state.findings(task.entity), now),
    isAccepting: isUnconfirmed(confirmation),
    fingerprint: planFingerprint(plan),
  };
}

/** What of the plan is confirmed already, or is by this very run. */
function approvalsFor(
  plan: Plan,
  known: readonly Approval[],
  { isConfirming, isUnattended }: RunOptions,
): readonly Approval[] {
  if (!isConfirming) return known;
  return isUnattended ? unattendedApprovals(plan, known, false) : confirmedApprovals(plan);
}

function membersRead(members: readonly Member[], { changes }: Plan): MembersRead {
  const meant = new Set(changes.map(({ memberId }) => memberId));
  return {
    count: members.length,
    withoutEmail: members.filter(({ email }) => email === null).length,
    changed: new Set(members.flatMap(({ id }) => (meant.has(id) ? [id] : []))),
  };
}

/** Both sides of one entity as they are now. */
interface Sides {
  readonly sources: SourceReads;
  readonly members: readonly Member[];
  /** About the filter, from what was read. */
  readonly warnings: readonly Warning[];
}

async function readSides(task: EntityTask, reads: EmployeeReads, progress: Progress): Promise<Sides> {
  progress.phase(task.entity, "reading employees and members");
  const [sources, members] = await bothOrFirstError(
    readSources(task, reads, progress),
    readMembers(task.reader, task.entity),
  );
  const counts = { employees: sources.employees.length, members: members.length };
  progress.finished?.(task.entity, "read", counts);
  progress.phase(task.entity, `planning ${counts.employees} employees and ${counts.members} members`);
  return { sources, members, warnings: filterWarnings(sources) };
}

/** What is remembered of an entity and its people, put beside what was read. */
async function recall(
  task: EntityTask,
  record: EntityRecord,
  { members, sources }: Sides,
  now: Date,
  { state, statePlace }: RunDependencies,
  options: RunOptions,
) {
  const { again = false, trustHandOffs = false } = options;
  const { accounts } = sources;
  const today = dayInZone(now, task.timezone);
  const confirmation = await confirmationOf(task, record, sources, { state, place: statePlace });
  // Whose source was not read stays as it is, and with it what a colleague has in hand for them.
  const handOffs = (await state.handOffs(task.entity, again)).filter(
    ({ employeeId }) => accounts.ofId(employeeId) !== null,
  );
  const reviewer = handOffReviewer({
    ...{ handOffs, members, accounts, today, again },
    links: await state.links(task.entity),
    timezone: task.timezone,
    trusted: trustHandOffs,
  });
  // What is handed off once more met the limits the first time.
  const repeated = again ? approvalsOf({ changes: handOffs, releases: [] }, () => true) : [];
  const approvals = mergeApprovals([...(await state.approvals(task.entity)), ...repeated]);
  const facts = {
    ...{ entity: task.entity, members, links: reviewer.links, policy: task.policy, today, accounts },
    unread: new Set(sources.unread.map(({ name }) => name)),
    inFilter: filterOf(task),
    whenAbsent: absentRule(task, task.policy),
    bankFingerprint: makeBankFingerprint(await state.fingerprintKey()),
    decisions: (await state.personDecisions(task.entity)).filter((decision) => isInForce(decision, today)),
    configChanged: record.appliedConfig !== task.configFingerprint,
    acceptsOtherNames: isUnconfirmed(confirmation),
    isAccountConfirmed: options.isConfirming === true || isAccountConfirmed(record, sources),
    connectedOn: record.connectedOn,
    archivedBefore: archivedBefore(record, approvals, options),
    unshown: {
      answers: answersInForce(await state.unshownAnswers(task.entity)),
      baselines: await state.baselines(task.entity),
    },
  };
  return { facts, reviewer, approvals, confirmation };
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
