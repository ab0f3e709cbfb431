import type { Link, Member } from "../../src/sync/model/member.js";
import { addressKey, showsName } from "./fold.js";
import {
  isApart,
  isArchived,
  isForeign,
  isTwice,
  isTwo,
  linksOf,
  type Rec,
  type Scene,
  signsOf,
} from "./scene.js";
import { isFormer } from "./standing.js";

/**
 * How sure it is that a member is somebody's. Two signs are; so is the id of a record that says nothing
 * else, and the e-mail of a member that says nothing else. `identity_changed`: nothing but the id of a
 * proven account; `other_name`: nothing but the e-mail, and a person accepts the other name; `idle`: nothing
 * but the id, and nothing is to be done.
 */
type Certainty = "sure" | "identity_changed" | "other_name" | "idle";

/** Somebody's member. */
export interface Seat {
  readonly member: Member;
  /** The member's link, whoever's it was, as the one of its person now; null when it has none. */
  readonly link: Link | null;
  readonly certainty: Certainty;
}

export type IdentityConflict =
  | "duplicate_work_email"
  | "member_linked_twice"
  | "members_share_email"
  | "identity_unclear";

/** Who has which member. */
export interface Matches {
  readonly scene: Scene;
  readonly seats: ReadonlyMap<Rec, Seat>;
  readonly conflicts: ReadonlyMap<Rec, IdentityConflict>;
  /** Records that stand back, and the record of the same person that each stands back for. */
  readonly behind: ReadonlyMap<Rec, Rec>;
  /** Records that have left, and whose e-mail's member is linked to somebody who is missing from the read. */
  readonly waiting: ReadonlySet<Rec>;
}

/** A member whose e-mail is, or was, the one of a record that looks for its member. */
interface Claim {
  readonly rec: Rec;
  readonly member: Member;
  readonly isNow: boolean;
}

/**
 * Matches records and members, sure ones first:
 * 1. of several records of one person, one stands for it; people who share an e-mail are conflicts,
 * 2. the id and another sign; the record that stands takes the member over from one that stands back,
 * 3. the e-mail and another sign, of people who have not left,
 * 4. the id alone, then the e-mail alone, as far as one sign is enough,
 * 5. people who have left, if nobody else has to do with the member of their e-mail.
 * Whoever has one sign where two are needed is unclear.
 */
export function matchAll(scene: Scene): Matches {
  const matching = new Matching(scene);
  matching.settleRecords();
  matching.keepLinked();
  matching.passOn();
  matching.byEmailAndMore();
  matching.byIdAlone();
  matching.byEmailAlone();
  matching.ofFormer();
  return matching;
}

class Matching implements Matches {
  readonly seats = new Map<Rec, Seat>();
  readonly conflicts = new Map<Rec, IdentityConflict>();
  readonly behind = new Map<Rec, Rec>();
  readonly waiting = new Set<Rec>();

  constructor(readonly scene: Scene) {}

  settleRecords(): void {
    const { persons } = this.scene;
    for (const { records, stands } of persons) {
      for (const rec of records) {
        // A contract that begins long after somebody has left is a rehire to come.
        const isLater = rec.standing === "pending" && isFormer(stands.standing);
        if (rec !== stands && !isLater) this.behind.set(rec, stands);
      }
    }
    for (const { stands } of persons) {
      const sharing = persons.filter((one) => stands.email !== null && one.stands.email === stands.email);
      const count = (standing: Rec["standing"]) =>
        sharing.filter((one) => one.stands.standing === standing).length;
      const isOpen = count("eligible") > 1 || (count("eligible") === 1 && count("unknown") > 0);
      if (isOpen && stands.standing !== "unknown") this.conflicts.set(stands, "duplicate_work_email");
    }
  }

