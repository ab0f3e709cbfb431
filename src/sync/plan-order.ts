import { compareText } from "./identity/index.js";
import type { Action, Change, Note } from "./plan.js";

/** Archives come last: what was wrong before them shows before somebody loses a card. */
const ACTIONS: Readonly<Record<Action, number>> = { restore: 0, create: 1, update: 2, archive: 3 };

export function compareChanges(a: Change, b: Change): number {
  return (
    ACTIONS[a.action] - ACTIONS[b.action] ||
    a.level - b.level ||
    compareText(a.employeeId, b.employeeId) ||
    compareText(a.memberId ?? "", b.memberId ?? "")
  );
}

export function compareNotes(a: Note, b: Note): number {
  return (
    compareText(a.employeeId ?? "", b.employeeId ?? "") || compareText(a.memberId ?? "", b.memberId ?? "")
  );
}
