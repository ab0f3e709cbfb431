import { type People, personText, waitingFinder } from "../identity/index.js";
import { followsOn } from "../model/index.js";
import { type DecisionRules, memberClaimed } from "./decide.js";
import type { Decision } from "./draft.js";

/**
 * Keeps the member of a leaver as long as it is asked whether somebody is the same person who has that name and
 * begins about when the leaver ends: HR makes a new record for who moves within the company, and an archived member
 * loses their cards for good. The name alone keeps nobody (docs/rules.md §3).
 */
export function keepForSuccessors(
  decisions: readonly Decision[],
  { calendar }: DecisionRules,
  people: People,
): void {
  const asked = decisions.filter(({ draft }) => draft.kind === "note" && draft.code === "namesake_member");
  if (asked.length === 0) return;
  const successorOf = waitingFinder(
    asked.map(({ person }) => person),
    people,
  );
  for (const decision of decisions) {
    const { draft, person } = decision;
    if (draft.kind !== "write" || draft.action !== "archive" || !person.match) continue;
    const successor = successorOf(person.match, ({ employee }) =>
      followsOn(employee, person.employee, calendar),
    );
    if (!successor) continue;
    const { startDate } = successor.employee;
    decision.draft = memberClaimed(
      `${draft.reason} But ${personText(successor)} has the same name, starts on ${startDate} and may be this person`,
    );
  }
}
