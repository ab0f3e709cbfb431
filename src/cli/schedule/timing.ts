import { Problem } from "../../sync/model/index.js";

/** How often, as typed after `--every`; a day and an hour must hold a whole number of them. */
export const EVERY = ["15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h", "24h"] as const;
type Every = (typeof EVERY)[number];

const HOUR = 60;
const DAY = 24 * HOUR;

/**
 * Hours in which a run of its own choice starts: within Spendesk's quiet time (21:00 to 06:00), soon after
 * the day that decides about leavers has begun, and clear of the hours that daylight saving skips or repeats.
 */
const NIGHT_HOURS = [3, 4, 5] as const;

/** The longest a run may take, in minutes: the first one of a large company is slowed down by Spendesk's limits. */
const LONGEST_RUN = 4 * HOUR;

/** When runs start. Every combination of the minutes and hours counts. */
export interface Timing {
  readonly minutes: readonly number[];
  /** Null: every hour. */
  readonly hours: readonly number[] | null;
  /** Minutes from one run to the next. */
  readonly period: number;
}

export interface TimingWish {
  readonly every: string | undefined;
  /** `HH` or `HH:MM`. */
  readonly at: string | undefined;
}

/**
 * When runs start. Spendesk asks for random times rather than full hours (docs/vendors/spendesk.md §7), so whatever the
 * wish leaves open is taken from `seed`: the same installation gets the same times again.
 *
 * @param seed at least four bytes
 * @throws Problem `schedule_times`
 */
export function timingOf({ every, at }: TimingWish, seed: Uint8Array): Timing {
  const pick = (index: number, count: number) => (seed[index] ?? 0) % count;
  // Never the full hour, when everybody else's jobs start.
  const minute = 1 + pick(0, HOUR - 1);
  if (at !== undefined && every !== undefined) {
    throw timesProblem("`--at` and `--every` were both given.", "Each alone says when runs start.");
  }
  if (at !== undefined) {
    const { hour, minute: wanted } = timeOfDay(at);
    return { minutes: [wanted ?? minute], hours: [hour], period: DAY };
  }
  const period = minutesOf(EVERY.find((one) => one === every) ?? "24h");
  if (period < HOUR) {
    const first = 1 + pick(0, period - 1);
    return { minutes: steps(first, period, HOUR), hours: null, period };
  }
  if (period === HOUR) return { minutes: [minute], hours: null, period };
  const first = period === DAY ? (NIGHT_HOURS[pick(1, NIGHT_HOURS.length)] ?? 3) : pick(1, period / HOUR);
  return { minutes: [minute], hours: steps(first, period / HOUR, 24), period };
}

function minutesOf(every: Every): number {
  return Number.parseInt(every, 10) * (every.endsWith("h") ? HOUR : 1);
}

function steps(first: number, step: number, end: number): readonly number[] {
  return Array.from({ length: end / step }, (_, index) => first + index * step);
}

function timeOfDay(text: string): { readonly hour: number; readonly minute: number | null } {
  const [, hour, minute] = /^([01]?\d|2[0-3])(?::([0-5]\d))?$/.exec(text) ?? [];
  if (hour !== undefined) return { hour: Number(hour), minute: minute === undefined ? null : Number(minute) };
  throw timesProblem(`--at takes a time of day, not "${text}".`, "It is 24-hour: HH or HH:MM.");
}

function timesProblem(what: string, why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "schedule_times",
    what,
    why,
    next: "Write for example --every 1h, --at 04 (any minute of that hour) or --at 04:17.",
  });
}

/** The five fields of cron. */
export function cronExpression({ minutes, hours }: Timing): string {
  return `${minutes.join(",")} ${hours?.join(",") ?? "*"} * * *`;
}

/** The value of `OnCalendar=` (systemd.time(7)). Times that name an hour need the zone it is in. */
export function calendarExpression({ minutes, hours }: Timing, timezone: string): string {
  const two = (numbers: readonly number[]) => numbers.map((one) => String(one).padStart(2, "0")).join(",");
  return `*-*-* ${hours ? two(hours) : "*"}:${two(minutes)}:00${hours ? ` ${timezone}` : ""}`;
}

/** The times in UTC, for schedulers that know no other zone; in summer they are off by an hour. */
export function inUtc(timing: Timing, timezone: string): Timing {
  const { minutes, hours } = timing;
  if (!hours) return timing;
  const first = (hours[0] ?? 0) * HOUR + (minutes[0] ?? 0) - winterOffset(timezone);
  const start = ((first % DAY) + DAY) % DAY;
  const shifted = hours.map((_, index) => (Math.floor(start / HOUR) + (index * timing.period) / HOUR) % 24);
  return { ...timing, minutes: [start % HOUR], hours: shifted.sort((a, b) => a - b) };
}

/** Minutes a zone is ahead of UTC in January: of today's offset the text would change twice a year. */
function winterOffset(timezone: string): number {
  const noon = new Date("2026-01-15T12:00:00Z");
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: timezone,
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  }).formatToParts(noon);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return (part("day") - 15) * DAY + (part("hour") - 12) * HOUR + part("minute");
}

/** The most a start may be put off at random, in minutes. */
export function randomDelay({ period }: Timing): number {
  return Math.min(10, Math.floor(period / 5));
}

/** The longest a run may take, in minutes: it ends before the next one is due, which goes on from there. */
export function longestRun({ period }: Timing): number {
  return Math.min(LONGEST_RUN, period - 5);
}

/** For people: `every day at 03:17`, `every hour at minute 17`. */
export function timingText({ minutes, hours }: Timing): string {
  const two = (number: number) => String(number).padStart(2, "0");
  if (!hours) return `every hour at minute ${minutes.map(two).join(", ")}`;
  return `every day at ${hours.map((hour) => `${two(hour)}:${two(minutes[0] ?? 0)}`).join(", ")}`;
}
