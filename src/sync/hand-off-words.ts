import { dayInZone, type IsoDate } from "./dates.js";
import type { HandOff } from "./hand-off.js";

/** What day it is where the entity is. */
interface Calendar {
  readonly today: IsoDate;
  readonly timezone: string;
}

/** How notes and warnings begin: `Handed off on 2026-11-20, still open since 3 days`, without a full stop. */
export function sinceWords({ today, timezone }: Calendar): (handOff: HandOff) => string {
  return ({ handedOffAt }) => {
    const since = dayInZone(new Date(handedOffAt), timezone);
    return `Handed off on ${since}, still open ${sinceText(daysBetween(since, today))}`;
  };
}

/** `since 3 days`, `since today`. */
function sinceText(days: number): string {
  return days <= 0 ? "since today" : days === 1 ? "since 1 day" : `since ${days} days`;
}

/** Whole days from one day to a later one. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
