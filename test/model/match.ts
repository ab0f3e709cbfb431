import type { Link, Member } from "../../src/sync/member.js";
import { addressKey, showsName } from "./fold.js";
import {
  byStanding,
  isArchived,
  isDecided,
  isForeign,
  isTwo,
  linksOf,
  type Person,
  type Rec,
  type Scene,
  type Signs,
  signsOf,
} from "./scene.js";
import { isFormer } from "./standing.js";

/**
 * How it is known that a member is somebody's: a person decided it, two signs agree, the id of a proven
 * account alone (with name or e-mail against it: `changed`; with nothing to compare: `id`), the e-mail
 * alone of a member without a name, or with another name that a person accepts. `idle`: the id alone,
 * which is not enough, but nothing would be done anyway.
 */
type How = "decided" | "two" | "changed" | "id" | "nameless" | "other_name" | "idle";

/** Somebody's member. */
export interface Seat {
  readonly member: Member;
  /** The member's stored link, whoever's it was; null when it has none. */
  readonly link: Link | null;
  readonly how: How;
}

export type IdentityConflict =
  | "duplicate_work_email"
  | "member_linked_twice"
  | "members_share_email"
  | "identity_unclear";

/** Who has which member. */
export interface Matches {
  readonly scene: Scene;
  /** The member of the record, if it has one. Of a person's records the one that stands has the member. */
  readonly seats: ReadonlyMap<Rec, Seat>;
  readonly conflicts: ReadonlyMap<Rec, IdentityConflict>;
  /** Records that another one of the same person stands for. */
  readonly superseded: ReadonlySet<Rec>;
  /** Records whose member, or the member they point to, is to be left alone. */
  readonly ignored: ReadonlySet<Rec>;
}

interface Claim {
  readonly person: Person;
  readonly rec: Rec;
  readonly member: Member;
  readonly signs: Signs;
}

/**
 * Matches people and members, sure claims first:
 * 1. what people decided,
 * 2. id and another sign,
 * 3. e-mail and another sign, of people who have not left; from a record that has left, or that starts
 *    far ahead, they take the member over,
 * 4. e-mail and another sign, of people who have left, if nobody else has to do with the member,
 * 5. the id alone, then the e-mail alone, as far as one sign is enough.
 * Whoever then still has a sign of some member, and would get one, is unclear.
 */
