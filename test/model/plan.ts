import type { Link } from "../../src/sync/member.js";
import { type Draft, decide, decideAbsent } from "./decide.js";
import { doubtfulPeople, isReleased, linksAfter } from "./links.js";
import { addManagers, type Drafts, orderEmails } from "./managers.js";
import { type Matches, matchAll } from "./match.js";
import { isArchived, linksOf, type Rec, type Scene, setScene } from "./scene.js";
import type { ModelInput, ModelPlan, Row } from "./types.js";

/** The whole plan of one entity. Ids of employees and of members are unique. */
export function planModel(input: ModelInput): ModelPlan {
  const scene = setScene(input);
  const matches = matchAll(scene);
  const drafts: Drafts = new Map(scene.recs.map((rec) => [rec, decide(rec, matches)]));
  orderEmails(drafts, matches);
  addManagers(drafts, matches);
  const missing = scene.links.filter((link) => scene.recs.every((rec) => rec.link !== link));
  const absences = new Map(missing.map((link) => [link, decideAbsent(link, matches)]));

  const links = linksAfter(drafts, absences, matches);
  return {
    rows: [...drafts].map(([rec, row]) => rowOf(rec, row, matches)),
    absent: [...absences].map(([link, row]) => absentRow(link, row)),
    links,
    managed: managedMembers(links, drafts, absences, matches),
    released: [...drafts].flatMap(([rec, row]) =>
      isReleased(row, matches.seats.get(rec)) ? rec.employee.id : [],
    ),
    strangers: [...drafts].flatMap(([rec, row]) => (isStranger(rec, row, matches) ? rec.employee.id : [])),
    gone: scene.links.filter((link) => !memberOf(link, scene)),
    doubtful: doubtfulPeople(matches),
  };
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

function managedMembers(
  links: readonly Link[],
  drafts: Drafts,
  absences: ReadonlyMap<Link, Draft>,
  { scene, seats }: Matches,
): ReadonlySet<string> {
  const ids = links.flatMap(({ hrStatus, memberId }) => (hrStatus === "managed" ? memberId : []));
  for (const [rec, { kind }] of drafts) {
    const seat = seats.get(rec);
    if (seat && (kind === "update" || kind === "archive")) ids.push(seat.member.id);
  }
  for (const [link, { kind }] of absences) if (kind === "archive") ids.push(link.memberId);
  const active = scene.members.filter((member) => !isArchived(member, linksOf(scene, member)));
  return new Set(ids.filter((id) => active.some((member) => member.id === id)));
}

function isStranger(rec: Rec, { code }: Draft, { seats }: Matches): boolean {
  const isMeant = rec.standing === "eligible" && rec.inFilter;
  const isSettled = code === "ignored" || code === "unlinked" || code === "superseded";
  return isMeant && rec.link === null && !seats.has(rec) && !isSettled;
}

function memberOf({ memberId }: Link, { members }: Scene) {
  return members.find(({ id }) => id === memberId);
}
