import { emailKey } from "../../shared/text.js";
import {
  cleanName,
  FIELD_NAMES,
  type HandOff,
  type HandOffStatus,
  type Link,
  type Member,
  partsOf,
  type WantedPart,
} from "../model/index.js";

/**
 * One thing a hand-off waits for: the member as a whole (to exist, to be archived or restored), or a
 * value.
 */
export type Awaited = "member" | WantedPart;

/** How one awaited thing looks in a read of the members. */
type PartStatus =
  | { readonly seen: "done" }
  | { readonly seen: "pending" }
  /** This list does not say whether somebody is archived: only a person's word can tell. */
  | { readonly seen: "untold" }
  /** No read ever shows it: only what else was handed off with it can speak for it. */
  | { readonly seen: "hidden" }
  | { readonly seen: "different"; readonly text: string };

/** What a read says about a hand-off. */
export interface Observation {
  readonly handOff: HandOff;
  /** Null while there is no such member. */
  readonly memberId: string | null;
  readonly parts: ReadonlyMap<Awaited, PartStatus>;
  /** Nothing of it is ever shown, and the rest of what was handed off with it is not done yet. */
  readonly isHeld: boolean;
}

/** Both sides as hand-offs are compared with them. */
export interface ObservationContext {
  readonly membersById: ReadonlyMap<string, Member>;
  readonly membersByEmail: ReadonlyMap<string, Member>;
  /** Employee ids of linked members. */
  readonly holders: ReadonlyMap<string, string>;
  /** Member ids of employees: linked ones, and those whose handed-off creation was carried out. */
  readonly memberIdOf: ReadonlyMap<string, string>;
  /** A person says that what reads can't show was done. */
  readonly trusted: boolean;
}

const DONE: PartStatus = { seen: "done" };
const PENDING: PartStatus = { seen: "pending" };
const UNTOLD: PartStatus = { seen: "untold" };
const HIDDEN: PartStatus = { seen: "hidden" };

export function contextOf(
  members: readonly Member[],
  links: readonly Link[],
  handOffs: readonly HandOff[],
  trusted: boolean,
): ObservationContext {
  const membersById = new Map(members.map((member) => [member.id, member]));
  const membersByEmail = new Map(
    members.flatMap((member) => (member.email === null ? [] : [[emailKey(member.email), member] as const])),
  );
  const holders = new Map(links.map((link) => [link.memberId, link.employeeId]));
  const memberIdOf = new Map(links.map((link) => [link.employeeId, link.memberId]));
  for (const handOff of handOffs) {
    if (handOff.action !== "create") continue;
    const member = memberOf(handOff, { membersById, membersByEmail, holders });
    if (member) memberIdOf.set(handOff.employeeId, member.id);
  }
  return { membersById, membersByEmail, holders, memberIdOf, trusted };
}

/** Compares hand-offs with what was read. */
export function lookAt(handOffs: readonly HandOff[], context: ObservationContext): readonly Observation[] {
  const observation = handOffs.map((handOff) => observationOf(handOff, context));
  if (context.trusted) return observation;
  const unfinished = new Set(
    observation.flatMap((one) => (isOpen(one) && statusOf(one).status === "open" ? [one.handOff.runId] : [])),
  );
  return observation.map((one) =>
    isOpen(one) && unfinished.has(one.handOff.runId) && statusOf(one).status === "taken_as_done"
      ? { ...one, isHeld: true }
      : one,
  );
}

function isOpen({ handOff }: Observation): boolean {
  return handOff.status === "open";
}

function observationOf(handOff: HandOff, context: ObservationContext): Observation {
  const member = memberOf(handOff, context);
  const parts = new Map<Awaited, PartStatus>();
  if (handOff.action !== "update") parts.set("member", statusOfMember(handOff, member, context));
  const state = parts.get("member")?.seen;
  const isReachable = member !== undefined && state !== "pending" && state !== "untold";
  for (const part of partsOf(handOff.wanted)) {
    parts.set(part, isReachable ? statusOfPart(part, handOff, member, context) : PENDING);
  }
  return { handOff, memberId: member?.id ?? handOff.memberId, parts, isHeld: false };
}

/**
 * What the observation comes to. A hand-off stays open as long as anything that reads would show is
 * missing; what they never show counts as done together with the rest of the row, or else with the rest of
 * the rows that were handed off with it.
 * @param dropped awaited things that nobody wants any more
 */
