import { expect } from "vitest";
import type { Employee } from "../../src/sync/employee.js";
import { emailKey, type Link } from "../../src/sync/member.js";
import type { Plan } from "../../src/sync/plan.js";
import type { SafetyLimits } from "../../src/sync/policy.js";
import type { JournalEntry } from "../../src/sync/ports.js";
import type { Attempt, Chapter, Moment, Preview } from "./world.js";
import type { WorldMember } from "./world-spendesk.js";
import { addressOf, isInScope, trueBank, trueName, trueStanding } from "./world-truth.js";

/** What must hold for every run, whatever happened in the HR tool, in Spendesk and on the way. */
export function checkChapter(chapter: Chapter): void {
  checkPreviews(chapter);
  for (const attempt of chapter.attempts) {
    checkStops(chapter, attempt);
    checkJournal(attempt);
    checkLimits(chapter, attempt);
    for (const { before, after } of membersOf(attempt)) {
      if (before === after) continue;
      if (!before) checkCreated(chapter, attempt, after);
      else checkChanged(chapter, attempt, before, after);
    }
    checkNobodyTwice(attempt.after.members);
    checkNobodyComesAndGoes(attempt);
  }
}

/** A preview changes nothing, and says the same whatever the order of the lists and the case of e-mails. */
function checkPreviews({ previews, before, afterPreviews }: Chapter): void {
  expect(afterPreviews).toEqual(before);
  const [asIs, reversed, capitals] = previews;
  expect(summary(reversed)).toEqual(summary(asIs));
  expect(rows(capitals)).toEqual(rows(asIs));
}

function summary(preview: Preview): unknown {
  if ("problem" in preview) return preview.problem.code;
  const { fingerprint, plan } = preview.planned;
  return { fingerprint, notes: plan.notes, unchanged: plan.unchanged, links: plan.links };
}

function rows(preview: Preview): unknown {
  if ("problem" in preview) return preview.problem.code;
  const { changes, notes, unchanged } = preview.planned.plan;
  return [
    changes.map(({ employeeId, action, code, fields, level }) => [
      employeeId,
      action,
      code,
      fields.map((f) => f.field),
      level,
    ]),
    notes.map(({ employeeId, kind, code }) => [employeeId, kind, code]),
    unchanged.map(({ employeeId, code }) => [employeeId, code]),
  ];
}

/** Whatever was not read completely, not confirmed or not safe writes nothing and links nobody. */
function checkStops({ step, isUnconfirmed }: Chapter, attempt: Attempt): void {
  const isAccepted = attempt.overrides.acceptConfig === true;
  const isStopped = step.reads !== "complete" || (isUnconfirmed && !isAccepted);
  if (isStopped) expect(attempt.run.exitCode).not.toBe(0);
  if (isStopped || attempt.problem) expect(attempt.after).toEqual(attempt.before);
}

