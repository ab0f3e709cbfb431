import { type Accounts, compareText, linksAfter } from "../identity/index.js";
import {
  dayInZone,
  daysBetween,
  type HandOff,
  type HandOffStatus,
  type HandOffUpdate,
  type IsoDate,
  type Link,
  type LinkChanges,
  type Member,
  type Plan,
  sinceWords,
} from "../model/index.js";
import { linksAfterHandOffs, linksForAgain } from "./links.js";
import {
  awaitedOf,
  awaitedText,
  contextOf,
  lookAt,
  needsWord,
  type Observation,
  statusOf,
} from "./observation.js";
import { withoutHandedOff } from "./plan.js";

/** A hand-off that reading does not show yet and that the plan still wants. */
export interface OpenHandOff {
  readonly handOff: HandOff;
  /** The day it was handed off, in the entity's time zone. */
  readonly since: IsoDate;
  /** Whole days since then. */
  readonly days: number;
  /** What it waits for, in words. */
  readonly waitsFor: readonly string[];
  /** No read of the members can show it, so that only a person can say that it was done. */
  readonly needsWord: boolean;
}

/** A hand-off that is over. */
export interface SettledHandOff {
  readonly handOff: HandOff;
  readonly memberId: string | null;
  readonly status: Exclude<HandOffStatus, "open">;
  readonly detail: string | null;
  /** The read showed it; otherwise the plan does not want it any more, which only an apply records. */
  readonly isSeen: boolean;
}

/** What a read and a plan say about an entity's hand-offs. */
export interface HandOffReview {
  readonly open: readonly OpenHandOff[];
  readonly settled: readonly SettledHandOff[];
  /** Hand-offs that an earlier run saw and whose outcome the links get from this plan. */
  readonly known: readonly HandOff[];
}

/** The same after a run did, or handed off once more, some of what was open. */
export function reviewAfter(review: HandOffReview, superseded: readonly HandOffUpdate[]): HandOffReview {
  const updateOf = new Map(superseded.map((update) => [keyOf(update), update]));
  const open: OpenHandOff[] = [];
  const withdrawn: SettledHandOff[] = [];
  for (const one of review.open) {
    const { handOff } = one;
    const { status, detail = null } = updateOf.get(keyOf(handOff)) ?? {};
    if (status === undefined) open.push(one);
    else withdrawn.push({ handOff, memberId: handOff.memberId, status, detail, isSeen: false });
  }
  return { ...review, open, settled: [...review.settled, ...withdrawn] };
}

function keyOf({ runId, sequence }: Pick<HandOff, "runId" | "sequence">): string {
  return `${runId} ${sequence}`;
}

/** Nothing is handed off. */
export const NO_HAND_OFFS: HandOffReview = { open: [], settled: [], known: [] };

