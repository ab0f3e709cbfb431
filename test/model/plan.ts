import type { Link, Member } from "../../src/sync/model/member.js";
import { type Draft, decide, decideAbsent, keepForSuccessors } from "./decide.js";
import { doubtfulPeople, isReleased, linksAfter } from "./links.js";
import { addManagers, type Drafts, orderEmails } from "./managers.js";
import { type Matches, matchAll } from "./match.js";
import { isApart, isArchived, type Rec, type Scene, setScene } from "./scene.js";
import type { ModelInput, ModelPlan, Row } from "./types.js";

/** The whole plan of one entity. Ids of employees and of members are unique. */
export function planModel(input: ModelInput): ModelPlan {
  const scene = setScene(input);
  const matches = matchAll(scene);
  const drafts: Drafts = new Map(scene.recs.map((rec) => [rec, decide(rec, matches)]));
  keepForSuccessors(drafts, matches);
  orderEmails(drafts, matches);
  addManagers(drafts, matches);
  const missing = scene.links.filter((link) => isMissing(link, matches));
  const absences = new Map(missing.map((link) => [link, decideAbsent(link, matches, drafts)]));

  const links = linksAfter(drafts, absences, matches);
  return {
    rows: [...drafts].map(([rec, row]) => rowOf(rec, row, matches)),
    absent: [...absences].map(([link, row]) => absentRow(link, row)),
    links,
    managed: managedMembers(links, drafts, absences, matches),
    released: [
      ...[...drafts].flatMap(([rec, row]) =>
        isReleased(row, matches.seats.get(rec)) ? rec.employee.id : [],
      ),
      ...[...absences].flatMap(([link, row]) => (isLost(row, link) ? link.employeeId : [])),
    ],
    strangers: [...drafts].flatMap(([rec, row]) => (isStranger(rec, row, matches) ? rec.employee.id : [])),
    gone: scene.links.filter((link) => !memberOf(link, scene)),
    doubtful: doubtfulPeople(matches),
  };
}

/**
 * Whether the person of a link is not in the read: nobody comes with the id, or somebody does who has
 * another member. As long as it is open who that is, nobody is missing.
 */
function isMissing(link: Link, { scene, seats }: Matches): boolean {
  const rec = scene.recs.find((one) => one.link === link);
  if (!rec) return true;
  const member = memberOf(link, scene);
  const seat = seats.get(rec);
  if (!member || [...seats.values()].some((one) => one.member === member)) return false;
  return seat !== undefined || isApart(rec.employee.id, member.id, scene.input);
}

function rowOf(rec: Rec, { kind, code, written, warnings, level }: Draft, { seats }: Matches): Row {
  const seat = seats.get(rec);
  const isNew = !seat?.link || seat.link.memberId !== rec.link?.memberId;
  const codes: Partial<Record<Row["kind"], string>> = {
    update: "email" in written ? "email_changed" : "fields_changed",
    unchanged: code === "in_step" && isNew ? "newly_linked" : code,
  };
  const memberId = seat?.member.id ?? null;
  const { employee } = rec;
  return {
    employeeId: employee.id,
    memberId,
    kind,
    code: codes[kind] ?? code,
    written,
    warnings: [...warnings].sort(),
    level,
  };
}

function absentRow(link: Link, { kind, code, written, level }: Draft): Row {
  const memberId = code === "superseded" ? null : link.memberId;
  return { employeeId: link.employeeId, memberId, kind, code, written, warnings: [], level };
}

/** Whether somebody becomes previously managed because they are missing. */
function isLost({ kind, code }: Draft, { hrStatus }: Link): boolean {
  return kind === "previously_managed" && code === "absent" && hrStatus === "managed";
}

/** Everybody who is managed and active until a change of this plan, by person and member. */
function managedMembers(
  links: readonly Link[],
  drafts: Drafts,
  absences: ReadonlyMap<Link, Draft>,
  { scene, seats }: Matches,
): ReadonlySet<string> {
  const managed = new Set<string>();
  const add = (employeeId: string, member: Member, link: Link | null) => {
    if (!isArchived(member, link ? [link] : [])) managed.add(`${employeeId} ${member.id}`);
  };
  const after = (employeeId: string, { id }: Member) =>
    links.find((one) => one.employeeId === employeeId && one.memberId === id && one.hrStatus === "managed");
  for (const [rec, row] of drafts) {
    const seat = seats.get(rec);
    if (!seat) continue;
    const { id } = rec.employee;
    const link = after(id, seat.member);
    const isChange = row.kind === "update" || row.kind === "archive" || isReleased(row, seat);
    if (isChange) add(id, seat.member, seat.link);
    else if (link) add(id, seat.member, link);
  }
  for (const [link, { kind, code }] of absences) {
    const member = memberOf(link, scene);
    if (!member || code === "superseded") continue;
    const isManaged = link.hrStatus === "managed" || kind === "archive";
    if (isManaged) add(link.employeeId, member, link);
  }
  return managed;
}

function isStranger(rec: Rec, { code }: Draft, { seats }: Matches): boolean {
  const isMeant = rec.standing === "eligible" && rec.inFilter;
  const isSettled = code === "ignored" || code === "unlinked" || code === "superseded";
  return isMeant && rec.link === null && !seats.has(rec) && !isSettled;
}

function memberOf({ memberId }: Link, { members }: Scene) {
  return members.find(({ id }) => id === memberId);
}
