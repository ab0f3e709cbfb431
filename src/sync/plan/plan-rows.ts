import { type Accounts, compareText, newLink, type Person, withSeen } from "../identity/index.js";
import {
  type Action,
  type Change,
  type Employee,
  employeeName,
  FIELD_NAMES,
  type FieldChange,
  type Link,
  lastEmail,
  type Member,
  type Note,
  type Unchanged,
  type Warning,
} from "../model/index.js";
import type { AbsentDecision } from "./absent.js";
import type { Decision, NoteDraft, WriteDraft } from "./draft.js";

/** The rows of a plan while they are collected. */
export interface Rows {
  readonly changes: Change[];
  readonly notes: Note[];
  readonly unchanged: Unchanged[];
}

interface Identity {
  readonly employeeId: string;
  readonly memberId: string | null;
  readonly email: string | null;
  readonly name: string;
}

/** One list for all of those who are in step: most people of most runs. */
const NO_WARNINGS: readonly Warning[] = [];

/** Adds the row of a settled decision about an employee. */
export function addRow({ person, draft }: Decision, rows: Rows, accounts: Accounts): void {
  if (draft.kind === "note") rows.notes.push(sharedNote(person.employee, noteOf(identify(person), draft)));
  else if (draft.kind === "write" && isChange(draft)) {
    const member = person.match?.member ?? null;
    rows.changes.push(changeOf(identifyMember(person), member, draft, baseLink(person, accounts)));
  } else if (person.match) {
    const code = draft.kind === "unchanged" ? draft.code : "in_step";
    rows.unchanged.push({
      employeeId: person.employee.id,
      memberId: person.match.member.id,
      code: code === "in_step" && isNewlyLinked(person) ? "newly_linked" : code,
      warnings: draft.kind === "write" ? draft.warnings : NO_WARNINGS,
    });
  }
}

/** Adds the row of a link whose employee is missing from the read. */
export function addAbsentRow({ absent, draft, name }: AbsentDecision, rows: Rows): void {
  const { link } = absent;
  const identity: Identity = {
    employeeId: link.employeeId,
    memberId: absent.takenOverBy ? null : link.memberId,
    email: absent.match?.member.email ?? lastEmail(link),
    name,
  };
  if (draft.kind === "note") rows.notes.push(noteOf(identity, draft));
  else rows.changes.push(changeOf(identity, absent.match?.member ?? null, draft, link));
}

/** Name for people: as the HR tool has it, else as it was last seen, else as Spendesk shows it. */
export function personName({ employee, match, storedLink }: Person): string {
  if (employee.firstName || employee.lastName || employee.displayName) return employeeName(employee);
  const seen = [storedLink?.seen.firstName, storedLink?.seen.lastName].filter(Boolean).join(" ");
  const shown = [match?.member.firstName, match?.member.lastName].filter(Boolean).join(" ");
  return seen || shown || employeeName(employee);
}

/** False for an update that found nothing to update. */
export function isChange(draft: WriteDraft): boolean {
  return draft.action !== "update" || draft.fields.length > 0;
}

function isNewlyLinked({ link, storedLink }: Person): boolean {
  return link === null || link.memberId !== storedLink?.memberId;
}

/** What a change builds on. Whoever is created anew has no use for the link to the member that is gone. */
function baseLink(person: Person, accounts: Accounts): Link {
  const { employee, match, link } = person;
  const memberId = match?.member.id ?? person.storedLink?.memberId ?? "";
  return withSeen(link ?? newLink(accounts.of(employee), employee.id, memberId), person);
}

function identify(person: Person): Identity {
  const { employee, match, email } = person;
  return {
    employeeId: employee.id,
    memberId: match?.member.id ?? null,
    email: email.ok ? email.value : (match?.member.email ?? null),
    name: personName(person),
  };
}

/**
 * A member is changed under the e-mail by which Spendesk knows it: the one in the HR tool may be somebody
 * else's there.
 */
function identifyMember(person: Person): Identity {
  const identity = identify(person);
  return { ...identity, email: person.match?.member.email ?? identity.email };
}

function noteOf(identity: Identity, draft: NoteDraft): Note {
  const { note: kind, kind: _, ...rest } = draft;
  return { kind, ...identity, ...rest };
}

/** What was last said of each employee without a member. */
const lastNotes = new WeakMap<Employee, Note>();

/**
 * The note itself, or the same one made for another entity. Entities of one HR account read all of its people,
 * most of whom are in the filters of others: a note of each in every plan would be most of a run's memory.
 */
function sharedNote(employee: Employee, note: Note): Note {
  if (note.memberId !== null || note.candidateMemberId !== undefined || note.isLeaver) return note;
  const last = lastNotes.get(employee);
  const { kind, code, reason, email, name } = note;
  const isSame = last?.kind === kind && last.code === code && last.reason === reason;
  if (isSame && last.email === email && last.name === name) return last;
  lastNotes.set(employee, note);
  return note;
}

function changeOf(identity: Identity, member: Member | null, draft: WriteDraft, link: Link): Change {
  const { action, fields, warnings, desired, level } = draft;
  const { code, reason } = action === "update" ? updateReason(fields) : draft;
  const email = desired.email ?? identity.email;
  const memberStatus = member?.status ?? null;
  return { action, ...identity, memberStatus, email, fields, code, reason, warnings, desired, link, level };
}

/** Code and reason of an update, from what it changes. */
export function updateReason(fields: readonly FieldChange[]) {
  const names = fields.map(({ field }) => FIELD_NAMES[field]).join(", ");
  const email = fields.find(({ field }) => field === "email");
  const differs = `Differs from the HR tool: ${names}.`;
  return email
    ? {
        code: "email_changed",
        reason: `${differs} The e-mail is what card payments (3-D Secure) and single sign-on know this person by.`,
      }
    : { code: "fields_changed", reason: differs };
}

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
