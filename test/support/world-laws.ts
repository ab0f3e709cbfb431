import { expect } from "vitest";
import { emailKey } from "../../src/shared/text.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { SafetyLimits } from "../../src/sync/model/policy.js";
import type { JournalEntry } from "../../src/sync/model/state-store.js";
import type { Attempt, Chapter, Preview } from "./world-chapter.js";
import { isProtected, keyOf, membersOf, personOf } from "./world-lookup.js";
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
function checkLimits(
  { script, employees, employeesOfLastRead, isUnconfirmed }: Chapter,
  attempt: Attempt,
): void {
  const { overrides, before, approvals } = attempt;
  const approved = new Set(approvals.map(({ employeeId }) => employeeId));
  // What an earlier run began, or a person confirmed, is carried on with.
  const isNew = ({ employeeId }: { readonly employeeId: string }) => !approved.has(employeeId);
  const changes = membersOf(attempt);
  const carriedOn = attempt.journal.filter((entry) => entry.action === "archive" && !isNew(entry)).length;
  const archived =
    changes.filter((pair) => pair.before && !pair.before.isArchived && pair.after.isArchived).length -
    carriedOn;
  const updated = attempt.journal.filter(
    (entry) =>
      entry.action === "update" &&
      entry.outcome === "applied" &&
      isNew(entry) &&
      !attempt.changedBefore.has(entry.employeeId),
  ).length;
  const present = before.members.filter(({ isArchived }) => !isArchived).length;
  const most = (limit: SafetyLimits["archives"]) =>
    Math.max(limit.atLeast, Math.floor((limit.percent * present) / 100), 0);
  expect(archived).toBeLessThanOrEqual(overrides.allowArchives ?? most(script.safety.archives));
  if (!isUnconfirmed) {
    expect(updated).toBeLessThanOrEqual(overrides.allowUpdates ?? most(script.safety.updates));
  }
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
  // Whoever is protected stays so under a new e-mail.
  const known = attempt.before.links.find(({ memberId }) => memberId === before.id);
  for (const email of known?.seen.emails ?? []) expect(isProtected(chapter, emailKey(email))).toBe(false);
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
    expect([policy.rehires, policy.archivedByHand]).toContain("restore");
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
