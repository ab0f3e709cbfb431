import type { Employee } from "../../../src/sync/model/employee.js";
import type { Member } from "../../../src/sync/model/member.js";
import { addressKey, isSameName, showsName, workEmail } from "../fold.js";
import { rankOf, standingOf } from "../standing.js";
import type { ModelInput, ModelPlan, Row } from "../types.js";
import type { RunResult } from "./carry-out.js";
import type { Company, SpendeskMember } from "./company.js";

/*
 * What must hold for every plan of every planner. Written on their own: only the folding of names and
 * e-mails, and what a status means on a day, are shared with the model.
 */

const WRITES = ["create", "update", "archive", "restore"];

export function changesOf({ rows, absent }: ModelPlan): Row[] {
  return [...rows, ...absent].filter(({ kind }) => WRITES.includes(kind));
}

/** Asserts a law; far quicker than a matcher, which counts over millions of rows. */
function hold(isKept: boolean, law: string, ...facts: readonly unknown[]): void {
  if (!isKept) throw new Error([law, ...facts.map((fact) => JSON.stringify(fact, null, 1))].join("\n"));
}

/** Laws about one plan alone. */
export function checkPlan(input: ModelInput, plan: ModelPlan): void {
  everybodyHasOneRow(input, plan);
  membersChangeOnce(plan);
  nobodyIsLinkedTwiceAnew(input, plan);
  everyPairHasItsSigns(input, plan);
  nothingIsWrittenForIgnoredAndProtected(input, plan);
  nobodyIsArchivedWhileTheyWorkHere(input, plan);
  handEditsAreSaidFirst(input, plan);
  restoresHaveAReason(input, plan);
}

function everybodyHasOneRow({ employees, links, decisions }: ModelInput, { rows, absent }: ModelPlan): void {
  const named = rows.map(({ employeeId }) => employeeId);
  const isComplete = employees.every(({ id }) => named.filter((one) => one === id).length === 1);
  hold(isComplete && named.length === employees.length, "each employee has one row", named);
  for (const link of links) {
    const isNamed = [...rows, ...absent].some(({ employeeId }) => employeeId === link.employeeId);
    const isApart = decisions.some(({ kind, memberId }) => kind === "unlink" && memberId === link.memberId);
    hold(isNamed || isApart, "each link has a row", link);
  }
}

function membersChangeOnce(plan: ModelPlan): void {
  const ids = changesOf(plan).flatMap(({ memberId }) => memberId ?? []);
  hold(new Set(ids).size === ids.length, "each member changes once", changesOf(plan));
  for (const row of changesOf(plan)) {
    hold((row.memberId === null) === (row.kind === "create"), "only a creation has no member", row);
  }
}

function nobodyIsLinkedTwiceAnew({ links }: ModelInput, plan: ModelPlan): void {
  const times = (all: ModelPlan["links"], id: string) => all.filter(({ memberId }) => memberId === id).length;
  for (const link of plan.links) {
    const same = (one: typeof link) =>
      one.employeeId === link.employeeId && one.account === link.account && one.source === link.source;
    hold(plan.links.filter(same).length === 1, "an employee has one link", link, plan.links);
    const isOnce = times(plan.links, link.memberId) === 1 || times(links, link.memberId) > 1;
    hold(isOnce, "nobody is linked twice who was not before", link, plan.links);
  }
}

/** Nobody gets, keeps, changes or loses a member with fewer signs than the contract asks for. */
function everyPairHasItsSigns(input: ModelInput, plan: ModelPlan): void {
  const isAct = ({ kind }: Row) =>
    kind === "unchanged" || kind === "previously_managed" || WRITES.includes(kind);
  const pairs = [
    ...plan.rows.filter((row) => row.memberId !== null && isAct(row)),
    ...plan.links.filter((link) => {
      const isOld = input.links.some(
        (old) =>
          old.memberId === link.memberId &&
          old.employeeId === link.employeeId &&
          old.account === link.account,
      );
      return !isOld;
    }),
  ];
  for (const { employeeId, memberId } of pairs) {
    const employee = input.employees.find(({ id }) => id === employeeId);
    const member = input.members.find(({ id }) => id === memberId) ?? unlisted(memberId, input);
    const isApart = input.decisions.some(
      (one) =>
        one.kind === "unlink" &&
        one.memberId === memberId &&
        one.employee?.id === employeeId &&
        one.employee.account === input.account.key &&
        (one.until === null || one.until >= input.today),
    );
    hold(!isApart, "what was taken apart stays apart", employee, member);
    const isKnown = employee !== undefined && hasSigns(employee, member, input);
    hold(isKnown, "a member is somebody's by two signs", employee, member, input.links);
  }
}

