import type { Link } from "./member.js";
import type { Change } from "./plan.js";

/** One call's part of a change. A change goes through one to three of them. */
export type Step = "restore" | "create" | "update" | "manager" | "archive";

/** The calls a change needs, in the order in which they are sent. */
export function stepsOf(change: Change): readonly Step[] {
  const { desired } = change;
  const person = desired.email ?? desired.firstName ?? desired.lastName ?? desired.bank;
  const steps: Step[] = [];
  if (change.action === "create") steps.push("create");
  if (change.action === "restore") steps.push("restore");
  if (change.action === "archive") steps.push("archive");
  if ((change.action === "update" || change.action === "restore") && person !== undefined)
    steps.push("update");
  if (change.action !== "archive" && desired.manager) steps.push("manager");
  return steps;
}

/**
 * The link of a person once a step was carried out. Only what that step wrote is remembered, so that
 * whatever a later step fails to write is planned again by the next run.
 *
 * @param managerMemberId the manager that was written; only for the manager step
 */
export function linkAfterStep(
  step: Step,
  change: Change,
  memberId: string,
  before: Link | null,
  managerMemberId: string | null,
): Link {
  const known = before ?? newLink(change.employeeId, memberId, change.email);
  const link = { ...known, employeeId: change.employeeId, memberId };
  switch (step) {
    case "archive":
      return { ...link, archived: true };
    case "manager":
      return { ...link, hrStatus: "managed", managerMemberId };
    case "restore":
      return { ...link, hrStatus: "managed", archived: false, absentReads: 0 };
    case "create":
    case "update":
      return {
        ...link,
        hrStatus: "managed",
        absentReads: 0,
        email: change.email,
        bankFingerprint: change.desired.bank?.fingerprint ?? link.bankFingerprint,
      };
  }
}

/** The link of a pair of which nothing was written yet. */
export function newLink(employeeId: string, memberId: string, email: string | null): Link {
  return {
    employeeId,
    memberId,
    hrStatus: "managed",
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    absentReads: 0,
    email,
  };
}
