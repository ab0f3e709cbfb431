import type { Employee } from "../../src/sync/model/employee.js";
import type { Link, Member } from "../../src/sync/model/member.js";
import { addressKey, isSameName, workEmail } from "./fold.js";
import { rankOf, type Standing, standingOf } from "./standing.js";
import type { ModelInput } from "./types.js";

/** One employee of the read. */
export interface Rec {
  readonly employee: Employee;
  readonly standing: Standing;
  readonly rank: number;
  readonly inFilter: boolean;
  /** Key of the work e-mail; null without one that could be written. */
  readonly email: string | null;
  /** The stored link by id: of this account, else of an unknown one. */
  readonly link: Link | null;
  /** Whether that link's member is there. */
  readonly isLinked: boolean;
}

/** The records of one person: one work e-mail and one name. */
export interface Person {
  readonly records: readonly Rec[];
  /** The one that stands for the person. */
  readonly stands: Rec;
}

/** How a record and the person of a member agree. */
export interface Signs {
  readonly id: "strong" | "weak" | null;
  /** With the member's e-mail of now, or with one that the link has seen. */
  readonly email: "now" | "before" | null;
  readonly name: boolean;
  readonly start: boolean;
}

/** Everybody of an entity before anything is matched. */
export interface Scene {
  readonly input: ModelInput;
  /** Listed members, and those that are archived and therefore not listed. */
  readonly members: readonly Member[];
  readonly unlisted: ReadonlySet<string>;
  readonly links: readonly Link[];
  readonly recs: readonly Rec[];
  readonly persons: readonly Person[];
  readonly ignoredEmployees: ReadonlySet<string>;
  readonly ignoredMembers: ReadonlySet<string>;
}

export function setScene(input: ModelInput): Scene {
  const links = [...input.links].sort(byKey);
  const added = unlistedMembers(input.members, links);
  const members = [...input.members, ...added].sort((a, b) => compare(a.id, b.id));
  const recs = [...input.employees]
    .sort((a, b) => compare(a.id, b.id))
    .map((employee) => recordOf(employee, links, members, input));
  const ignores = inForce(input, "ignore");
  return {
    input,
    members,
    unlisted: new Set(added.map(({ id }) => id)),
    links,
    recs,
    persons: personsOf(recs),
    ignoredEmployees: new Set(
      recs.flatMap(({ employee: { id } }) =>
        ignores.some((one) => isMeant(one.employee, id, input)) ? id : [],
      ),
    ),
    ignoredMembers: new Set(ignores.flatMap(({ memberId }) => memberId ?? [])),
  };
}

export function linksOf({ links }: Scene, member: Member): readonly Link[] {
  return links.filter(({ memberId }) => memberId === member.id);
}

/** Whether a link's account is known to be another one than the one that was read. */
export function isForeign(link: Link, { account }: ModelInput): boolean {
  return link.source !== account.source || (link.account !== null && link.account !== account.key);
}

/** Nobody can tell whose a member is that is linked to several employees. */
export function isTwice(member: Member, scene: Scene): boolean {
  return linksOf(scene, member).length > 1;
}

export function isArchived(member: Member, links: readonly Link[]): boolean {
  return member.status === "archived" || (member.status === "unknown" && links.some((link) => link.archived));
}

function inForce({ decisions, today }: ModelInput, kind: "unlink" | "ignore") {
  return decisions.filter(
    (one) => one.kind === kind && one.endedAt === null && (one.until === null || today <= one.until),
  );
}

/** Whether people decided that the two are not one. */
export function isApart(employeeId: string, memberId: string, input: ModelInput): boolean {
  return inForce(input, "unlink").some(
    (one) => one.memberId === memberId && isMeant(one.employee, employeeId, input),
  );
}

/** Whether people decided to leave the employee of a link alone. */
export function isIgnored(link: Link, input: ModelInput): boolean {
  return (
    !isForeign(link, input) &&
    inForce(input, "ignore").some((one) => isMeant(one.employee, link.employeeId, input))
  );
}

type Meant = { readonly source: string; readonly account: string | null; readonly id: string } | null;

function isMeant(meant: Meant, employeeId: string, { account }: ModelInput): boolean {
  const isAccount = meant?.account === null || meant?.account === account.key;
  return meant?.id === employeeId && meant.source === account.source && isAccount;
}

