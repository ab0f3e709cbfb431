import { emailKey } from "../../shared/text.js";
import { explainFilter, type FilterExplanation } from "../filter/index.js";
import {
  type Change,
  type Clock,
  dayInZone,
  type Employee,
  type HrStatus,
  idWithin,
  type JournalEntry,
  type Link,
  type Member,
  type Note,
  type Plan,
  planCalendar,
  type Standing,
  type StateStore,
  standingOf,
  standingReason,
  UNSHOWN_FIELDS,
  type Unchanged,
  type UnshownField,
} from "../model/index.js";
import type { PlannedInFull } from "./plan-task.js";
import type { TaskSource } from "./task.js";

/** The whole chain that decides about one person in one entity. */
export interface Explanation {
  readonly entity: string;
  readonly providerId: string;
  /** Names of the sources that could not be read. */
  readonly unread: readonly string[];
  /** How many employees the HR tool's answer holds, this person or not. */
  readonly employeesRead: number;
  readonly employee: Employee | null;
  readonly standing: { readonly standing: Standing; readonly reason: string } | null;
  /** Null when all employees are meant. */
  readonly filter: FilterExplanation | null;
  readonly member: Member | null;
  readonly link: Link | null;
  readonly hrStatus: HrStatus | null;
  readonly matchedBy: "link" | "work e-mail" | null;
  readonly decision: PlanRow | null;
  /** What the member has that Spendesk does not show and that is taken to be right. */
  readonly takenAsRight: readonly UnshownField[];
  readonly lastChanges: readonly JournalEntry[];
}

const LAST_CHANGES = 10;

/**
 * Explains a person by e-mail, employee id or member id. Several records can be meant (two with one
 * e-mail), so it gives a list; its only item has neither employee nor member when nobody was found.
 */
export async function explainPerson(
  planned: PlannedInFull,
  who: string,
  dependencies: { readonly state: StateStore; readonly clock: Clock },
): Promise<readonly Explanation[]> {
  const { employees, members, links } = planned;
  const found = employees.filter((employee) => isEmployee(employee, who));
  const member = members.find((candidate) => isMember(candidate, who)) ?? null;
  const linked = links.find((link) => link.memberId === member?.id || link.employeeId === who) ?? null;
  const holder = employees.find((employee) => employee.id === linked?.employeeId);
  const people = found.length > 0 ? found : holder ? [holder] : [null];
  const explained = people.map((employee) => {
    const link = employee ? (links.find(({ employeeId }) => employeeId === employee.id) ?? null) : linked;
    return explain(planned, { employee, link, member }, dependencies);
  });
  return Promise.all(explained);
}

async function explain(
  planned: PlannedInFull,
  found: Pick<Explanation, "employee" | "link" | "member">,
  { state, clock }: { readonly state: StateStore; readonly clock: Clock },
): Promise<Explanation> {
  const { task, employees, members, plan } = planned;
  const { employee, link } = found;
  const employeeId = employee?.id ?? link?.employeeId ?? null;
  const decision = employeeId !== null ? decisionFor(plan, { employeeId }) : null;
  const matched = members.find((one) => one.id === decision?.row.memberId);
  const linkedMember = members.find((one) => one.id === link?.memberId);
  const member = matched ?? linkedMember ?? memberByEmail(employee, members) ?? found.member;
  const calendar = planCalendar(dayInZone(clock.now(), task.timezone), task.policy);
  const standing = employee && standingOf(employee, calendar);
  const filter = sourceOf(employee, planned)?.filter ?? null;
  const memberId = member?.id ?? null;
  const baselines = [...(await state.baselines(task.entity)), ...plan.baselines].filter(
    (one) => one.memberId === memberId,
  );
  return {
    entity: task.entity,
    providerId: employee?.source ?? task.providerId,
    unread: planned.sources.unread.map(({ name }) => name),
    employeesRead: employees.length,
    employee,
    standing: employee && standing && { standing, reason: standingReason(employee, standing, calendar) },
    filter: employee && filter && explainFilter(filter, employee),
    member,
    link,
    hrStatus: member && (link?.hrStatus ?? "manual"),
    matchedBy: employee && member ? (member === linkedMember ? "link" : "work e-mail") : null,
    decision,
    takenAsRight: UNSHOWN_FIELDS.filter((field) => baselines.some((one) => one.field === field)),
    lastChanges: await state.journalOfPerson(task.entity, { employeeId, memberId }, LAST_CHANGES),
  };
}

function sourceOf(employee: Employee | null, { task: { sources } }: PlannedInFull): TaskSource | undefined {
  return sources.length === 1 ? sources[0] : sources.find(({ name }) => name === employee?.source);
}

function memberByEmail(employee: Employee | null, members: readonly Member[]): Member | undefined {
  const email = employee?.workEmail;
  return email ? members.find((member) => isMember(member, email)) : undefined;
}

function isEmployee(employee: Employee, who: string): boolean {
  const { id, source } = employee;
  return (
    id === who ||
    (source !== undefined && idWithin(source, id) === who) ||
    (!!employee.workEmail && emailKey(employee.workEmail) === emailKey(who))
  );
}

function isMember(member: Member, who: string): boolean {
  return member.id === who || (member.email !== null && emailKey(member.email) === emailKey(who));
}

/** The row of one person, and which kind it is. */
export type PlanRow =
  | { readonly kind: "change"; readonly row: Change }
  | { readonly kind: "note"; readonly row: Note }
  | { readonly kind: "unchanged"; readonly row: Unchanged };

/**
 * Finds what a plan says about one employee or member; null for members that are manual and for ids
 * the plan does not know.
 */
export function decisionFor(
  plan: Plan,
  who: { readonly employeeId: string } | { readonly memberId: string },
): PlanRow | null {
  const isMeant = (row: { readonly employeeId: string | null; readonly memberId: string | null }) =>
    "employeeId" in who ? row.employeeId === who.employeeId : row.memberId === who.memberId;
  const change = plan.changes.find(isMeant);
  if (change) return { kind: "change", row: change };
  const unchanged = plan.unchanged.find(isMeant);
  if (unchanged) return { kind: "unchanged", row: unchanged };
  const note = plan.notes.find(isMeant);
  return note ? { kind: "note", row: note } : null;
}
