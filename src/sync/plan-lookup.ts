import type { Change, Note, Plan, Unchanged } from "./plan.js";

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
