import { expect } from "vitest";
import { emailKey } from "../../src/shared/text.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { Link } from "../../src/sync/model/member.js";
import type { JournalEntry } from "../../src/sync/model/state-store.js";
import type { Attempt, Chapter, Moment } from "./world-chapter.js";
import type { WorldMember } from "./world-spendesk.js";

interface Pair {
  readonly before: WorldMember | undefined;
  readonly after: WorldMember;
}

/** Members before and after; the product removes none. */
export function membersOf({ before, after }: Attempt): readonly Pair[] {
  const known = new Map(before.members.map((member) => [member.id, member]));
  expect(after.members.length).toBeGreaterThanOrEqual(before.members.length);
  return after.members.map((member) => ({ before: known.get(member.id), after: member }));
}

export function personOf({ employees }: Chapter, { employeeId }: JournalEntry): Employee | undefined {
  return employees.find(({ id }) => id === employeeId);
}

export function linkOf({ links }: Moment, employeeId: string): Link | undefined {
  return links.find((link) => link.employeeId === employeeId);
}

export function memberOf({ members }: Moment, id: string | undefined): WorldMember | undefined {
  return members.find((member) => member.id === id);
}

export function keyOf(member: WorldMember | undefined): string | null {
  return member?.email ? emailKey(member.email) : null;
}

export function isProtected({ policy }: Chapter, key: string | null): boolean {
  return key !== null && policy.protect.some((email) => emailKey(email) === key);
}
