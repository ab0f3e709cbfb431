import type { Plan } from "../plan.js";
import type { Approval, LimitKind } from "../state-store.js";
import { approvalCheck } from "./approvals.js";
import { kindsOf, memberKey, nobody, type PeopleByKind, personKey } from "./kinds.js";

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
