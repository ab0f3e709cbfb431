import type { AbsentDecision } from "./absent.js";
import type { Decision, NoteDraft, WriteDraft } from "./draft.js";
import { employeeName } from "./employee.js";
import type { Person } from "./people.js";
import type { Change, FieldChange, Note, Unchanged } from "./plan.js";

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

/** Adds the row of a settled decision about an employee. */
export function addRow({ person, draft }: Decision, rows: Rows): void {
  if (draft.kind === "note") rows.notes.push(noteOf(identify(person), draft));
  else if (draft.kind === "write" && isChange(draft)) rows.changes.push(changeOf(identify(person), draft));
  else if (person.seat) {
    const code = draft.kind === "unchanged" ? draft.code : "in_step";
    rows.unchanged.push({
      employeeId: person.employee.id,
      memberId: person.seat.member.id,
      code: code === "in_step" && isNewlyLinked(person) ? "newly_linked" : code,
      warnings: draft.kind === "write" ? draft.warnings : [],
    });
  }
}

/** Adds the row of a link whose employee is missing from the read. */
export function addAbsentRow({ absent, draft }: AbsentDecision, rows: Rows): void {
  const { link } = absent;
  const member = absent.seat?.member;
  const fullName = [member?.firstName, member?.lastName].filter(Boolean).join(" ");
  const email = member?.email ?? link.email;
  const identity: Identity = {
    employeeId: link.employeeId,
    memberId: absent.takenOverBy ? null : link.memberId,
    email,
    name: fullName || email || link.employeeId,
  };
  if (draft.kind === "note") rows.notes.push(noteOf(identity, draft));
  else rows.changes.push(changeOf(identity, draft));
}

/** False for an update that found nothing to update. */
export function isChange(draft: WriteDraft): boolean {
  return draft.action !== "update" || draft.fields.length > 0;
}

function isNewlyLinked({ link, storedLink }: Person): boolean {
  return link === null || link.memberId !== storedLink?.memberId;
}

function identify({ employee, seat, email }: Person): Identity {
  return {
    employeeId: employee.id,
    memberId: seat?.member.id ?? null,
    email: email.ok ? email.value : (seat?.member.email ?? null),
    name: employeeName(employee),
  };
}

function noteOf(identity: Identity, draft: NoteDraft): Note {
  return { kind: draft.note, ...identity, code: draft.code, reason: draft.reason };
}

function changeOf(identity: Identity, draft: WriteDraft): Change {
  const { action, fields, warnings, desired, level } = draft;
  const { code, reason } = action === "update" ? updateReason(fields) : draft;
  const email = desired.email ?? identity.email;
  return { action, ...identity, email, fields, code, reason, warnings, desired, level };
}

/** Fields as they are called in sentences. */
export const FIELD_NAMES: Readonly<Record<FieldChange["field"], string>> = {
  email: "e-mail",
  firstName: "first name",
  lastName: "last name",
  bank: "bank details",
  manager: "line manager",
};

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
