import { type Account, type Accounts, newLink } from "../identity/index.js";
import { type HandOff, type Link, lastEmail, MAX_SEEN_EMAILS } from "../model/index.js";
import {
  isMemberAwaited,
  managerIdOf,
  type Observation,
  type ObservationContext,
  statusOf,
} from "./observation.js";

/** A hand-off whose links follow now. */
interface CarriedOut {
  readonly handOff: HandOff;
  readonly memberId: string;
  /** False while the member is created or restored, but not all of the values are there. */
  readonly isWhole: boolean;
}

/**
 * Links as they follow from what colleagues carried out, in the order in which it was handed to them.
 * Gives the links that differ from the stored ones.
 */
export function linksAfterHandOffs(
  links: readonly Link[],
  observation: readonly Observation[],
  context: ObservationContext,
  accounts: Accounts,
): readonly Link[] {
  const known = new Map(links.map((link) => [link.employeeId, link]));
  const holders = new Map(context.holders);
  const changed = new Map<string, Link>();
  for (const one of observation) {
    const { employeeId } = one.handOff;
    const before = known.get(employeeId);
    const carriedOut = carriedOutOf(one, before);
    const account = accounts.ofId(employeeId);
    if (!carriedOut || !account) continue;
    const { memberId } = carriedOut;
    // Whoever else has that member keeps it, and so does a member that the person has already.
    if ((holders.get(memberId) ?? employeeId) !== employeeId) continue;
    if (before && before.memberId !== memberId && context.membersById.has(before.memberId)) continue;
    const link = linkAfter(carriedOut, before?.memberId === memberId ? before : null, context, account);
    known.set(employeeId, link);
    holders.set(memberId, employeeId);
    changed.set(employeeId, link);
  }
  return [...changed.values()];
}

/** Links that forget what was taken as done without having been seen, so that it is planned once more. */
export function linksForAgain(links: readonly Link[], handOffs: readonly HandOff[]): readonly Link[] {
  const wantedOf = new Map(handOffs.map(({ employeeId, wanted }) => [employeeId, wanted]));
  return links.flatMap((link) => {
    const wanted = wantedOf.get(link.employeeId);
    if (!wanted) return [];
    const { bankFingerprint } = link;
    return [
      {
        ...link,
        bankFingerprint: bankFingerprint === wanted.bankFingerprint ? null : bankFingerprint,
        managerMemberId: wanted.manager ? null : link.managerMemberId,
      },
    ];
  });
}

function carriedOutOf(observation: Observation, before: Link | undefined): CarriedOut | null {
  const { handOff, memberId } = observation;
  if (memberId === null || handOff.status === "withdrawn") return null;
  const isOver = handOff.status !== "open" || statusOf(observation).status !== "open";
  if (isOver) return { handOff, memberId, isWhole: true };
  if (isMemberAwaited(observation)) return null;
  const isNews =
    handOff.action === "create"
      ? before?.memberId !== memberId
      : handOff.action === "restore" && before?.archived;
  return isNews ? { handOff, memberId, isWhole: false } : null;
}

function linkAfter(
  { handOff, memberId, isWhole }: CarriedOut,
  before: Link | null,
  context: ObservationContext,
  account: Account,
): Link {
  const { action, employeeId, email, wanted } = handOff;
  const known = before ?? newLink(account, employeeId, memberId);
  const archived = action === "archive" || (action !== "restore" && known.archived);
  if (action === "archive" || (action === "restore" && !isWhole)) return { ...known, archived };
  const manager = isWhole ? managerIdOf(wanted.manager, context) : null;
  return {
    ...known,
    // An import brings everything but the manager.
    bankFingerprint: wanted.bankFingerprint ?? known.bankFingerprint,
    managerMemberId: manager ?? known.managerMemberId,
    archived,
    seen: seenInHandOff(known, email, wanted),
  };
}

/** Until the next read, a hand-off is all that is known of somebody new. */
function seenInHandOff(link: Link, email: string | null, wanted: HandOff["wanted"]): Link["seen"] {
  const { emails, firstName, lastName, startDate } = link.seen;
  return {
    emails:
      email === null || email === lastEmail(link) ? emails : [email, ...emails].slice(0, MAX_SEEN_EMAILS),
    firstName: firstName ?? wanted.firstName ?? null,
    lastName: lastName ?? wanted.lastName ?? null,
    startDate,
  };
}