function recordOf(
  employee: Employee,
  links: readonly Link[],
  members: readonly Member[],
  input: ModelInput,
): Rec {
  const own = links.filter((link) => link.employeeId === employee.id && !isForeign(link, input));
  const link = own.find(({ account }) => account !== null) ?? own[0] ?? null;
  const email = workEmail(employee);
  return {
    employee,
    standing: standingOf(employee, input),
    rank: rankOf(employee, input),
    inFilter: input.inFilter(employee),
    email: email && addressKey(email),
    link,
    isLinked: members.some(({ id }) => id === link?.memberId),
  };
}

/**
 * Members that are archived and not listed, as long as the read lists no archived member at all: those
 * this tool archived, and those that Spendesk refused to create anew. One is gone all the same when a
 * listed member has its e-mail.
 */
function unlistedMembers(members: readonly Member[], links: readonly Link[]): Member[] {
  if (members.some(({ status }) => status === "archived")) return [];
  const taken = members.flatMap(({ email }) => (email ? addressKey(email) : []));
  const added: Member[] = [];
  for (const { memberId: id, archived, hidden, seen } of links) {
    const email = seen.emails[0] ?? null;
    const isKnown = [...members, ...added].some((member) => member.id === id);
    if (isKnown || !(hidden || archived)) continue;
    if (email !== null && taken.includes(addressKey(email))) continue;
    added.push({ id, email, firstName: null, lastName: null, status: "archived", isOwner: false });
  }
  return added;
}

/** Each record belongs to the first one, by id, that has its e-mail and its name. */
function personsOf(recs: readonly Rec[]): Person[] {
  const groups: [Rec, ...Rec[]][] = [];
  for (const rec of recs) {
    const group = groups.find(([first]) => isOnePerson(first, rec));
    if (group) group.push(rec);
    else groups.push([rec]);
  }
  return groups.map((records) => ({ records, stands: [...records].sort(byStanding)[0] ?? records[0] }));
}

function isOnePerson(a: Rec, b: Rec): boolean {
  return a.email !== null && a.email === b.email && isSameName(a.employee, b.employee);
}

/** Which of two records of one person stands for it: that one comes first. */
function byStanding(a: Rec, b: Rec): number {
  const start = ({ employee }: Rec) => employee.startDate ?? "";
  return (
    b.rank - a.rank ||
    Number(b.inFilter) - Number(a.inFilter) ||
    compare(start(b), start(a)) ||
    Number(b.isLinked) - Number(a.isLinked) ||
    compare(a.employee.id, b.employee.id)
  );
}

/** Links by whom they are of. */
export function byKey(a: Link, b: Link): number {
  const key = (link: Link) => JSON.stringify([link.employeeId, link.source, link.account, link.memberId]);
  return compare(key(a), key(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The signs that one record and the person of a member are one; none for pairs that people took apart.
 * @param holder who has the member so far: their name is the one of its person, too
 */
export function signsOf(rec: Rec, member: Member, scene: Scene, holder?: Rec): Signs {
  const { input } = scene;
  const { employee } = rec;
  if (isApart(employee.id, member.id, input)) return { id: null, email: null, name: false, start: false };
  const [link] = linksOf(scene, member);
  const isOwn = link !== undefined && link === rec.link;
  const seenBefore = link?.seen.emails.map(addressKey) ?? [];
  const isNow = member.email !== null && addressKey(member.email) === rec.email;
  const sharing = input.employees.filter(({ startDate }) => startDate === employee.startDate).length;
  const names = [member, ...(link ? [link.seen] : []), ...(holder ? [holder.employee] : [])];
  return {
    id: isOwn ? (link.account === null ? "weak" : "strong") : null,
    email: rec.email === null ? null : isNow ? "now" : seenBefore.includes(rec.email) ? "before" : null,
    name: names.some((name) => isSameName(employee, name)),
    start:
      !!employee.startDate &&
      link?.seen.startDate === employee.startDate &&
      sharing < 0.05 * input.employees.length,
  };
}

/** One person: two signs, of which one is id or e-mail. */
export function isTwo({ id, email, name, start }: Signs): boolean {
  const hard = Number(id !== null) + Number(email !== null);
  return hard > 0 && hard + Number(name) + Number(start) >= 2;
}
