import { dayInZone, type IsoDate } from "./dates.js";
import type { Action, Change, FieldChange } from "./plan.js";

/**
 * What became of a change that was handed to a colleague:
 * - `open`: reading does not show it yet;
 * - `done`: a later read showed it;
 * - `taken_as_done`: all of it is something Spendesk never shows (bank details), so nobody can tell;
 * - `done_differently`: something was done, but with other values;
 * - `withdrawn`: the plan no longer wants it, or wants it in another way.
 */
export type HandOffStatus = "open" | "done" | "taken_as_done" | "done_differently" | "withdrawn";

/** The values a handed-off change waits for. Bank details only as their keyed fingerprint. */
export interface WantedValues {
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly bankFingerprint?: string | undefined;
  readonly manager?: NonNullable<Change["desired"]["manager"]> | undefined;
}

export type WantedPart = keyof WantedValues;

/** Which hand-off of an entity: its place in the journal. */
export interface HandOffKey {
  readonly runId: string;
  readonly sequence: number;
}

/** One change in the hands of a colleague. */
export interface HandOff extends HandOffKey {
  readonly action: Action;
  readonly employeeId: string;
  /** Null for a creation until the member was seen. */
  readonly memberId: string | null;
  readonly email: string | null;
  readonly name: string;
  /** As handed off, for people. */
  readonly fields: readonly FieldChange[];
  /** What is still wanted of it: a later change of the same person takes over what both write. */
  readonly wanted: WantedValues;
  /** Whether the member was in the list of members at that time. */
  readonly wasListed: boolean;
  readonly status: HandOffStatus;
  /** Instant, ISO 8601 in UTC. */
  readonly handedOffAt: string;
}

/** What the state is to store about a hand-off; absent keys stay as they are. */
export interface HandOffUpdate extends HandOffKey {
  /** Only the first status after `open` is kept. */
  readonly status?: Exclude<HandOffStatus, "open">;
  /** One sentence about how it ended. */
  readonly detail?: string;
  readonly memberId?: string;
  readonly wanted?: WantedValues;
  /** The links know what follows from it. Only for hand-offs that are not open. */
  readonly closed?: true;
}

/** A change as it is handed off, with its place in the journal. */
export interface NewHandOff {
  readonly sequence: number;
  readonly memberId: string | null;
  readonly wanted: WantedValues;
  readonly wasListed: boolean;
}

/** The new hand-offs of one entity, and what they mean for earlier ones. */
export interface EntityHandOffs {
  readonly entity: string;
  readonly added: readonly NewHandOff[];
  readonly updates: readonly HandOffUpdate[];
}

/** The values a change waits for once it is handed off. */
export function wantedValues({ desired }: Change): WantedValues {
  const { email, firstName, lastName, bank, manager } = desired;
  return {
    ...(email !== undefined && { email }),
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(bank && { bankFingerprint: bank.fingerprint }),
    ...(manager && { manager }),
  };
}

/** The parts that are set, in the order in which people read them. */
export function partsOf(wanted: WantedValues): readonly WantedPart[] {
  const order: readonly WantedPart[] = ["email", "firstName", "lastName", "bankFingerprint", "manager"];
  return order.filter((part) => wanted[part] !== undefined);
}

/** What day it is where the entity is. */
interface Calendar {
  readonly today: IsoDate;
  readonly timezone: string;
}

/** How notes and warnings begin: `Handed off on 2026-11-20, still open for 3 days`, without a full stop. */
export function sinceWords({ today, timezone }: Calendar): (handOff: HandOff) => string {
  return ({ handedOffAt }) => {
    const since = dayInZone(new Date(handedOffAt), timezone);
    return `Handed off on ${since}, still open ${sinceText(daysBetween(since, today))}`;
  };
}

/** `for 3 days`, `since today`. */
function sinceText(days: number): string {
  return days <= 0 ? "since today" : days === 1 ? "for 1 day" : `for ${days} days`;
}

/** Whole days from one day to a later one. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