export function matchAll(scene: Scene): Matches {
  const { input, members, persons } = scene;
  const seats = new Map<Rec, Seat>();
  const conflicts = new Map<Rec, IdentityConflict>();
  const isTwice = (member: Member) => linksOf(scene, member).length > 1 && !decidedFor(member, scene);
  const isIgnored = (member: Member) => scene.ignoredMembers.has(member.id);
  const holderOf = (member: Member) => [...seats].find(([, seat]) => seat.member === member)?.[0];
  const seat = (rec: Rec, member: Member, how: How) => {
    const before = holderOf(member);
    if (before) seats.delete(before);
    const links = linksOf(scene, member);
    const own = links.find((link) => link === rec.link);
    seats.set(rec, { member, link: own ?? links[0] ?? null, how });
  };

  const claims = persons.flatMap((person) =>
    members.flatMap((member) => claimOf(person, member, scene) ?? []),
  );
  const twoOn = (member: Member) => claims.filter((claim) => claim.member === member && isTwo(claim.signs));

  for (const [rec, code] of duplicates(scene)) conflicts.set(rec, code);
  for (const rec of persons.flatMap(({ records }) => records)) {
    const member = members.find(({ id }) => id === rec.link?.memberId);
    if (rec.standing !== "unknown" && member && isTwice(member) && !isIgnored(member)) {
      conflicts.set(rec, "member_linked_twice");
    }
  }

  // 1.
  for (const person of persons) {
    const member = members.find((one) =>
      person.records.some(({ employee }) => isDecided("link", employee.id, one.id, input)),
    );
    if (member && !isIgnored(member) && decidedFor(member, scene) === person) {
      seat(person.stands, member, "decided");
    }
  }

  // 2. Records that stand back keep a member of their own only when the person has another one.
  for (const person of persons) {
    const mine = claims.filter(
      ({ person: one, member, signs }) =>
        one === person && signs.id !== null && isTwo(signs) && !isTwice(member) && !isIgnored(member),
    );
    const own = mine.filter(({ member }) => !holderOf(member));
    const main = own.find(({ rec }) => rec === person.stands);
    const [other, another] = own.filter(({ rec }) => rec !== person.stands && rec.standing !== "unknown");
    if (main) seat(main.rec, main.member, "two");
    else if (another && !isFormer(person.stands.standing) && !seats.has(person.stands)) {
      for (const rec of person.records)
        if (rec.standing !== "unknown") conflicts.set(rec, "duplicate_work_email");
    } else if (other && !another && !seats.has(person.stands)) seat(person.stands, other.member, "two");
    for (const { rec, member } of own) if (!holderOf(member)) seat(rec, member, "two");
    // Somebody of unknown standing gives nothing up, not even to another record of the same person.
    for (const rec of person.records) {
      const member = members.find(({ id }) => id === rec.link?.memberId);
      if (rec.standing !== "unknown" || !member || isTwice(member) || isIgnored(member)) continue;
      if (!holderOf(member) && isTwo(signsOf(rec, member, scene))) seat(rec, member, "two");
    }
  }

  // 3. and 4.
  for (const wantFormer of [false, true]) {
    const wishes = new Map<Person, Claim>();
    for (const person of persons) {
      const { stands } = person;
      if (isFormer(stands.standing) !== wantFormer || seats.has(stands) || conflicts.has(stands)) continue;
      if (sharedEmail(stands, scene)) {
        const matters = stands.inFilter && stands.standing !== "pending" && stands.standing !== "unknown";
        if (matters) conflicts.set(stands, "members_share_email");
        continue;
      }
      const wish = wishOf(
        claims.filter((claim) => claim.person === person && isTwo(claim.signs) && claim.signs.id === null),
      );
      if (!wish || isTwice(wish.member) || isIgnored(wish.member)) continue;
      const holder = holderOf(wish.member);
      const mayTake = holder ? givesWay(holder, wish, conflicts) : mayTakeFree(wish, scene);
      if (mayTake) wishes.set(person, wish);
    }
    for (const { rec, member } of winners([...wishes.values()])) seat(rec, member, "two");
  }

  // 5.
  for (const claim of claims) {
    const { person, rec, member, signs } = claim;
    if (signs.id === null || isTwo(signs) || isTwice(member) || isIgnored(member) || conflicts.has(rec))
      continue;
    const isContested = twoOn(member).some((other) => other.person !== person);
    const isIdle = isFormer(rec.standing) && isArchived(member, linksOf(scene, member));
    const isProven = signs.id === "strong" && input.account.isProven;
    if (holderOf(member)) {
      if (rec.standing !== "unknown" && !isFormer(rec.standing)) conflicts.set(rec, "identity_unclear");
    } else if ((isProven && !isContested) || isIdle || rec.standing === "unknown") {
      const target = seats.has(person.stands) ? rec : person.stands;
      const isEnough = isProven && !isContested;
      const how = !isEnough ? "idle" : disagrees(rec, member, scene) ? "changed" : "id";
      if (!seats.has(target)) seat(target, member, how);
    } else conflicts.set(rec, "identity_unclear");
  }
  const byEmail = claims.filter(({ person, member, signs }) => {
    const { stands } = person;
    const isOpen = !seats.has(stands) && !conflicts.has(stands) && !holderOf(member) && !isIgnored(member);
    const isNew = input.links.every(({ memberId }) => memberId !== member.id);
    const isEnough = !showsName(member) || input.acceptsOtherNames;
    return isOpen && isNew && isEnough && signs.email === "now" && !sharedEmail(stands, scene);
  });
  for (const { rec, member } of winners(byEmail)) {
    seat(rec, member, showsName(member) ? "other_name" : "nameless");
  }

  // Whoever is left.
  const superseded = new Set<Rec>();
  const ignored = new Set<Rec>();
  for (const person of persons) {
    for (const rec of person.records) {
      if (seats.has(rec) && (rec === person.stands || isFormer(rec.standing))) continue;
      const mine = claims.filter((claim) => claim.person === person);
      const isLeftAlone = mine.some(
        ({ member, signs }) => isIgnored(member) && (signs.id !== null || isTwo(signs)),
      );
      const isSecond = rec !== person.stands || (isFormer(rec.standing) && mine.some((c) => isTwo(c.signs)));
      const hasLost = rec.isLinked && [...seats].some(([, { link }]) => link !== null && link === rec.link);
      if (conflicts.has(rec)) continue;
      if (isLeftAlone && !seats.has(rec)) ignored.add(rec);
      else if (isSecond || (hasLost && rec.rank < 2)) superseded.add(rec);
      else if (rec.standing === "eligible" && rec.inFilter && mine.length > 0) {
        conflicts.set(rec, "identity_unclear");
      }
    }
  }
  return { scene, seats, conflicts, superseded, ignored };
}

