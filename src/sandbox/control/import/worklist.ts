import { type Change, changeStatus, updateMember } from "../../spendesk/change.js";
import type { Entity, SandboxMember } from "../../spendesk/members.js";
import type { ImportReport, RowError } from "./import-members.js";
import type { TextSheet } from "./xlsx-rows.js";

/** Titles of the worklist that a colleague needs. */
const NEEDED = ["To do", "E-mail in Spendesk", "What to change"];
const STEP = /^(E-mail|First name|Last name|Bank details|Line manager): .* -> (.+)$/u;

type Values = (title: string) => string;

export function isWorklist({ rows }: TextSheet): boolean {
  return NEEDED.every((title) => rows[0]?.includes(title));
}

/** Plays the colleague who works through a worklist, row by row, and reports what Spendesk refuses. */
export function workThrough(entity: Entity, { rows }: TextSheet): ImportReport {
  const [titles = [], ...people] = rows;
  const errors: RowError[] = [];
  for (const [index, cells] of people.entries()) {
    const error = carryOut(entity, (title) => cells[titles.indexOf(title)] ?? "");
    if (error !== null) errors.push({ row: index + 2, error });
  }
  return { kind: "worklist", done: people.length - errors.length, errors };
}

function carryOut(entity: Entity, value: Values): string | null {
  const member = entity.members.byEmail(value("E-mail in Spendesk"));
  if (member === null) return "There is no member with this e-mail.";
  switch (value("To do")) {
    case "Archive":
      return refusalOf(changeStatus(entity, member.id, { isArchived: true }, null));
    case "Restore":
      return (
        refusalOf(changeStatus(entity, member.id, { isArchived: false }, null)) ??
        update(entity, member, value)
      );
    case "Update":
      return update(entity, member, value);
    default:
      return "Nobody knows how to do this.";
  }
}

function update(entity: Entity, { id }: SandboxMember, value: Values): string | null {
  const fields: Record<string, unknown> = {};
  for (const step of value("What to change").split("; ")) {
    const [, what, to = ""] = STEP.exec(step) ?? [];
    if (what === "E-mail") fields.email = to;
    if (what === "First name") fields.firstName = to;
    if (what === "Last name") fields.lastName = to;
    if (what === "Line manager") {
      const manager = managerNamed(entity, to);
      if (manager === null) return `There is no member ${to} to be the line manager.`;
      fields.managerId = manager.id;
    }
    if (what === "Bank details") {
      const bankAccount = { iban: value("New IBAN"), bic: value("New BIC") };
      if (bankAccount.iban === "") return "The bank details are in the .xlsx only.";
      fields.bankAccount = bankAccount;
    }
  }
  return Object.keys(fields).length > 0 ? refusalOf(updateMember(entity, id, fields)) : null;
}

/** `Ada Lovelace (ada@acme.test)`; without an e-mail by the name. */
function managerNamed({ members }: Entity, text: string): SandboxMember | null {
  const email = /\(([^()\s]+@[^()\s]+)\)$/u.exec(text)?.[1];
  if (email !== undefined) return members.byEmail(email);
  return members.list().find(({ firstName, lastName }) => `${firstName} ${lastName}` === text) ?? null;
}

function refusalOf(change: Change): string | null {
  return "refusal" in change ? change.refusal.detail : null;
}
