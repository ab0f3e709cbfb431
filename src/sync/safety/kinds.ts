import type { Change, Plan } from "../plan.js";
import type { Approval, LimitKind } from "../ports.js";

/** What a change counts as: an update that changes an e-mail is both. */
export function kindsOf({ action, fields }: Pick<Change, "action" | "fields">): readonly LimitKind[] {
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

/** Tells whether a person confirmed, or a run began, what is planned for somebody. */
export type IsApproved = (employeeId: string, kinds: readonly LimitKind[]) => boolean;

export function approvalCheck(approvals: readonly Approval[]): IsApproved {
  const approved = new Map<string, Set<LimitKind>>();
  for (const { employeeId, kinds } of approvals) {
    const known = approved.get(employeeId) ?? new Set();
    for (const kind of kinds) for (const one of [kind, ...(IMPLIED[kind] ?? [])]) known.add(one);
    approved.set(employeeId, known);
  }
  return (employeeId, kinds) => {
    const known = approved.get(employeeId);
    return known !== undefined && kinds.every((kind) => known.has(kind));
  };
}

/** How many people of a plan count as each kind. */
export type KindCounts = Readonly<Record<LimitKind, number>>;

export interface PlanTally {
  /** All of the plan; an override names this number. */
  readonly all: KindCounts;
  /** Without what was approved before. */
  readonly news: KindCounts;
}

export function tallyOf(plan: Plan, isApproved: IsApproved): PlanTally {
  const all = noCounts();
  const news = noCounts();
  const count = (employeeId: string, kinds: readonly LimitKind[]) => {
    const isNew = !isApproved(employeeId, kinds);
    for (const kind of kinds) {
      all[kind] += 1;
      if (isNew) news[kind] += 1;
    }
  };
  for (const change of plan.changes) count(change.employeeId, kindsOf(change));
  for (const { employeeId } of plan.releases) count(employeeId, ["release"]);
  return { all, news };
}

/** Everything a plan does and leaves out, to be finished later without being counted again. */
export function approvalsOf(plan: Plan): readonly Approval[] {
  return [
    ...plan.changes.map((change) => ({ employeeId: change.employeeId, kinds: kindsOf(change) })),
    ...plan.releases.map(({ employeeId }): Approval => ({ employeeId, kinds: ["release"] })),
  ];
}

export function noCounts(): Record<LimitKind, number> {
  return {
    ...{ archive: 0, update: 0, email_change: 0, bank_change: 0 },
    ...{ creation: 0, restore: 0, release: 0 },
  };
}
