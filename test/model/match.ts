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
  /** The record with the id, if one has it, else the one that stands. */
  readonly rec: Rec;
  readonly member: Member;
  readonly signs: Signs;
  /** The standing record was taken apart from the member; only another record may keep it. */
  readonly isApart: boolean;
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
  const matching = new Matching(scene);
  matching.byDecision();
  matching.byIdAndMore();
  matching.byEmailAndMore(false);
  matching.byEmailAndMore(true);
  matching.byIdAlone();
  matching.byEmailAlone();
  return matching.finish();
}

class Matching {
  readonly #scene: Scene;
  readonly #persons: readonly Person[];
  readonly #claims: readonly Claim[];
  readonly #seats = new Map<Rec, Seat>();
  readonly #conflicts = new Map<Rec, IdentityConflict>();

  constructor(scene: Scene) {
    const { persons, members, ignoredMembers } = scene;
    this.#scene = scene;
    // Whose own member is ignored is left alone altogether.
    this.#persons = persons.filter(({ stands }) => !ignoredMembers.has(stands.link?.memberId ?? ""));
    this.#claims = this.#persons.flatMap((person) =>
      members.flatMap((member) => claimOf(person, member, scene) ?? []),
    );
    for (const [rec, code] of duplicates(scene)) this.#conflicts.set(rec, code);
    for (const rec of this.#persons.flatMap(({ records }) => records)) {
      const member = members.find(({ id }) => id === rec.link?.memberId);
      const isTwice = member && this.#isTwice(member) && !ignoredMembers.has(member.id);
      if (rec.standing !== "unknown" && isTwice) this.#conflicts.set(rec, "member_linked_twice");
    }
  }

  byDecision(): void {
    for (const person of this.#persons) {
      const given = this.#scene.members.filter((member) => decidedFor(member, this.#scene) === person);
      const [member] = given.filter((one) => this.#isOpen(one));
      if (member) this.#seat(person.stands, member, "decided");
    }
  }

  /** A person's records that stand back keep a member of their own only while the person has another. */
  byIdAndMore(): void {
    for (const person of this.#persons) {
      const { stands, records } = person;
      const own = this.#claims.filter(
        ({ person: one, member, signs }) =>
          one === person && signs.id !== null && isTwo(signs) && this.#isOpen(member),
      );
      const main = own.find(({ rec }) => rec === stands);
      const others = own.filter(({ rec }) => rec !== stands);
      const [other, another] = others;
      if (!this.#seats.has(stands)) {
        if (main) this.#seat(stands, main.member, "two");
        else if (another && !isFormer(stands.standing)) {
          for (const rec of records)
            if (rec.standing !== "unknown") this.#conflicts.set(rec, "duplicate_work_email");
        } else if (other && !another && !other.isApart) this.#seat(stands, other.member, "two");
      }
      for (const { rec, member } of others) if (this.#isOpen(member)) this.#seat(rec, member, "two");
      // Somebody of unknown standing gives nothing up, not even to another record of the same person.
      for (const rec of records) {
        const member = this.#scene.members.find(({ id }) => id === rec.link?.memberId);
        if (rec.standing !== "unknown" || !member || !this.#isOpen(member)) continue;
        if (isTwo(signsOf(rec, member, this.#scene))) this.#seat(rec, member, "two");
      }
    }
  }

  byEmailAndMore(isAboutFormer: boolean): void {
    const wishes: Claim[] = [];
    for (const person of this.#persons) {
      const { stands } = person;
      const isTurn = isFormer(stands.standing) === isAboutFormer;
      if (!isTurn || this.#seats.has(stands) || this.#conflicts.has(stands)) continue;
      if (sharedEmail(stands, this.#scene)) {
        const matters = stands.standing === "eligible" || isFormer(stands.standing);
        if (stands.inFilter && matters) this.#conflicts.set(stands, "members_share_email");
        continue;
      }
      const mine = this.#claims.filter(
        (claim) => claim.person === person && isTwo(claim.signs) && claim.signs.id === null,
      );
      const wish = wishOf(mine);
      if (!wish || this.#isTwice(wish.member) || this.#isIgnored(wish.member)) continue;
      const holder = this.#holderOf(wish.member);
      const isGiven = holder ? this.#givesWay(holder, wish) : this.#mayTakeFree(wish);
      if (isGiven) wishes.push(wish);
    }
    for (const { person, member } of winners(wishes)) this.#seat(person.stands, member, "two", true);
  }

  byIdAlone(): void {
    for (const { person, rec, member, signs, isApart } of this.#claims) {
      const isAlone =
        signs.id !== null && !isTwo(signs) && !this.#isTwice(member) && !this.#isIgnored(member);
      if (!isAlone || this.#conflicts.has(rec) || this.#seats.has(rec)) continue;
      const isContested = this.#claims.some(
        (other) => other.person !== person && other.member === member && isTwo(other.signs),
      );
      // Years later the HR tool may make leavers anonymous: that is nothing to stop a run for.
      const isIdle = isFormer(rec.standing) && isArchived(member, linksOf(this.#scene, member));
      const isProven = signs.id === "strong" && this.#scene.input.account.isProven;
      const isEnough = isProven && !isContested && !isIdle;
      const isHeld = this.#holderOf(member) !== undefined;
      if (!isHeld && (isEnough || isIdle || rec.standing === "unknown")) {
        const isPassedOn = isEnough && !isApart && !this.#seats.has(person.stands);
        const target = isPassedOn ? person.stands : rec;
        this.#seat(
          target,
          member,
          !isEnough ? "idle" : disagrees(rec, member, this.#scene) ? "changed" : "id",
        );
      } else if (rec.standing !== "unknown" && !(isHeld && isFormer(rec.standing))) {
        this.#conflicts.set(rec, "identity_unclear");
      }
    }
  }

  byEmailAlone(): void {
    const { input } = this.#scene;
    const wishes = this.#claims.filter(({ person: { stands }, member, signs }) => {
      const isFree = !this.#seats.has(stands) && !this.#conflicts.has(stands) && this.#isOpen(member);
      const isNew = input.links.every(({ memberId }) => memberId !== member.id);
      const isEnough = !showsName(member) || input.acceptsOtherNames;
      return isFree && isNew && isEnough && signs.email === "now" && !sharedEmail(stands, this.#scene);
    });
    for (const { person, member } of winners(wishes)) {
      this.#seat(person.stands, member, showsName(member) ? "other_name" : "nameless");
    }
  }

  finish(): Matches {
    const superseded = new Set<Rec>();
    const ignored = new Set<Rec>();
    for (const person of this.#scene.persons) {
      const mine = this.#claims.filter((claim) => claim.person === person && !claim.isApart);
      const isLeftAlone =
        !this.#persons.includes(person) ||
        mine.some(({ member, signs }) => this.#isIgnored(member) && (signs.id !== null || isTwo(signs)));
      for (const rec of person.records) {
        const isMain = rec === person.stands;
        if (this.#conflicts.has(rec) || (this.#seats.has(rec) && (isMain || isFormer(rec.standing))))
          continue;
        const isBehind = isFormer(rec.standing) && mine.some(({ signs }) => isTwo(signs));
        const hasLost =
          rec.rank < 2 && [...this.#seats.values()].some(({ link }) => link && link === rec.link);
        if (isLeftAlone && !this.#seats.has(rec)) ignored.add(rec);
        else if (!isMain || isBehind || hasLost) superseded.add(rec);
        else if (rec.standing === "eligible" && rec.inFilter && mine.length > 0) {
          this.#conflicts.set(rec, "identity_unclear");
        }
      }
    }
    return { scene: this.#scene, seats: this.#seats, conflicts: this.#conflicts, superseded, ignored };
  }

  #seat(rec: Rec, member: Member, how: How, takesOver = false): void {
    const before = this.#holderOf(member);
    if (before && !takesOver) throw new Error(`${member.id} is held already`);
    if (before) this.#seats.delete(before);
    const links = linksOf(this.#scene, member);
    const link = links.find((one) => one === rec.link) ?? links[0] ?? null;
    this.#seats.set(rec, { member, link, how });
  }

  #holderOf(member: Member): Rec | undefined {
    return [...this.#seats].find(([, seat]) => seat.member === member)?.[0];
  }

  #isTwice(member: Member): boolean {
    return linksOf(this.#scene, member).length > 1 && !decidedFor(member, this.#scene);
  }

  #isIgnored(member: Member): boolean {
    return this.#scene.ignoredMembers.has(member.id);
  }

  /** Nobody has it yet, and it may be given to somebody. */
  #isOpen(member: Member): boolean {
    return !this.#holderOf(member) && !this.#isTwice(member) && !this.#isIgnored(member);
  }

  /** Whether a record that has left, or that starts far ahead, gives its member to a stronger one. */
  #givesWay(holder: Rec, { person }: Claim): boolean {
    const isWeak = isFormer(holder.standing) || holder.rank === 0;
    return isWeak && person.stands.rank > holder.rank && !this.#conflicts.has(holder);
  }

  /**
   * Somebody of unknown standing gets a member without link only. So does somebody who has left: the
   * record that the link names may be missing for once. A link of an account that is not read any more
   * names nobody, and one of a record that has another member by now names the wrong one.
   */
  #mayTakeFree({ person: { stands }, member }: Claim): boolean {
    const { input, recs } = this.#scene;
    const links = linksOf(this.#scene, member);
    if (stands.standing === "unknown") return links.length === 0;
    if (!isFormer(stands.standing)) return true;
    return links.every((link) => {
      const named = recs.find((rec) => rec.link === link);
      const isOver = named ? this.#seats.has(named) : isForeign(link, input);
      return link.source === input.account.source && isOver;
    });
  }
}

/**
 * The person to whom people gave this member; of several the one by the smallest employee id. Once it
 * is stored, the link says so together with what was seen of the person. The decision alone is a bare
 * number: it would give the member to whoever gets that number in a renumbered account.
 */
function decidedFor(member: Member, { persons, input }: Scene): Person | undefined {
  const isStored = (id: string) =>
    input.links.some(
      (link) => link.employeeId === id && link.memberId === member.id && !isForeign(link, input),
    );
  return persons.find(({ records }) =>
    records.some(({ employee: { id } }) => isDecided("link", id, member.id, input) && !isStored(id)),
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
  const rec = own && isMine(own) ? own.rec : person.stands;
  const isApart = isDecided("unlink", person.stands.employee.id, member.id, scene.input);
  return isApart && rec === person.stands ? null : { person, rec, member, signs, isApart };
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

/** For each member the claim by its e-mail of now before one by an earlier e-mail, then the standing. */
function winners(wishes: readonly Claim[]): Claim[] {
  const isBefore = ({ signs }: Claim) => Number(signs.email === "before");
  const sorted = [...wishes].sort(
    (a, b) => isBefore(a) - isBefore(b) || byStanding(a.person.stands, b.person.stands),
  );
  return sorted.filter((wish, index) => sorted.findIndex(({ member }) => member === wish.member) === index);
}

/** Whether anything speaks against the id: a blank record says nothing. */
function disagrees({ employee, email }: Rec, member: Member, scene: Scene): boolean {
  const links = linksOf(scene, member);
  const hasName = showsName(member) || links.some(({ seen }) => showsName(seen));
  const hasEmail = member.email !== null || links.some(({ seen }) => seen.emails.length > 0);
  return (showsName(employee) && hasName) || (email !== null && hasEmail);
}
