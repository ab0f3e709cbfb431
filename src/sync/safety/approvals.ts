import type { Approval, CountedChange, LimitKind, Plan } from "../model/index.js";
import { COVERED_BY_CONFIRMATION, kindsOf } from "./kinds.js";

/** What an approved change may still need: whoever was created or restored gets a manager later. */
const IMPLIED: Readonly<Partial<Record<LimitKind, readonly LimitKind[]>>> = {
  creation: ["update", "email_change", "bank_change"],
  restore: ["update", "email_change", "bank_change"],
};

/**
 * What is known of a planned change: `new`, `begun` by a run that was let through, or `confirmed` by a
 * person.
 */
type ApprovalState = "new" | "begun" | "confirmed";

/** Tells what a person confirmed, or a run began, of what is planned for somebody. */
type ApprovalCheck = (employeeId: string, kinds: readonly LimitKind[]) => ApprovalState;

export function approvalCheck(approvals: readonly Approval[]): ApprovalCheck {
  const ofEmployee = new Map(mergeApprovals(approvals).map((approval) => [approval.employeeId, approval]));
  return (employeeId, kinds) => {
    const approval = ofEmployee.get(employeeId);
    if (!approval || !kinds.every((kind) => isCovered(kind, approval))) return "new";
    return approval.isCounted ? "begun" : "confirmed";
  };
}

function isCovered(kind: LimitKind, { kinds }: Approval): boolean {
  return kinds.some((approved) => approved === kind || IMPLIED[approved]?.includes(kind));
}

/** One approval for each employee: two records, or two runs, may have approved something of theirs. */
export function mergeApprovals(approvals: readonly Approval[]): readonly Approval[] {
  const merged = new Map<string, Approval>();
  for (const approval of approvals) {
    const { employeeId } = approval;
    const known = merged.get(employeeId);
    merged.set(
      employeeId,
      known
        ? {
            employeeId,
            kinds: [...new Set([...known.kinds, ...approval.kinds])],
            isCounted: known.isCounted || approval.isCounted,
          }
        : approval,
    );
  }
  return [...merged.values()];
}

/** What of a plan, or of what was handed off, can be approved. */
interface Approvable {
  readonly changes: readonly Pick<CountedChange, "action" | "employeeId" | "fields">[];
  readonly releases: Plan["releases"];
}

/**
 * Approval of everything a plan does and leaves out, one for each employee.
 * @param isCounted whether it takes up room within the limits when it is done
 */
export function approvalsOf(
  { changes, releases }: Approvable,
  isCounted: (employeeId: string, kinds: readonly LimitKind[]) => boolean,
): readonly Approval[] {
  const approve = (employeeId: string, kinds: readonly LimitKind[]): Approval => ({
    ...{ employeeId, kinds, isCounted: isCounted(employeeId, kinds) },
  });
  // An id that the HR tool gave to somebody else can be of a change and of a release.
  return mergeApprovals([
    ...changes.map((change) => approve(change.employeeId, kindsOf(change))),
    ...releases.map(({ employeeId }) => approve(employeeId, ["release"])),
  ]);
}

/** Approval of a plan that a person saw and confirmed. */
export function confirmedApprovals(plan: Plan): readonly Approval[] {
  return approvalsOf(plan, () => false);
}

/**
 * Approval of a plan whose configuration is confirmed in advance, when nobody looks at the plan: of what that
 * confirmation covers, besides what was approved before. A script that confirms the same configuration every day
 * must not take the limit off archives, nor off restores.
 * @param areRestoresWithin whether the restores keep their limit: only then they are confirmed as well
 */
export function unattendedApprovals(
  plan: Plan,
  before: readonly Approval[],
  areRestoresWithin: boolean,
): readonly Approval[] {
  const isCovered = (kind: LimitKind) =>
    COVERED_BY_CONFIRMATION.has(kind) || (kind === "restore" && areRestoresWithin);
  const covered = confirmedApprovals(plan).flatMap((approval) => {
    const kinds = approval.kinds.filter(isCovered);
    return kinds.length > 0 ? [{ ...approval, kinds }] : [];
  });
  return mergeApprovals([...before, ...covered]);
}
