import type { Plan } from "../plan.js";
import type { Approval, CountedChange, LimitKind } from "../ports.js";

/** What a change counts as: an update that changes an e-mail is both. */
export function kindsOf({ action, fields }: Pick<CountedChange, "action" | "fields">): readonly LimitKind[] {
  if (action === "archive") return ["archive"];
  if (action === "create") return ["creation"];
  const kinds: LimitKind[] = [action];
  if (fields.some(({ field }) => field === "email")) kinds.push("email_change");
  if (fields.some(({ field }) => field === "bank")) kinds.push("bank_change");
  return kinds;
}

/** What an approved change may still need: whoever was created or restored gets a manager later. */
const IMPLIED: Readonly<Partial<Record<LimitKind, readonly LimitKind[]>>> = {
  creation: ["update", "email_change", "bank_change"],
  restore: ["update", "email_change", "bank_change"],
};

/**
 * What is known of a planned change: `new`, `begun` by a run that was let through, or `confirmed` by a
 * person.
 */
export type ApprovalState = "new" | "begun" | "confirmed";

/** Tells what a person confirmed, or a run began, of what is planned for somebody. */
export type ApprovalCheck = (employeeId: string, kinds: readonly LimitKind[]) => ApprovalState;

export function approvalCheck(approvals: readonly Approval[]): ApprovalCheck {
  const approved = new Map(approvals.map((approval) => [approval.employeeId, approval]));
  return (employeeId, kinds) => {
    const approval = approved.get(employeeId);
    if (!approval) return "new";
    const covered = new Set(approval.kinds.flatMap((kind) => [kind, ...(IMPLIED[kind] ?? [])]));
    if (!kinds.every((kind) => covered.has(kind))) return "new";
    return approval.isCounted ? "begun" : "confirmed";
  };
}

/** People by what happens to them; whatever happens to one in one way counts once. */
export type PeopleByKind = Readonly<Record<LimitKind, ReadonlySet<string>>>;

/** The people to whom these changes happened. */
export function peopleByKind(changes: readonly CountedChange[]): Record<LimitKind, Set<string>> {
  const people = nobody();
  for (const change of changes) for (const kind of kindsOf(change)) people[kind].add(personKey(change));
  return people;
}

/**
 * A creation has no member until it succeeds. Everything else happens to a member, whatever id the HR
 * tool gives the person: another account may use the same ids for other people.
 */
export function personKey({ action, employeeId, memberId }: Omit<CountedChange, "fields">): string {
  return action === "create" || memberId === null ? `employee ${employeeId}` : memberKey(memberId);
}

export function memberKey(memberId: string): string {
  return `member ${memberId}`;
}

/** Whom a plan is about, by kind. */
export interface PlanTally {
  /** How many in all; an override names this number. */
  readonly all: Readonly<Record<LimitKind, number>>;
  /** Of these, whom nobody confirmed and no run began with. */
  readonly fresh: PeopleByKind;
  /** Of these, with whom a run began: they take up room within the limits already. */
  readonly begun: PeopleByKind;
}

export function tallyOf(plan: Plan, approvals: readonly Approval[]): PlanTally {
  const stateOf = approvalCheck(approvals);
  const all = { archive: 0, update: 0, email_change: 0, bank_change: 0, creation: 0, restore: 0, release: 0 };
  const fresh = nobody();
  const begun = nobody();
  const count = (key: string, employeeId: string, kinds: readonly LimitKind[]) => {
    const state = stateOf(employeeId, kinds);
    for (const kind of kinds) {
      all[kind] += 1;
      if (state === "new") fresh[kind].add(key);
      if (state === "begun") begun[kind].add(key);
    }
  };
  for (const change of plan.changes) count(personKey(change), change.employeeId, kindsOf(change));
  for (const { employeeId, memberId } of plan.releases) count(memberKey(memberId), employeeId, ["release"]);
  return { all, fresh, begun };
}

/**
 * Approval of everything a plan does and leaves out, one for each employee.
 * @param isCounted whether it takes up room within the limits when it is done
 */
export function approvalsOf(
  { changes, releases }: Pick<Plan, "changes" | "releases">,
  isCounted: (employeeId: string, kinds: readonly LimitKind[]) => boolean,
): readonly Approval[] {
  const approvals = new Map<string, Approval>();
  const approve = (employeeId: string, kinds: readonly LimitKind[]) => {
    const known = approvals.get(employeeId);
    approvals.set(employeeId, {
      employeeId,
      kinds: known ? [...known.kinds, ...kinds] : kinds,
      isCounted: (known?.isCounted ?? false) || isCounted(employeeId, kinds),
    });
  };
  for (const change of changes) approve(change.employeeId, kindsOf(change));
  // An id that the HR tool gave to somebody else can be of a change and of a release.
  for (const { employeeId } of releases) approve(employeeId, ["release"]);
  return [...approvals.values()];
}

/** Approval of a plan that a person saw and confirmed. */
export function confirmedApprovals(plan: Plan): readonly Approval[] {
  return approvalsOf(plan, () => false);
}

export function nobody(): Record<LimitKind, Set<string>> {
  return {
    ...{ archive: new Set(), update: new Set(), email_change: new Set(), bank_change: new Set() },
    ...{ creation: new Set(), restore: new Set(), release: new Set() },
  };
}