/** The person to whom people gave this member; of several the one by the smallest employee id. */
function decidedFor(member: Member, { persons, input }: Scene): Person | undefined {
  return persons.find(({ records }) =>
    records.some(({ employee }) => isDecided("link", employee.id, member.id, input)),
  );
}

/** What a person has to do with a member by id or e-mail; the signs of all their records together. */
function claimOf(person: Person, member: Member, scene: Scene): Claim | null {
  const all = person.records.map((rec) => ({ rec, signs: signsOf(rec, member, scene) }));
  const own = all.find(({ signs }) => signs.id !== null);
  const isMine = ({ rec }: { rec: Rec }) => rec.standing !== "unknown" || rec === person.stands;
  const email = all.map(({ signs }) => signs.email);
  const signs: Signs = {
    id: all.filter(isMine).find(({ signs: one }) => one.id !== null)?.signs.id ?? null,
    email: email.includes("now") ? "now" : email.includes("before") ? "before" : null,
    name: all.some(({ signs: one }) => one.name),
    start: all.some(({ signs: one }) => one.start),
  };
  if (signs.id === null && signs.email === null) return null;
  return { person, rec: own && isMine(own) ? own.rec : person.stands, member, signs };
}

/** Two people who both may work here can't have one e-mail, whatever the filter says of them. */
function duplicates({ persons }: Scene): [Rec, IdentityConflict][] {
  return persons.flatMap((person) => {
    const sharing = persons.filter(
      ({ stands }) => stands.email !== null && stands.email === person.stands.email,
    );
    const eligible = sharing.filter(({ stands }) => stands.standing === "eligible");
    const isOpen =
      eligible.length > 1 ||
      (eligible.length === 1 &&
        sharing.some((one) => one !== eligible[0] && one.records.some((rec) => rec.standing === "unknown")));
    if (!isOpen) return [];
    const concerned = person.records.filter(({ standing }) => standing !== "unknown");
    return concerned.map((rec): [Rec, IdentityConflict] => [rec, "duplicate_work_email"]);
  });
}

function sharedEmail({ email }: Rec, { members }: Scene): boolean {
  return members.filter((member) => member.email && addressKey(member.email) === email).length > 1;
}

/** The member somebody wants: the one with their e-mail, else the only one that had it before. */
function wishOf(claims: readonly Claim[]): Claim | null {
  const [now] = claims.filter(({ signs }) => signs.email === "now");
  const before = claims.filter(({ signs }) => signs.email === "before");
  return now ?? (before.length === 1 ? (before[0] ?? null) : null);
}

/** Whether a record that has left, or that starts far ahead, gives its member to a stronger one. */
function givesWay(holder: Rec, { person }: Claim, conflicts: ReadonlyMap<Rec, unknown>): boolean {
  const isWeak = isFormer(holder.standing) || holder.rank === 0;
  return isWeak && person.stands.rank > holder.rank && !conflicts.has(holder);
}

/**
 * Somebody of unknown standing gets a member without link only. So does somebody who has left: the
 * record that the link names may be missing for once. Links of an account that is not read any more
 * name nobody.
 */
function mayTakeFree({ person, member }: Claim, scene: Scene): boolean {
  const links = linksOf(scene, member);
  const { account } = scene.input;
  if (person.stands.standing === "unknown") return links.length === 0;
  if (!isFormer(person.stands.standing)) return true;
  return links.every((link) => link.source === account.source && isForeign(link, scene.input));
}

/** For each member the claim by its e-mail of now before one by an earlier e-mail, then the standing. */
function winners(wishes: readonly Claim[]): Claim[] {
  const isBefore = ({ signs }: Claim) => Number(signs.email === "before");
  const sorted = [...wishes].sort(
    (a, b) => isBefore(a) - isBefore(b) || byStanding(a.person.stands, b.person.stands),
  );
  const best = sorted.filter(
    (wish, index) => sorted.findIndex(({ member }) => member === wish.member) === index,
  );
  return best.map((wish) => ({ ...wish, rec: wish.person.stands }));
}

/** Whether anything speaks against the id: a blank record says nothing. */
function disagrees({ employee, email }: Rec, member: Member, scene: Scene): boolean {
  const links = linksOf(scene, member);
  const hasName = showsName(member) || links.some(({ seen }) => showsName(seen));
  const hasEmail = member.email !== null || links.some(({ seen }) => seen.emails.length > 0);
  return (showsName(employee) && hasName) || (email !== null && hasEmail);
}
