import { expect } from "vitest";
import { emailKey } from "../../src/shared/text.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { Plan } from "../../src/sync/model/plan.js";
import type { Attempt, Chapter, Moment } from "./world-chapter.js";
import { isProtected, keyOf, linkOf, memberOf, membersOf } from "./world-lookup.js";
import type { WorldMember } from "./world-spendesk.js";
import { addressOf, isInScope, trueBank, trueName, trueStanding } from "./world-truth.js";

/** What an undisturbed run leaves: the truth of the HR tool for everybody in scope, and nothing to do. */
export function checkTruth(chapter: Chapter, attempt: Attempt, plan: Plan): void {
  expect(attempt.journal.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
  for (const employee of chapter.employees) checkPerson(chapter, attempt, plan, employee);
  // Where reads don't tell managers, one whose answer was lost can't be known.
  if (!chapter.script.view.tellsManager) return;
  for (const { before, after } of membersOf(attempt)) {
    if (after.managerId !== null && after.managerId !== before?.managerId)
      checkNoCircle(attempt.after, after);
  }
}

function checkPerson(chapter: Chapter, { before, after }: Attempt, plan: Plan, employee: Employee): void {
  const { policy, today, employees, bankOf, step } = chapter;
  const standing = trueStanding(employee, policy, today);
  const link = linkOf(after, employee.id);
  const member = memberOf(after, link?.memberId);
  // The link that somebody leaves who is found under another one's e-mail has a row beside theirs.
  const rows = [...plan.changes, ...plan.unchanged, ...plan.notes].filter(
    (row) => row.employeeId === employee.id,
  );
  const note = plan.notes.find(({ employeeId, code }) => {
    return employeeId === employee.id && (code !== "absent" || rows.length === 1);
  });
  const address = addressOf(employee);
  const sharers = employees.filter(
    (other) => address !== null && other !== employee && addressOf(other) === address,
  );
  const oldLink = linkOf(before, employee.id);
  const oldMember = memberOf(before, oldLink?.memberId);
  const holder = before.members.find((other) => address !== null && keyOf(other) === address);
  const isContested = sharers.length > 0 || (holder !== undefined && holder.id !== oldLink?.memberId);

  if (
    standing === "leaver" &&
    !isContested &&
    oldMember &&
    !oldMember.isArchived &&
    oldLink?.hrStatus === "managed"
  ) {
    const others = employees.filter((other) => other !== employee && addressOf(other) === keyOf(oldMember));
    const mayStay =
      note?.kind === "conflict" ||
      note?.code === "superseded" ||
      oldMember.isOwner ||
      !policy.archive ||
      step.noArchive ||
      others.length > 0 ||
      isProtected(chapter, keyOf(oldMember)) ||
      isProtected(chapter, address);
    if (!mayStay) expect(member?.isArchived).toBe(true);
  }
  if (standing !== "eligible" || !isInScope(employee, policy)) return;

  if (note) {
    // The member may be the one of a weaker record with the same address.
    const candidates = sharers.map((other) => memberOf(before, linkOf(before, other.id)?.memberId));
    const former = [oldLink, link].flatMap((known) => known?.seen.emails.map(emailKey) ?? []);
    const keys = [address, ...former, ...[oldMember, holder, ...candidates].map(keyOf)];
    const reasons: Readonly<Record<string, boolean>> = {
      protected: keys.some((key) => isProtected(chapter, key)),
      create_off: !policy.create,
      rehire_reported: policy.rehires === "report",
      no_work_email: address === null,
      invalid_work_email: address === null,
      no_name: trueName(employee.firstName) === null || trueName(employee.lastName) === null,
      superseded: true,
      duplicate_work_email: sharers.length > 0,
      email_taken: isContested,
      email_swap: isContested,
      // Whether two records are one person is judged by the rules of identity, which have tests of their own.
      identity_unclear: true,
      namesake_member: true,
      archived_before: true,
      archived_by_hand: policy.archivedByHand === "report",
      // The days of grace of somebody who may still work here.
      in_grace: false,
    };
    expect({ note, isExplained: reasons[note.code] ?? false }).toEqual({ note, isExplained: true });
    return;
  }
  expect(link).toMatchObject({ hrStatus: "managed", archived: false, absentReads: 0 });
  expect(member?.isArchived).toBe(false);
  if (!link || !member) throw new Error(`${employee.id} has no member`);
  const isNew = memberOf(before, member.id) === undefined;
  const row = [...plan.changes, ...plan.unchanged].find(({ employeeId }) => employeeId === employee.id);
  // What somebody typed in Spendesk is reported once before it is overwritten, and what was not kept rests.
  const rests = row?.warnings.some(({ code }) => code === "edited_by_hand" || code === "not_kept") ?? false;
  if (address !== null && !rests && (isNew || policy.update.includes("email")))
    expect(keyOf(member)).toBe(address);
  if (!rests && (isNew || policy.update.includes("name"))) {
    for (const key of ["firstName", "lastName"] as const) {
      if (trueName(employee[key]) !== null) expect(trueName(member[key])).toBe(trueName(employee[key]));
    }
  }
  const bank = trueBank(bankOf(employee.id));
  if (bank && policy.update.includes("bank")) expect(member.bank).toEqual(bank);
  checkManager(chapter, after, plan, employee, member);
}

/** A manager who is in step is set; otherwise the plan says why not. */
function checkManager(
  { employees, policy }: Chapter,
  after: Moment,
  plan: Plan,
  employee: Employee,
  member: WorldMember,
): void {
  if (!policy.update.includes("manager") || !employee.manager?.id) return;
  const manager = employees.find(({ id }) => id === employee.manager?.id);
  const row = [...plan.changes, ...plan.unchanged].find(({ employeeId }) => employeeId === employee.id);
  const warned = row?.warnings.some(({ code }) => code.startsWith("manager_"));
  if (!manager || manager === employee) {
    expect(warned).toBe(true);
    return;
  }
  if (warned) return;
  // A record that stands back leads to the member of the one that stands for the person.
  if (plan.notes.some(({ employeeId, code }) => employeeId === manager.id && code === "superseded")) return;
  const boss = memberOf(after, linkOf(after, manager.id)?.memberId);
  if (boss) expect(member.managerId).toBe(boss.id);
}

/** No new manager makes somebody their own superior. */
function checkNoCircle(moment: Moment, member: WorldMember): void {
  const seen = new Set<WorldMember>();
  let above = memberOf(moment, member.managerId ?? undefined);
  while (above && !seen.has(above)) {
    expect(above.id).not.toBe(member.id);
    seen.add(above);
    above = memberOf(moment, above.managerId ?? undefined);
  }
}