function unlisted(id: string | null, { links }: ModelInput): Member {
  const email = links.find(({ memberId }) => memberId === id)?.seen.emails[0] ?? null;
  return { id: id ?? "", email, firstName: null, lastName: null, status: "archived", isOwner: false };
}

function hasSigns(employee: Employee, member: Member, input: ModelInput): boolean {
  const { account, employees, acceptsOtherNames } = input;
  const email = workEmail(employee);
  const key = email && addressKey(email);
  const records = employees.filter((other) => {
    const theirs = workEmail(other);
    const isSame = theirs !== null && addressKey(theirs) === key && isSameName(other, employee);
    return other === employee || isSame;
  });
  const links = input.links.filter(({ memberId }) => memberId === member.id);
  const mine = links.filter(
    (link) => link.source === account.source && records.some(({ id }) => id === link.employeeId),
  );
  const isStrong = mine.some((link) => link.account === account.key);
  const hasId = isStrong || mine.some((link) => link.account === null);
  const isNow = member.email !== null && addressKey(member.email) === key;
  const hasEmail = isNow || links.some(({ seen }) => seen.emails.some((one) => addressKey(one) === key));
  // The HR tool may know the person who has the member by a new name already.
  const present = employees.filter((one) => {
    const theirs = workEmail(one);
    const isNow = theirs !== null && member.email !== null && addressKey(theirs) === addressKey(member.email);
    return one !== employee && (isNow || links.some((link) => link.employeeId === one.id));
  });
  const names = [member, ...links.map(({ seen }) => seen), ...present];
  const hasName = names.some((name) => isSameName(employee, name));
  const starts = records.map(({ startDate }) => startDate);
  const hasStart = links.some(({ seen }) => seen.startDate !== null && starts.includes(seen.startDate));
  const signs = Number(hasId) + Number(hasEmail) + Number(hasName) + Number(hasStart);
  // A record that the HR tool emptied says nothing against its id.
  const isBlank = email === null && !showsName(employee);
  return (
    (hasId && isBlank) ||
    ((hasId || hasEmail) && signs >= 2) ||
    (isStrong && account.isProven) ||
    (isNow && links.length === 0 && (acceptsOtherNames || !showsName(member)))
  );
}

function nothingIsWrittenForIgnoredAndProtected(input: ModelInput, plan: ModelPlan): void {
  const { policy, decisions, today, employees, members, links } = input;
  const ignored = decisions.filter(
    ({ kind, until }) => kind === "ignore" && (until === null || until >= today),
  );
  const protects = policy.protect.map(addressKey);
  for (const row of changesOf(plan)) {
    const isIgnored = ignored.some(({ employee, memberId }) => {
      const isEmployee = employee?.id === row.employeeId && employee.account === input.account.key;
      return (isEmployee && plan.rows.includes(row)) || (memberId !== null && memberId === row.memberId);
    });
    const emails = [
      employees.find(({ id }) => id === row.employeeId && plan.rows.includes(row))?.workEmail,
      members.find(({ id }) => id === row.memberId)?.email,
      ...links.flatMap(({ memberId, seen }) => (memberId === row.memberId ? seen.emails : [])),
    ];
    const isProtected = emails.some((email) => email && protects.includes(addressKey(email)));
    hold(!isIgnored, "nothing is written for ignored people", row);
    hold(!isProtected, "nothing is written for protected people", row);
  }
  // Whose an ignored member is may be learned; it is neither let go nor linked to two. Only when it is gone,
  // or when its person's number was given to somebody else, nothing can be kept.
  for (const { memberId } of ignored) {
    const of = (all: typeof links) => all.filter((link) => link.memberId === memberId);
    const isManaged = (all: typeof links) => of(all).every(({ hrStatus }) => hrStatus === "managed");
    const isKept = of(plan.links).length === of(links).length && (!isManaged(links) || isManaged(plan.links));
    const isThere = members.some(({ id }) => id === memberId);
    const isGivenAnew = of(links).some(({ employeeId, source, account }) =>
      plan.links.some(
        (one) =>
          one.memberId !== memberId &&
          one.employeeId === employeeId &&
          one.source === source &&
          one.account === account,
      ),
    );
    hold(!isThere || isGivenAnew || isKept, "links of ignored members stay", memberId);
  }
}

