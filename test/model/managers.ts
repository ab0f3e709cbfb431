import { type Draft, draft, isProtected } from "./decide.js";
import { addressKey } from "./fold.js";
import type { Matches } from "./match.js";
import { isArchived, isTwice, linksOf, type Rec } from "./scene.js";

/** E-mails in use and managers: what one person's row depends on of the other rows. */
export type Drafts = Map<Rec, Draft>;

/**
 * New e-mails that another member has. When that member gives it up in this plan, the change waits for
 * it; people who wait for each other in a circle, and people whose e-mail stays taken, are conflicts.
 */
export function orderEmails(drafts: Drafts, { scene, seats }: Matches): void {
  const wants = (rec: Rec | undefined) => rec && drafts.get(rec)?.written.email;
  const nextOf = (rec: Rec): Rec | "free" | "taken" => {
    const key = addressKey(wants(rec) ?? "");
    const having = scene.members.filter(({ email }) => email !== null && addressKey(email) === key);
    if (having.length === 0) return "free";
    const [member, another] = having;
    const holder = [...seats].find((one) => one[1].member === member)?.[0];
    const isSure = member && !another && !isTwice(member, scene);
    return isSure && holder && wants(holder) ? holder : "taken";
  };
  const verdicts = [...drafts.keys()].filter(wants).map((rec) => {
    const path: Rec[] = [rec];
    for (;;) {
      const next = nextOf(path[path.length - 1] ?? rec);
      if (next === "free") return { rec, level: path.length - 1 };
      if (next === "taken") return { rec, code: "email_taken" };
      if (path.includes(next)) return { rec, code: next === rec ? "email_swap" : "email_taken" };
      path.push(next);
    }
  });
  for (const { rec, level, code } of verdicts) {
    const known = drafts.get(rec);
    if (code) drafts.set(rec, draft("conflict", code, { observed: known?.observed ?? null }));
    else if (known && level) drafts.set(rec, { ...known, level });
  }
}

interface Wish {
  readonly rec: Rec;
  readonly boss: Rec;
  /** Null while the manager is to be created. */
  readonly bossMember: string | null;
}

/** The line manager of everybody who is kept in step; what can't be written is only said. */
export function addManagers(drafts: Drafts, matches: Matches): void {
  const { scene, seats } = matches;
  if (!scene.input.policy.update.includes("manager")) return;
  const warn = (rec: Rec, code: string) => {
    const known = drafts.get(rec);
    if (known) drafts.set(rec, { ...known, warnings: [...known.warnings, code] });
  };
  const before = new Map(drafts);
  const wishes: Wish[] = [];
  for (const [rec, { kind, code }] of before) {
    const isKept = kind === "create" || kind === "update" || kind === "restore" || code === "in_step";
    if (!isKept) continue;
    const found = bossOf(rec, before, matches);
    if (typeof found === "string") warn(rec, found);
    else if (found && found.bossMember !== presentBoss(rec, matches)) wishes.push(found);
    else if (found && found.bossMember === null) wishes.push(found);
  }
  const circular = onCircles(wishes, matches);
  for (const wish of wishes) {
    const { rec, boss, bossMember } = wish;
    const known = drafts.get(rec);
    if (!known) continue;
    if (circular.has(rec)) warn(rec, "manager_circular");
    else if (isProtected(seats.get(rec)?.member ?? null, rec, seats.get(rec)?.link ?? null, scene.input)) {
      drafts.set(rec, draft("blocked", "protected", { observed: known.observed }));
    } else {
      const written = { ...known.written, manager: { employeeId: boss.employee.id, memberId: bossMember } };
      const kind = known.kind === "unchanged" ? "update" : known.kind;
      drafts.set(rec, { ...known, kind, written });
    }
  }
}

/** The manager's record and member, or the code of the reason why there is none; null: none is named. */
function bossOf(rec: Rec, drafts: Drafts, matches: Matches): Wish | string | null {
  const { scene, seats, behind } = matches;
  const named = rec.employee.manager;
  if (!named || (!named.id && !named.email)) return null;
  const byEmail = scene.recs.filter(({ email }) => !!named.email && email === addressKey(named.email));
  const found =
    scene.recs.find(({ employee }) => employee.id === named.id) ??
    byEmail.find(({ standing }) => standing === "eligible") ??
    byEmail.find((one) => !behind.has(one)) ??
    byEmail[0];
  if (!found) return "manager_not_found";
  let boss = found;
  for (let next = behind.get(boss); next; next = behind.get(boss)) boss = next;
  if (boss === rec) return "manager_self";
  const row = drafts.get(boss);
  if (row?.kind === "conflict") return "manager_in_conflict";
  if (row?.kind === "create") return { rec, boss, bossMember: null };
  const seat = seats.get(boss);
  if (!seat) return "manager_not_member";
  const isGone = row?.kind !== "restore" && isArchived(seat.member, seat.link ? [seat.link] : []);
  if (row?.kind === "archive" || isGone) return "manager_archived";
  return { rec, boss, bossMember: seat.member.id };
}

/** As the read says; where it does not tell, what was last written. */
function presentBoss(rec: Rec, { seats }: Matches): string | null {
  const seat = seats.get(rec);
  if (!seat) return null;
  return seat.member.managerId !== undefined ? seat.member.managerId : (seat.link?.managerMemberId ?? null);
}

/**
 * The people who would report to themselves, directly or through others. Whose manager is not written
 * keeps the present one, which may close another circle: hence again and again.
 */
function onCircles(wishes: readonly Wish[], { scene, seats }: Matches): ReadonlySet<Rec> {
  const nodeOf = (rec: Rec) => seats.get(rec)?.member.id ?? `new ${rec.employee.id}`;
  const circular = new Set<Rec>();
  for (;;) {
    const open = wishes.filter(({ rec }) => !circular.has(rec));
    const above = (node: string): string | null => {
      const wish = open.find(({ rec }) => nodeOf(rec) === node);
      if (wish) return nodeOf(wish.boss);
      const member = scene.members.find(({ id }) => id === node);
      if (!member) return null;
      return member.managerId !== undefined
        ? member.managerId
        : (linksOf(scene, member)[0]?.managerMemberId ?? null);
    };
    const caught = open.filter(({ rec }) => {
      let node = above(nodeOf(rec));
      for (let steps = 0; node !== null && steps < 1000; steps += 1) {
        if (node === nodeOf(rec)) return true;
        node = above(node);
      }
      return false;
    });
    if (caught.length === 0) return circular;
    for (const { rec } of caught) circular.add(rec);
  }
}