/** One entry per change of the plan, settled when the process lived to its end. */
function checkJournal(attempt: Attempt): void {
  const { journal, result, hasDied, run } = attempt;
  const people = journal.map(({ employeeId }) => employeeId);
  expect(new Set(people).size).toBe(people.length);
  for (const { outcome, settledAt } of journal) expect(settledAt === null).toBe(outcome === "intended");
  if (hasDied) {
    expect(run.finishedAt).toBeNull();
    return;
  }
  expect(journal.filter(({ outcome }) => outcome === "intended")).toEqual([]);
  const changes = result?.entities[0]?.changes ?? [];
  expect(journal.map(({ employeeId, outcome }) => [employeeId, outcome])).toEqual(
    changes.map(({ change, outcome }) => [change.employeeId, outcome]),
  );
  expect(run.exitCode).toBe(result?.exitCode ?? run.exitCode);
  if (run.exitCode === 0) expect(changes.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
}

/** Never more archives and updates than the limits allow, unless somebody insists on exactly that many. */
function checkLimits({ script, employees, employeesOfLastRead }: Chapter, attempt: Attempt): void {
  const { overrides, before } = attempt;
  const changes = membersOf(attempt);
  const archived = changes.filter(
    (pair) => pair.before && !pair.before.isArchived && pair.after.isArchived,
  ).length;
  const updated = attempt.journal.filter(
    ({ action, outcome }) => action === "update" && outcome === "applied",
  ).length;
  const present = before.members.filter(({ isArchived }) => !isArchived).length;
  const most = (limit: SafetyLimits["archives"]) =>
    Math.max(limit.atLeast, Math.floor((limit.percent * present) / 100));
  expect(archived).toBeLessThanOrEqual(overrides.allowArchives ?? most(script.safety.archives));
  expect(updated).toBeLessThanOrEqual(overrides.allowUpdates ?? most(script.safety.updates));
  if (attempt.result?.carriedOut && overrides.allowEmployees === undefined) {
    const least = ((employeesOfLastRead ?? 0) * script.safety.minEmployeesPercent) / 100;
    expect(employees.length).toBeGreaterThanOrEqual(Math.max(1, least));
  }
}

function checkCreated(chapter: Chapter, attempt: Attempt, member: WorldMember): void {
  const { policy, bankOf, today } = chapter;
  const employee = chapter.employees.find((person) => addressOf(person) === keyOf(member));
  const entry = attempt.journal.find(({ email }) => email !== null && emailKey(email) === keyOf(member));
  if (!employee || !entry) throw new Error(`nobody asked for the member ${member.email}`);
  expect(entry.action).toBe("create");
  expect(policy.create).toBe(true);
  const maker = personOf(chapter, entry);
  expect(maker && [trueStanding(maker, policy, today), isInScope(maker, policy)]).toEqual(["eligible", true]);
  expect(isProtected(chapter, keyOf(member))).toBe(false);
  expect([member.firstName, member.lastName]).toEqual([
    trueName(maker?.firstName),
    trueName(maker?.lastName),
  ]);
  if (member.bank) expect(member.bank).toEqual(trueBank(bankOf(entry.employeeId)));
  if (!policy.update.includes("bank")) expect(member.bank).toBeNull();
}

function checkChanged(chapter: Chapter, attempt: Attempt, before: WorldMember, after: WorldMember): void {
  const { employees, policy, today, bankOf } = chapter;
  const entry = attempt.journal.find(({ memberId }) => memberId === before.id);
  if (!entry) throw new Error(`the member ${before.email} was changed without an entry in the journal`);
  const employee = personOf(chapter, entry);

  // Manual members are never touched, nor protected ones.
  const isLinked = attempt.before.links.some(({ memberId }) => memberId === before.id);
  const isKnownAddress = employees.some(
    (person) => addressOf(person) !== null && addressOf(person) === keyOf(before),
  );
  expect(isLinked || isKnownAddress).toBe(true);
  expect(isProtected(chapter, keyOf(before))).toBe(false);
  expect(employee && isProtected(chapter, addressOf(employee))).toBeFalsy();
  expect(employee?.status).not.toBe("unknown");

  // Only what the HR tool says, only what is to be kept in step; nothing is erased.
  const changed = (key: keyof WorldMember) => after[key] !== before[key];
  for (const key of ["email", "firstName", "lastName", "managerId", "bank"] as const) {
    if (!changed(key)) continue;
    expect(after[key]).not.toBeNull();
    expect(policy.update).toContain(FIELD_OF[key]);
    expect(employee && [trueStanding(employee, policy, today), isInScope(employee, policy)]).toEqual([
      "eligible",
      true,
    ]);
  }
  if (employee && changed("email")) expect(keyOf(after)).toBe(addressOf(employee));
  if (employee && changed("firstName")) expect(after.firstName).toBe(trueName(employee.firstName));
  if (employee && changed("lastName")) expect(after.lastName).toBe(trueName(employee.lastName));
  if (changed("bank")) expect(after.bank).toEqual(trueBank(bankOf(entry.employeeId)));
  expect([after.isOwner, after.isInvited]).toEqual([before.isOwner, before.isInvited]);

  if (!changed("isArchived")) return;
  if (after.isArchived) checkArchived(chapter, attempt, before, employee, entry);
  else {
    expect(policy.rehires).toBe("restore");
    expect(employee && [trueStanding(employee, policy, today), isInScope(employee, policy)]).toEqual([
      "eligible",
      true,
    ]);
  }
}

const FIELD_OF = {
  email: "email",
  firstName: "name",
  lastName: "name",
  managerId: "manager",
  bank: "bank",
} as const;

/** Only leavers, and people who were missing from two complete reads where that is wanted. */
function checkArchived(
  { policy, step, today, employees, absences }: Chapter,
  { before }: Attempt,
  member: WorldMember,
  employee: Employee | undefined,
  entry: JournalEntry,
): void {
  expect([policy.archive, step.noArchive, member.isOwner]).toEqual([true, false, false]);
  const link = before.links.find(({ memberId }) => memberId === member.id);
  if (employee) {
    expect(trueStanding(employee, policy, today)).toBe("leaver");
    if (!isInScope(employee, policy)) expect(link).toBeDefined();
    if (!link) expect(policy.neverManaged).toBe("archive");
  } else {
    const absence = absences.get(entry.employeeId);
    expect(policy.absent).toBe("archive");
    expect(absence?.reads).toBeGreaterThanOrEqual(2);
    expect(absence?.wasManaged).toBe(true);
  }
  // Nobody who works here may have this address and no other member.
  const others = employees.filter((person) => person !== employee && addressOf(person) === keyOf(member));
  for (const other of keyOf(member) === null ? [] : others) {
    const own = before.links.find(({ employeeId }) => employeeId === other.id);
    const isHere = ["eligible", "unknown"].includes(trueStanding(other, policy, today));
    expect(!isHere || (own !== undefined && own.memberId !== member.id)).toBe(true);
  }
}

/** No two members have one e-mail, whatever was repeated or lost. */
function checkNobodyTwice(members: readonly WorldMember[]): void {
  const keys = members.flatMap((member) => keyOf(member) ?? []);
  expect(new Set(keys).size).toBe(keys.length);
}

function checkNobodyComesAndGoes({ journal }: Attempt): void {
  const emails = (action: string) =>
    journal
      .filter((entry) => entry.action === action)
      .flatMap(({ email }) => (email === null ? [] : emailKey(email)));
  const archived = new Set(emails("archive"));
  expect(emails("create").filter((email) => archived.has(email))).toEqual([]);
}

/** What an undisturbed run leaves: the truth of the HR tool for everybody in scope, and nothing to do. */
export function checkTruth(chapter: Chapter, attempt: Attempt, plan: Plan): void {
  expect(attempt.journal.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
  for (const employee of chapter.employees) checkPerson(chapter, attempt, plan, employee);
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
  const note = plan.notes.find(({ employeeId }) => employeeId === employee.id);
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
    const seats = sharers.map((other) => memberOf(before, linkOf(before, other.id)?.memberId));
    const keys = [address, ...[oldMember, holder, ...seats].map(keyOf)];
    const reasons: Readonly<Record<string, boolean>> = {
      protected: keys.some((key) => isProtected(chapter, key)),
      create_off: !policy.create,
      rehire_reported: policy.rehires === "report",
      no_work_email: address === null,
      invalid_work_email: address === null,
      no_name: trueName(employee.firstName) === null || trueName(employee.lastName) === null,
      superseded: sharers.length > 0,
      duplicate_work_email: sharers.length > 0,
      email_taken: isContested,
      email_swap: isContested,
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
  if (address !== null && (isNew || policy.update.includes("email"))) expect(keyOf(member)).toBe(address);
  if (isNew || policy.update.includes("name")) {
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
  const managerLink = linkOf(after, manager.id);
  // A record that stands back leads to the one that stands for it.
  if (managerLink) expect(member.managerId).toBe(managerLink.memberId);
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

interface Pair {
  readonly before: WorldMember | undefined;
  readonly after: WorldMember;
}

/** Members before and after; the product removes none. */
function membersOf({ before, after }: Attempt): readonly Pair[] {
  const known = new Map(before.members.map((member) => [member.id, member]));
  expect(after.members.length).toBeGreaterThanOrEqual(before.members.length);
  return after.members.map((member) => ({ before: known.get(member.id), after: member }));
}

function personOf({ employees }: Chapter, { employeeId }: JournalEntry): Employee | undefined {
  return employees.find(({ id }) => id === employeeId);
}

function linkOf({ links }: Moment, employeeId: string): Link | undefined {
  return links.find((link) => link.employeeId === employeeId);
}

function memberOf({ members }: Moment, id: string | undefined): WorldMember | undefined {
  return members.find((member) => member.id === id);
}

function keyOf(member: WorldMember | undefined): string | null {
  return member?.email ? emailKey(member.email) : null;
}

function isProtected({ policy }: Chapter, key: string | null): boolean {
  return key !== null && policy.protect.some((email) => emailKey(email) === key);
}
