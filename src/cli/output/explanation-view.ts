import type { Explanation } from "../../sync/explain.js";
import { changeDocument } from "./plan-view.js";

/** The JSON form of an explanation. Bank details print masked by themselves. */
export function explanationDocument(explanation: Explanation, safety: readonly string[]): object {
  const { entity, providerId, employeesRead, employee, standing, filter, member, link, decision } =
    explanation;
  return {
    entity,
    provider: providerId,
    employeesRead,
    employee,
    standing,
    filter,
    member,
    link: link && {
      employeeId: link.employeeId,
      memberId: link.memberId,
      archived: link.archived,
      absentReads: link.absentReads,
      hasBankDetails: link.bankFingerprint !== null,
    },
    hrStatus: explanation.hrStatus,
    matchedBy: explanation.matchedBy,
    decision:
      decision &&
      (decision.kind === "change" ? { kind: "change", row: changeDocument(decision.row) } : decision),
    takenAsRight: explanation.takenAsRight,
    safety,
    lastChanges: explanation.lastChanges,
  };
}
