import { emailKey } from "../../shared/text.js";
import { type Candidate, isArchived, type People, type Person, personText } from "../identity/index.js";
import { employeeName, type Warning, warn } from "../model/index.js";
import { type DecisionRules, isProtected, protectedNote } from "./decide.js";
import { type Decision, type Draft, type WriteDraft, write } from "./draft.js";
import { NOT_SHOWN, type UnshownValues } from "./unshown.js";

/** A manager to be written for one person. */
interface Assignment {
  readonly decision: Decision;
  readonly manager: Person;
  /** Null while the manager is to be created in this plan. */
  readonly managerMemberId: string | null;
  /** Member id of the present manager; undefined when Spendesk does not show it. */
  readonly present: string | null | undefined;
}

type Found<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly warning: Warning };

/**
 * Adds the line manager to everybody who has a member after this plan. A manager who is oneself, in a
 * cycle, archived, in a conflict or no member is left out with a warning; an absent one erases
 * nothing.
 */
export function addManagers(decisions: readonly Decision[], rules: DecisionRules): void {
  if (!rules.policy.update.includes("manager")) return;
  const { people } = rules;
  const { unshown } = rules.fields;
  const assignments = findAssignments(decisions, people, unshown);
  const circular = findCircular(
    new Map(assignments.map(({ decision, manager }) => [nodeOf(decision.person), nodeOf(manager)])),
    (memberId) =>
      presentManager(people.candidatesById.get(memberId) ?? null) ?? managerTakenAsRight(memberId, unshown),
  );
  for (const assignment of assignments) {
    if (!circular.has(nodeOf(assignment.decision.person))) setManager(assignment, rules);
    else writable(assignment.decision).warnings.push(circularWarning(assignment.manager));
  }
}

function findAssignments(
  decisions: readonly Decision[],
  people: People,
  unshown: UnshownValues,
): Assignment[] {
  const assignments: Assignment[] = [];
  for (const decision of decisions) {
    const { person } = decision;
    if (!isKeptInStep(decision.draft)) continue;
    const found = findManager(person, people);
    const present = presentManager(person.match);
    const isRight = present === undefined && unshown.isRight(person, "manager", managerNames(person, found));
    if (found === null) continue;
    const target = found.ok ? memberAfterPlan(found.manager, decisions[found.manager.index]?.draft) : found;
    if (!found.ok || !target.ok) {
      if (!target.ok) writable(decision).warnings.push(target.warning);
      continue;
    }
    const { memberId } = target;
    if (isRight || (memberId !== null && memberId === present)) continue;
    assignments.push({ decision, manager: found.manager, managerMemberId: memberId, present });
  }
  return assignments;
}

/** Everybody who has a member after the plan and is kept in step. */
function isKeptInStep(draft: Draft): boolean {
  return draft.kind === "write" ? draft.action !== "archive" : draft.code === "in_step";
}

function writable(decision: Decision): WriteDraft {
  if (decision.draft.kind === "write") return decision.draft;
  const draft = write("update", "fields_changed", "");
  decision.draft = draft;
  return draft;
}

/** The manager's record: by id, else by e-mail; a record that stands back leads to its successor. */
function findManager(person: Person, people: People): Found<{ readonly manager: Person }> | null {
  const reference = person.employee.manager;
  if (!reference || (!reference.id && !reference.email)) return null;
  const byId = reference.id ? people.byEmployeeId.get(reference.id) : undefined;
  let manager = byId ?? (reference.email ? findByEmail(reference.email, people) : undefined);
  if (!manager) {
    const who = reference.id ?? reference.email;
    return left(warn("manager_not_found", `The manager ${who} is not among the employees read.`));
  }
  while (manager.supersededBy) manager = manager.supersededBy;
  if (manager === person)
    return left(warn("manager_self", "The HR tool names this person as their own manager."));
  return { ok: true, manager };
}

function findByEmail(email: string, people: People): Person | undefined {
  const group = people.byEmail.get(emailKey(email));
  return (
    group.find((person) => person.standing === "eligible") ??
    group.find((person) => !person.supersededBy) ??
    group[0]
  );
}

function memberAfterPlan(
  manager: Person,
  draft: Draft | undefined,
): Found<{ readonly memberId: string | null }> {
  if (draft?.kind === "note" && draft.note === "conflict") {
    return left(warn("manager_in_conflict", `The manager ${personText(manager)} is in a conflict.`));
  }
  const action = draft?.kind === "write" ? draft.action : null;
  if (action === "create") return { ok: true, memberId: null };
  if (!manager.match) {
    return left(
      warn("manager_not_member", `The manager ${personText(manager)} is no member of this entity.`),
    );
  }
  if (action === "archive" || (action !== "restore" && isArchived(manager.match.member, manager.link))) {
    const state = action === "archive" ? "is about to be archived" : "is archived";
    return left(warn("manager_archived", `The manager ${personText(manager)} ${state}.`));
  }
  return { ok: true, memberId: manager.match.member.id };
}