export function statusOf(
  { handOff, parts, isHeld }: Observation,
  dropped: ReadonlySet<Awaited> = new Set(),
): { readonly status: HandOffStatus; readonly detail: string | null } {
  const left = [...parts].filter(([what]) => !dropped.has(what));
  if (left.length === 0) return { status: "withdrawn", detail: "The plan does not want it any more." };
  if (isHeld || left.some(([, partStatus]) => isMissing(partStatus))) return { status: "open", detail: null };
  const different = left.flatMap(([, partStatus]) =>
    partStatus.seen === "different" ? [partStatus.text] : [],
  );
  if (different.length > 0) return { status: "done_differently", detail: different.join(" ") };
  if (left.some(([, { seen }]) => seen === "done")) return { status: "done", detail: null };
  const hidden = left.map(([what]) => awaitedText(what, handOff)).join(" and ");
  return { status: "taken_as_done", detail: `Spendesk's list of members does not show it: ${hidden}.` };
}

/** The things an open hand-off waits for. */
export function awaitedOf({ parts, isHeld }: Observation): readonly Awaited[] {
  return [...parts].flatMap(([what, partStatus]) => (isHeld || isMissing(partStatus) ? [what] : []));
}

/** Whether a thing can't be confirmed by a read of the members. */
export function needsWord({ parts, isHeld }: Observation): boolean {
  return isHeld || parts.get("member")?.seen === "untold";
}

/** Whether the member is still to be created, archived or restored. */
export function isMemberAwaited({ parts }: Observation): boolean {
  const partStatus = parts.get("member");
  return partStatus !== undefined && isMissing(partStatus);
}

function isMissing({ seen }: PartStatus): boolean {
  return seen === "pending" || seen === "untold";
}

/** An awaited thing in words: `line manager`, `the member`. */
export function awaitedText(what: Awaited, { action }: HandOff): string {
  if (what === "bankFingerprint") return FIELD_NAMES.bank;
  if (what !== "member") return FIELD_NAMES[what];
  return { create: "the new member", archive: "the archive", restore: "the restore", update: "the update" }[
    action
  ];
}

function memberOf(
  { action, employeeId, email, memberId }: HandOff,
  context: Pick<ObservationContext, "membersById" | "membersByEmail" | "holders">,
): Member | undefined {
  const byId = memberId === null ? undefined : context.membersById.get(memberId);
  if (byId || action !== "create" || email === null) return byId;
  const member = context.membersByEmail.get(emailKey(email));
  // Somebody else's member may still have the e-mail, and is to give it up.
  const holder = member && context.holders.get(member.id);
  return holder === undefined || holder === employeeId ? member : undefined;
}

function statusOfMember(
  { action, wasListed }: HandOff,
  member: Member | undefined,
  context: ObservationContext,
): PartStatus {
  if (action === "create") return member ? DONE : PENDING;
  if (action === "archive") {
    // Members are never deleted (docs/vendors/spendesk.md §5): one that is not listed any more is archived.
    if (!member || member.status === "archived") return DONE;
    return member.status === "unknown" ? (context.trusted ? DONE : UNTOLD) : PENDING;
  }
  if (!member || member.status === "archived") return PENDING;
  // Where the list leaves archived members out, being in it again says that it was done.
  return member.status !== "unknown" || !wasListed || context.trusted ? DONE : UNTOLD;
}

function statusOfPart(
  part: WantedPart,
  handOff: HandOff,
  member: Member,
  context: ObservationContext,
): PartStatus {
  switch (part) {
    case "bankFingerprint":
      return HIDDEN;
    case "manager":
      return statusOfManager(handOff, member, context);
    case "email":
      return statusOfText(handOff, part, member.email, (email) => (email === null ? null : emailKey(email)));
    case "firstName":
    case "lastName":
      return statusOfText(handOff, part, member[part], cleanName);
  }
}

function statusOfText(
  handOff: HandOff,
  part: "email" | "firstName" | "lastName",
  present: string | null,
  form: (value: string | null) => string | null,
): PartStatus {
  const wanted = handOff.wanted[part] ?? null;
  if (form(present) === form(wanted)) return DONE;
  const from = handOff.fields.find(({ field }) => field === part)?.from ?? null;
  // A new member has no earlier value that could still be there.
  if (handOff.action !== "create" && form(present) === form(from)) return PENDING;
  return {
    seen: "different",
    text: `The ${FIELD_NAMES[part]} is "${present ?? ""}", not "${wanted ?? ""}".`,
  };
}

function statusOfManager({ wanted }: HandOff, member: Member, context: ObservationContext): PartStatus {
  const manager = managerIdOf(wanted.manager, context);
  if (manager === null) return PENDING;
  if (member.managerId === undefined) return HIDDEN;
  return member.managerId === manager ? DONE : PENDING;
}

/** Member id of the manager a hand-off wants; null while the manager is no member. */
export function managerIdOf(
  manager: HandOff["wanted"]["manager"],
  context: ObservationContext,
): string | null {
  if (!manager) return null;
  const id = manager.memberId ?? context.memberIdOf.get(manager.employeeId) ?? null;
  return id !== null && context.membersById.has(id) ? id : null;
}