  keepLinked(): void {
    for (const rec of this.scene.recs) {
      const member = this.#linkedMember(rec);
      if (!member || isApart(rec.employee.id, member.id, this.scene.input)) continue;
      if (isTwice(member, this.scene)) {
        this.seats.set(rec, { member, link: rec.link, certainty: "sure" });
        this.conflicts.set(rec, "member_linked_twice");
      } else if (isTwo(signsOf(rec, member, this.scene))) this.#seat(rec, member);
    }
  }

  /** Somebody of unknown standing claims nothing; whose records have several members is unclear. */
  passOn(): void {
    for (const heir of new Set(this.behind.values())) {
      if (this.#isSettled(heir) || heir.standing === "unknown") continue;
      const givers = [...this.behind.keys()].filter((rec) => {
        const seat = this.seats.get(rec);
        const isTheirs = this.behind.get(rec) === heir && !this.conflicts.has(rec);
        return isTheirs && seat && !isApart(heir.employee.id, seat.member.id, this.scene.input);
      });
      const [giver, another] = givers;
      if (another) this.conflicts.set(heir, "identity_unclear");
      else if (giver) this.#takeOver(heir, giver);
    }
  }

  /** The member with the e-mail of now before one that had it, then the strongest claim. */
  byEmailAndMore(): void {
    const claims = this.scene.recs
      .filter((rec) => this.#isSeeking(rec))
      .flatMap((rec) => this.#claimsOf(rec));
    claims.sort(
      (a, b) =>
        Number(b.isNow) - Number(a.isNow) || b.rec.rank - a.rec.rank || byId(a.rec, b.rec) || byMember(a, b),
    );
    for (const { rec, member } of claims) {
      if (this.#isSettled(rec)) continue;
      const holder = this.#holderOf(member);
      if (!isTwo(signsOf(rec, member, this.scene, holder))) continue;
      if (!holder) this.#seat(rec, member);
      else if (this.conflicts.has(holder)) continue;
      else if (rec.rank > holder.rank && holder.standing !== "eligible") this.#takeOver(rec, holder);
      else if (wouldBeCreated(rec)) this.conflicts.set(rec, "identity_unclear");
    }
  }

  byIdAlone(): void {
    const { isProven } = this.scene.input.account;
    for (const rec of this.scene.recs) {
      const member = this.#linkedMember(rec);
      if (!member || this.#isSettled(rec) || this.behind.has(rec) || this.#holderOf(member)) continue;
      if (isApart(rec.employee.id, member.id, this.scene.input)) continue;
      // Years later the HR tool may empty the records of leavers, or make them anonymous.
      const isBlank = rec.email === null && !showsName(rec.employee);
      const isIdle = isFormer(rec.standing) && isArchived(member, linksOf(this.scene, member));
      const isEnough = isProven && rec.link?.account !== null && !isFormer(rec.standing);
      this.#seat(rec, member, isBlank ? "sure" : isIdle ? "idle" : isEnough ? "identity_changed" : "sure");
      if (!isBlank && !isIdle && !isEnough) this.conflicts.set(rec, "identity_unclear");
    }
  }

  byEmailAlone(): void {
    const seeking = this.scene.recs.filter((rec) => this.#isSeeking(rec));
    for (const rec of seeking.sort((a, b) => b.rank - a.rank || byId(a, b))) {
      for (const { member } of this.#claimsOf(rec)) {
        const holder = this.#holderOf(member);
        if (holder && !isFormer(holder.standing)) continue;
        const isFree = !holder && linksOf(this.scene, member).length === 0;
        if (isFree && this.#isNameNoMatter(member)) this.#seatByEmail(rec, member);
        else if (wouldBeCreated(rec)) this.conflicts.set(rec, "identity_unclear");
        else continue;
        break;
      }
    }
  }

  /** Nobody who has left gets the member of somebody who is missing from the read: they may be hidden. */
  ofFormer(): void {
    const { recs, input } = this.scene;
    for (const rec of recs) {
      const isDone = this.#isSettled(rec) || this.behind.has(rec);
      if (isDone || !isFormer(rec.standing) || rec.email === null) continue;
      const [member, another] = this.#membersNow(rec);
      if (!member || isApart(rec.employee.id, member.id, input)) continue;
      const links = linksOf(this.scene, member);
      const holder = this.#holderOf(member);
      const isOne = isTwo(signsOf(rec, member, this.scene, holder));
      if (another) {
        if (rec.inFilter) this.conflicts.set(rec, "members_share_email");
      } else if (holder) {
        if (isOne) this.behind.set(rec, holder);
      } else if (links.length > 1 || links.some((link) => !isForeign(link, input))) this.waiting.add(rec);
      else if (isOne) this.#seat(rec, member);
      else if (links.length === 0 && this.#isNameNoMatter(member)) this.#seatByEmail(rec, member);
      else if (rec.inFilter && !isArchived(member, links)) this.conflicts.set(rec, "identity_unclear");
    }
  }

  /** Eligible and coming people without a member. */
  #isSeeking(rec: Rec): boolean {
    const isHere = rec.standing === "eligible" || rec.standing === "pending";
    return isHere && rec.email !== null && !this.#isSettled(rec) && !this.behind.has(rec);
  }

  #claimsOf(rec: Rec): Claim[] {
    const now = this.#membersNow(rec);
    if (now.length > 1) {
      if (wouldBeCreated(rec)) this.conflicts.set(rec, "members_share_email");
      return [];
    }
    return [...now, ...this.scene.members.filter((one) => !now.includes(one))].flatMap((member) => {
      const isMeant = signsOf(rec, member, this.scene).email !== null && !isTwice(member, this.scene);
      return isMeant ? { rec, member, isNow: now.includes(member) } : [];
    });
  }

  #membersNow(rec: Rec): Member[] {
    return this.scene.members.filter(({ email }) => email !== null && addressKey(email) === rec.email);
  }

  #isNameNoMatter(member: Member): boolean {
    return !showsName(member) || this.scene.input.acceptsOtherNames;
  }

  #isSettled(rec: Rec): boolean {
    return this.seats.has(rec) || this.conflicts.has(rec);
  }

  #linkedMember({ link }: Rec): Member | undefined {
    return this.scene.members.find(({ id }) => id === link?.memberId);
  }

  #holderOf(member: Member): Rec | undefined {
    if (isTwice(member, this.scene)) return undefined;
    return [...this.seats].find(([, seat]) => seat.member === member)?.[0];
  }

  #takeOver(rec: Rec, holder: Rec): void {
    const seat = this.seats.get(holder);
    if (!seat) return;
    this.seats.delete(holder);
    this.#seat(rec, seat.member);
    this.behind.set(holder, rec);
  }

  #seatByEmail(rec: Rec, member: Member): void {
    this.#seat(rec, member, showsName(member) ? "other_name" : "sure");
  }

  #seat(rec: Rec, member: Member, certainty: Certainty = "sure"): void {
    const { input } = this.scene;
    const [stored] = linksOf(this.scene, member);
    const own = { source: input.account.source, account: input.account.key, employeeId: rec.employee.id };
    const link = stored ? { ...present(stored), ...own } : null;
    this.seats.set(rec, { member, link, certainty });
  }
}

/** A link of somebody who is in the read again: only absences of managed people are counted. */
function present(link: Link): Link {
  return link.absentReads > 0 ? { ...link, hrStatus: "managed", absentReads: 0 } : link;
}

/** Somebody who is to have a member; for all others an open question changes nothing. */
function wouldBeCreated({ standing, inFilter }: Rec): boolean {
  return standing === "eligible" && inFilter;
}

function byId(a: Rec, b: Rec): number {
  return a.employee.id < b.employee.id ? -1 : a.employee.id > b.employee.id ? 1 : 0;
}

function byMember(a: Claim, b: Claim): number {
  return a.member.id < b.member.id ? -1 : 1;
}
