import { isValidBIC, isValidIBAN } from "ibantools";
import * as z from "zod";
import type { ErrorCode, Refusal } from "./errors.js";
import type { Entity, SandboxMember } from "./members.js";

/** What became of one member of a write call. */
export type Change = { readonly member: SandboxMember } | { readonly refusal: Refusal };

// The whole write contract is assumed (docs/vendors/spendesk.md §3.2). The schemas are strict: a field with a wrong
// name must not pass unnoticed.
const name = z.string().trim().min(1);
const email = z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/u);
const bankAccount = z.strictObject({
  iban: z.string().refine((iban) => isValidIBAN(iban)),
  bic: z.string().refine((bic) => isValidBIC(bic)),
});
const newMember = z.strictObject({
  email,
  firstName: name,
  lastName: name,
  externalId: z.string().optional(),
  bankAccount: bankAccount.optional(),
  managerId: z.string().optional(),
});
const changedFields = newMember.partial().refine((fields) => Object.keys(fields).length > 0);
const status = z.strictObject({ isArchived: z.boolean() });

/** Creates a member, who is invited by that. */
export function createMember(entity: Entity, body: unknown, seats: number | null): Change {
  const read = newMember.safeParse(body);
  if (!read.success) return incorrect(read.error);
  const { members } = entity;
  if (members.byEmail(read.data.email) !== null) return emailTaken();
  const manager = checkManager(entity, read.data.managerId, null);
  if (manager !== null) return manager;
  if (seats !== null && members.seatsTaken() >= seats) return noSeat();
  return { member: members.add({ ...read.data, status: "invited" }) };
}

/** Changes fields of a member. */
export function updateMember(entity: Entity, id: string, body: unknown): Change {
  const member = entity.members.get(id);
  if (member === null) return refuse("NOT_FOUND", "There is no such member.");
  const read = changedFields.safeParse(body);
  if (!read.success) return incorrect(read.error);
  const sameEmail = read.data.email === undefined ? null : entity.members.byEmail(read.data.email);
  if (sameEmail !== null && sameEmail.id !== id) return emailTaken();
  const manager = checkManager(entity, read.data.managerId, id);
  if (manager !== null) return manager;
  return { member: entity.members.patch(id, read.data) ?? member };
}

/** Archives or restores a member. Doing it twice changes nothing. */
export function changeStatus(entity: Entity, id: string, body: unknown, seats: number | null): Change {
  const member = entity.members.get(id);
  if (member === null) return refuse("NOT_FOUND", "There is no such member.");
  const read = status.safeParse(body);
  if (!read.success) return incorrect(read.error);
  const { isArchived } = read.data;
  if (isArchived === member.isArchived) return { member };
  if (!isArchived && seats !== null && entity.members.seatsTaken() >= seats) return noSeat();
  const obstacle = isArchived ? archiveObstacle(member) : null;
  if (obstacle !== null) return obstacle;
  return { member: entity.members.patch(id, { isArchived }) ?? member };
}

function archiveObstacle(member: SandboxMember): Change | null {
  if (member.roles.some((role) => /owner/iu.test(role))) {
    return refuse("OWNER_CANNOT_BE_ARCHIVED", "The owner of the account can't be archived.");
  }
  if (member.activeSubscriptions) {
    return refuse("ACTIVE_SUBSCRIPTIONS", "The member has active subscription cards.");
  }
  if (member.pendingApprovals) return refuse("PENDING_APPROVALS", "Approvals depend on the member.");
  return null;
}

function checkManager(entity: Entity, managerId: string | undefined, ownId: string | null): Change | null {
  if (managerId === undefined) return null;
  const manager = entity.members.get(managerId);
  if (manager !== null && !manager.isArchived && managerId !== ownId) return null;
  return refuse("BAD_REQUEST_INCORRECT_OR_MISSING_FIELD", "managerId must be another member, not archived.");
}

/** Names the fields, never their values. */
function incorrect(error: z.ZodError): Change {
  const names = error.issues.map((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join("."),
  );
  const fields = [...new Set(names)].filter(Boolean).join(", ") || "the body";
  return refuse("BAD_REQUEST_INCORRECT_OR_MISSING_FIELD", `Incorrect or missing: ${fields}.`);
}

function emailTaken(): Change {
  return refuse("USER_ALREADY_EXISTS", "A member with this e-mail exists.");
}

function noSeat(): Change {
  return refuse("SEAT_LIMIT_REACHED", "All seats of the plan are taken.");
}

function refuse(code: ErrorCode, detail: string): Change {
  return { refusal: { code, detail } };
}
