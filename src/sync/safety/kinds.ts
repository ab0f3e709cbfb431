import type { CountedChange, LimitKind } from "../model/index.js";

/** What the confirmation of a configuration covers besides the configuration itself: it was shown. */
export const COVERED_BY_CONFIRMATION: ReadonlySet<LimitKind> = new Set([
  "update",
  "email_change",
  "bank_change",
  "creation",
  "release",
]);

/** What a change counts as: an update that changes an e-mail is both. */
export function kindsOf({ action, fields }: Pick<CountedChange, "action" | "fields">): readonly LimitKind[] {
  if (action === "archive") return ["archive"];
  if (action === "create") return ["creation"];
  const kinds: LimitKind[] = [action];
  if (fields.some(({ field }) => field === "email")) kinds.push("email_change");
  if (fields.some(({ field }) => field === "bank")) kinds.push("bank_change");
  return kinds;
}

/** People by what happens to them; whatever happens to one in one way counts once. */
export type PeopleByKind = Readonly<Record<LimitKind, ReadonlySet<string>>>;

/** The people to whom these changes happened. */
export function peopleByKind(changes: readonly CountedChange[]): Record<LimitKind, Set<string>> {
  const people = nobody();
  for (const change of changes) for (const kind of kindsOf(change)) people[kind].add(personKey(change));
  return people;
}

/**
 * A creation has no member until it succeeds. Everything else happens to a member, whatever id the HR
 * tool gives the person: another account may use the same ids for other people.
 */
export function personKey({ action, employeeId, memberId }: Omit<CountedChange, "fields">): string {
  return action === "create" || memberId === null ? `employee ${employeeId}` : memberKey(memberId);
}

export function memberKey(memberId: string): string {
  return `member ${memberId}`;
}

export function nobody(): Record<LimitKind, Set<string>> {
  return {
    ...{ archive: new Set(), update: new Set(), email_change: new Set(), bank_change: new Set() },
    ...{ creation: new Set(), restore: new Set(), release: new Set() },
  };
}