function left(warning: Warning): { readonly ok: false; readonly warning: Warning } {
  return { ok: false, warning: { code: warning.code, text: `${warning.text} The manager was left out.` } };
}

/** As the read says; where it does not tell, what was last written; undefined when nothing was. */
function presentManager(match: Candidate | null): string | null | undefined {
  if (!match) return null;
  if (match.member.managerId !== undefined) return match.member.managerId;
  return match.link?.managerMemberId ?? undefined;
}

/** A member's id outlives a change of the HR account; whoever has no member has the employee's only. */
function managerNames({ employee }: Person, found: ReturnType<typeof findManager>): Names | null {
  if (found === null) return null;
  if (!found.ok) return [employeeWord(employee.manager?.id ?? employee.manager?.email ?? "")];
  const { manager } = found;
  const name = employeeWord(manager.employee.id);
  return manager.match ? [`${MEMBER_WORD}${manager.match.member.id}`, name] : [name];
}

type Names = readonly [string, ...string[]];

const MEMBER_WORD = "member ";

function employeeWord(id: string): string {
  return `employee ${id}`;
}

function managerTakenAsRight(memberId: string, unshown: UnshownValues): string | null {
  const name = unshown.baselineOf(memberId, "manager");
  return name?.startsWith(MEMBER_WORD) ? name.slice(MEMBER_WORD.length) : null;
}

function nodeOf(person: Person): string {
  return person.match?.member.id ?? `new member for ${person.employee.id}`;
}

function circularWarning(manager: Person): Warning {
  return warn(
    "manager_circular",
    `The manager ${personText(manager)} reports to this person, directly or through others. The manager was left out.`,
  );
}

function setManager(assignment: Assignment, rules: DecisionRules): void {
  const { decision, manager, managerMemberId, present } = assignment;
  const { person } = decision;
  if (
    isProtected(person.match?.member ?? null, person.employee.workEmail, person.link, rules.protectedEmails)
  ) {
    decision.draft = protectedNote();
    return;
  }
  const draft = writable(decision);
  draft.desired.manager = { employeeId: manager.employee.id, memberId: managerMemberId };
  draft.fields.push({
    field: "manager",
    from: presentText(present, rules.people),
    to: employeeName(manager.employee),
  });
}

function presentText(present: Assignment["present"], people: People): string | null {
  if (present === undefined) return NOT_SHOWN;
  return present && memberText(present, people);
}

function memberText(memberId: string, people: People): string {
  const member = people.candidatesById.get(memberId)?.member;
  const name = [member?.firstName, member?.lastName].filter(Boolean).join(" ");
  return name || member?.email || memberId;
}

/**
 * The people in cycles of managers, of any length, that would be in Spendesk after the plan. Whoever
 * is not changed counts with the present manager: the HR tool may have emptied that field, which never
 * erases it in Spendesk.
 *
 * Leaving changes out brings present managers back, which may close another cycle, hence the rounds.
 *
 * @param wanted the managers to be written, by person; nodes are member ids or stand-ins for new members
 * @param presentManager member id of a node's manager in Spendesk, as far as it is known
 * @returns the persons in `wanted` whose manager must not be written
 */
export function findCircular(
  wanted: ReadonlyMap<string, string>,
  presentManager: (node: string) => string | null,
): ReadonlySet<string> {
  const circular = new Set<string>();
  const open = new Map(wanted);
  const managerOf = (node: string) => open.get(node) ?? presentManager(node);
  for (;;) {
    const caused = cyclesReachedFrom(open.keys(), managerOf)
      .flat()
      .filter((node) => open.has(node));
    if (caused.length === 0) return circular;
    for (const node of caused) {
      open.delete(node);
      circular.add(node);
    }
  }
}

function cyclesReachedFrom(starts: Iterable<string>, managerOf: (node: string) => string | null): string[][] {
  const cycles: string[][] = [];
  const seen = new Set<string>();
  for (const start of starts) {
    const path: string[] = [];
    let node: string | null = start;
    while (node !== null && !seen.has(node)) {
      seen.add(node);
      path.push(node);
      node = managerOf(node);
    }
    const begin = node === null ? -1 : path.indexOf(node);
    if (begin >= 0) cycles.push(path.slice(begin));
  }
  return cycles;
}