/** A record that has left never archives the member of somebody whose other record has not. */
function nobodyIsArchivedWhileTheyWorkHere(input: ModelInput, plan: ModelPlan): void {
  for (const row of changesOf(plan)) {
    if (row.kind !== "archive") continue;
    const member = input.members.find(({ id }) => id === row.memberId);
    const former = input.employees.find(({ id }) => id === row.employeeId);
    const hasLeft = former !== undefined && standingOf(former, input) === "leaver";
    hold(!plan.rows.includes(row) || hasLeft, "only leavers are archived", row, former);
    hold(member?.isOwner === false, "owners are not archived", row);
    const others = input.employees.filter((other) => {
      // Who stands back for a record that has a member waits for nothing.
      const hasOwn = input.employees.some((one) => {
        const stands = plan.rows.some(
          ({ employeeId, memberId }) => employeeId === one.id && memberId !== null,
        );
        return stands && one !== former && (one === other || isSamePerson(one, other));
      });
      const rank = rankOf(other, input);
      return (
        other !== former && !hasOwn && (rank >= 2 || rank === -1) && member && mayBe(other, member, input)
      );
    });
    hold(others.length === 0, "nobody is archived who works here under another record", row, others);
  }
}

function isSamePerson(a: Employee, b: Employee): boolean {
  const [one, other] = [workEmail(a), workEmail(b)];
  return one !== null && other !== null && addressKey(one) === addressKey(other) && isSameName(a, b);
}

/** The member has somebody's e-mail, or had it and is known by their name. */
function mayBe(employee: Employee, member: Member, input: ModelInput): boolean {
  const { decisions, links } = input;
  const isDecided = decisions.some(
    ({ kind, employee: meant, memberId }) =>
      meant?.id === employee.id && (kind === "ignore" || (kind === "unlink" && memberId === member.id)),
  );
  const email = workEmail(employee);
  if (isDecided || email === null) return false;
  const isSame = (other: string | null) => other !== null && addressKey(other) === addressKey(email);
  const known = links.filter(({ memberId }) => memberId === member.id).map(({ seen }) => seen);
  const isNamed = [member, ...known].some((name) => isSameName(employee, name));
  return isSame(member.email) || (isNamed && known.some(({ emails }) => emails.some(isSame)));
}

/** A value that somebody typed over a value this tool had written is said before it is overwritten. */
function handEditsAreSaidFirst({ links, members, policy }: ModelInput, plan: ModelPlan): void {
  for (const { memberId, written, warnings } of changesOf(plan)) {
    const known = links.filter((one) => one.memberId === memberId);
    // Of several links nobody can tell whose writes they remember.
    const link = known.length === 1 ? known[0] : undefined;
    const member = members.find(({ id }) => id === memberId);
    for (const field of ["email", "firstName", "lastName"] as const) {
      const last = link?.written[field];
      const shown = member?.[field];
      if (written[field] === undefined || !last?.wasSeen || last.value !== written[field] || !shown) continue;
      const isSaid = last.reportedEdit !== null && warnings.includes("edited_by_hand");
      hold(policy.handEdits === "overwrite" && isSaid, "edits by hand are said first", memberId, written);
    }
  }
}