interface ReviewerInput {
  readonly handOffs: readonly HandOff[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  readonly accounts: Accounts;
  readonly today: IsoDate;
  readonly timezone: string;
  /** Whatever is still open, or was never seen, is to be planned once more. */
  readonly again: boolean;
  /** A person says that what reads can't show was done. */
  readonly trusted: boolean;
}

/** The hand-offs of an entity as a read shows them, before anything is planned. */
export interface HandOffReviewer {
  /** The links as they are once the state knows what colleagues carried out. */
  readonly links: readonly Link[];
  /** Takes what is in the hands of a colleague out of a plan made with these links. */
  review(plan: Plan): ReviewedPlan;
}

/** A plan without what is in the hands of a colleague, and what is. */
export interface ReviewedPlan {
  readonly plan: Plan;
  readonly review: HandOffReview;
}

/** Looks which hand-offs were carried out. Pure. */
export function handOffReviewer(input: ReviewerInput): HandOffReviewer {
  const { handOffs, members, links, accounts, again, trusted } = input;
  if (handOffs.length === 0) {
    return { links, review: (plan) => ({ plan, review: NO_HAND_OFFS }) };
  }
  // The ids of hand-offs are those of these accounts.
  const own = links.filter((link) => accounts.ofLink(link) !== null);
  const context = contextOf(members, own, handOffs, trusted);
  const observation = lookAt(handOffs, context);
  const counted = again ? observation.filter((one) => !wasNeverSeen(one)) : observation;
  const repeated = again ? observation.filter(wasNeverSeen).map(({ handOff }) => handOff) : [];
  const upsert = [...linksForAgain(own, repeated), ...linksAfterHandOffs(own, counted, context, accounts)];
  const seen = counted.flatMap((one) => settledByRead(one));
  const seenHandOffs = new Set(seen.map(({ handOff }) => handOff));
  const open = observation.filter(({ handOff }) => handOff.status === "open" && !seenHandOffs.has(handOff));
  return {
    links: linksAfter(links, { upsert, remove: [] }),
    review(full) {
      const { plan, wanted } = withoutHandedOff(full, open, sinceWords(input), again);
      const rest = open.map((one) => stillOpen(one, wanted.get(one.handOff) ?? new Set(), input));
      return {
        plan: { ...plan, links: mergeLinks(upsert, plan.links) },
        review: {
          open: rest.flatMap((one) => ("since" in one ? [one] : [])),
          settled: [...seen, ...rest.flatMap((one) => ("since" in one ? [] : [one]))],
          known: handOffs.filter(({ status }) => status !== "open"),
        },
      };
    },
  };
}

/** What any run may record: facts about Spendesk, whatever the plan wants. */
export function factsOf(review: HandOffReview): readonly HandOffUpdate[] {
  return review.settled.filter(({ isSeen }) => isSeen).map(updateOf);
}

/** What an apply records once it has stored the links of its plan. */
export function closingsOf(review: HandOffReview): readonly HandOffUpdate[] {
  return [
    ...review.known.map(({ runId, sequence }): HandOffUpdate => ({ runId, sequence, closed: true })),
    ...review.settled.map((one): HandOffUpdate => {
      // Of a hand-off without its unwanted part the links know nothing yet: the next run tells them.
      const isLinked = one.isSeen || one.status === "withdrawn";
      return { ...updateOf(one), ...(isLinked && { closed: true }) };
    }),
  ];
}

function updateOf({ handOff, memberId, status, detail }: SettledHandOff): HandOffUpdate {
  const { runId, sequence } = handOff;
  return {
    runId,
    sequence,
    status,
    ...(detail !== null && { detail }),
    ...(memberId !== null && { memberId }),
  };
}

function wasNeverSeen(observation: Observation): boolean {
  const { status } = observation.handOff;
  return (status === "open" ? statusOf(observation).status : status) === "taken_as_done";
}

function settledByRead(observation: Observation): SettledHandOff[] {
  const { handOff, memberId } = observation;
  if (handOff.status !== "open") return [];
  const { status, detail } = statusOf(observation);
  return status === "open" ? [] : [{ handOff, memberId, status, detail, isSeen: true }];
}

/** An open hand-off, without what the plan no longer wants of it. */
function stillOpen(
  observation: Observation,
  wanted: ReadonlySet<string>,
  { today, timezone, again }: ReviewerInput,
): OpenHandOff | SettledHandOff {
  const { handOff, memberId } = observation;
  const dropped = new Set(awaitedOf(observation).filter((what) => !wanted.has(what)));
  const { status, detail } = statusOf(observation, dropped);
  const isRepeated = again && wanted.size > 0;
  if (status !== "open" && !isRepeated) return { handOff, memberId, status, detail, isSeen: false };
  const since = dayInZone(new Date(handOff.handedOffAt), timezone);
  const waiting = awaitedOf(observation).filter((what) => wanted.has(what));
  const shown = waiting.includes("member") ? (["member"] as const) : waiting;
  return {
    handOff,
    since,
    days: daysBetween(since, today),
    waitsFor: shown.map((what) => awaitedText(what, handOff)),
    needsWord: needsWord(observation),
  };
}

/** The plan's own links win: they were made with the others known. */
function mergeLinks(upsert: readonly Link[], links: LinkChanges): LinkChanges {
  const settled = new Set([...links.upsert, ...links.remove].map(({ employeeId }) => employeeId));
  const added = upsert.filter(({ employeeId }) => !settled.has(employeeId));
  if (added.length === 0) return links;
  return {
    ...links,
    upsert: [...links.upsert, ...added].sort((a, b) => compareText(a.employeeId, b.employeeId)),
  };
}
