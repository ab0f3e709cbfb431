import type { Approval, LimitKind, Plan } from "../model/index.js";
import { approvalCheck } from "./approvals.js";
import {
  COVERED_BY_CONFIRMATION,
  kindsOf,
  memberKey,
  nobody,
  type PeopleByKind,
  personKey,
} from "./kinds.js";
import type { NumberOverride, SafetyOverrides } from "./overrides.js";

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

/** How somebody agreed to a run's changes: at the prompt, or in advance with `--yes`. */
export type Consent = "person" | "unattended";

interface CountedInput {
  readonly consent: Consent;
  readonly approvals: readonly Approval[];
  readonly overrides: SafetyOverrides;
  /** A person accepts the configuration with this run, and what it does. */
  readonly isAccepting: boolean;
}

const OVERRIDES: Readonly<Record<LimitKind, readonly NumberOverride[]>> = {
  archive: ["allowArchives"],
  update: ["allowUpdates"],
  email_change: ["allowEmailChanges", "allowUpdates"],
  bank_change: ["allowBankChanges", "allowUpdates"],
  creation: ["allowCreations"],
  restore: ["allowRestores"],
  release: ["allowReleases"],
};

/**
 * Tells what counts towards the limits of the days to come: everything but what a person agreed to in
 * so many words (docs/rules.md §5.4). What a run began counts when it is finished by another one.
 */
export function countedCheck({ consent, approvals, overrides, isAccepting }: CountedInput) {
  const stateOf = approvalCheck(approvals);
  const isAgreed = (kind: LimitKind) =>
    (isAccepting && COVERED_BY_CONFIRMATION.has(kind)) ||
    OVERRIDES[kind].some((override) => overrides[override] !== undefined);
  return (employeeId: string, kinds: readonly LimitKind[]): boolean =>
    consent === "unattended" && stateOf(employeeId, kinds) !== "confirmed" && !kinds.every(isAgreed);
}