function restoresHaveAReason(input: ModelInput, plan: ModelPlan): void {
  const { links, policy, connectedOn, employees } = input;
  for (const row of changesOf(plan)) {
    if (row.kind !== "restore") continue;
    const linked = links.filter(({ memberId }) => memberId === row.memberId);
    const starts = employees.find(({ id }) => id === row.employeeId)?.startDate ?? "";
    const isNewHere = connectedOn !== null && starts > connectedOn;
    const isRehire = linked.some(({ archived }) => archived) || (linked.length === 0 && isNewHere);
    const isAllowed = isRehire ? policy.rehires === "restore" : policy.archivedByHand === "restore";
    hold(isAllowed && (isRehire || linked.length > 0), "a restore has a reason", row, linked);
  }
}

/** Laws about what really happened; only where signs can be trusted. */
export function checkTruth(
  company: Company,
  before: readonly SpendeskMember[],
  { input, plan }: RunResult,
): void {
  const humanOf = (employeeId: string) => company.records.find(({ id }) => id === employeeId)?.human;
  const pairs = [
    ...changesOf(plan).filter((row) => plan.rows.includes(row)),
    ...plan.links.filter((link) => {
      const isOld = input.links.some(
        (old) => old.memberId === link.memberId && old.employeeId === link.employeeId,
      );
      return !isOld;
    }),
  ];
  for (const { employeeId, memberId } of pairs) {
    const was = before.find(({ id }) => id === memberId);
    const is = company.members.find(({ id }) => id === memberId);
    if (!was || !is) continue;
    const isNameless = !showsName(was) && input.links.every((link) => link.memberId !== memberId);
    // Whose a member without a name is, its e-mail alone tells; who a record without both is, its number.
    const record = company.records.find(({ id }) => id === employeeId);
    const isBlank = record !== undefined && workEmail(record) === null && !showsName(record);
    if (isNameless || isBlank) is.human = humanOf(employeeId) ?? is.human;
    else hold(humanOf(employeeId) === was.human, "a member stays with its human being", employeeId, was);
  }
  for (const was of before) {
    const is = company.members.find(({ id }) => id === was.id);
    const linked = input.links.filter(({ memberId }) => memberId === was.id);
    // Once its person has left it does not matter who archived a member: whoever comes back is a rehire.
    const isOver = linked.length === 0 || linked.some(({ archived }) => archived);
    const mayChange = !was.isByHand || isOver || !is || input.policy.archivedByHand === "restore";
    hold(mayChange || is.isArchived, "archives by hand stand", was);
  }
  // Whoever works here, inside the filter, and is known by a member's name, keeps that member. Where nothing
  // but the name connects them with somebody who has left, the member goes with the one who left.
  for (const row of changesOf(plan)) {
    if (row.kind !== "archive") continue;
    const member = input.members.find(({ id }) => id === row.memberId);
    const human = before.find(({ id }) => id === row.memberId)?.human;
    const seen = input.links.filter(({ memberId }) => memberId === row.memberId).map((link) => link.seen);
    const working = input.employees.filter((employee) => {
      const isThem = humanOf(employee.id) === human && employee.id !== row.employeeId;
      const own = plan.rows.find(({ employeeId }) => employeeId === employee.id);
      const isKnown = [member, ...seen].some((name) => name && isSameName(employee, name));
      const isHere = standingOf(employee, input) === "eligible" && input.inFilter(employee);
      const isMissing = plan.absent.includes(row);
      const waits =
        own?.memberId === null &&
        (own.code === "identity_unclear" ||
          (isMissing && own.kind !== "create" && own.code !== "superseded"));
      // People may err: whom they took apart from the member is somebody else.
      const isApart = input.decisions.some(
        (one) => one.kind === "unlink" && one.memberId === row.memberId && one.employee?.id === employee.id,
      );
      return isThem && isKnown && isHere && waits && !isApart;
    });
    hold(working.length === 0, "nobody is archived who works here", row, working);
  }
}
