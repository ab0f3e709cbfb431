import type { ChangeCount, ReadCounts, RunRecord } from "../../sync/model/index.js";
import type { ChartData, Series } from "./charts.js";

/** What the state keeps of the past, as far as charts are made of it. */
export interface Past {
  readonly now: Date;
  /** Head-counts of complete reads, oldest first, of each entity. */
  readonly reads: ReadonlyMap<string, readonly ReadCounts[]>;
  readonly changes: readonly ChangeCount[];
  readonly runs: readonly RunRecord[];
}

export interface DrawnChart {
  readonly data: ChartData;
  readonly drawn: "lines" | "columns";
}

/** Weeks that are shown: half a year, as long as somebody remembers what it was. */
const WEEKS = 26;
const DAY_MS = 86_400_000;

/** Since when changes and runs are shown. */
export function chartsSince(now: Date): Date {
  return new Date(mondayOf(now.toISOString()) - (WEEKS - 1) * 7 * DAY_MS);
}

/** Head-counts, joiners and leavers, and failures; without those of which nothing is known. */
export function activityCharts({ now, reads, changes, runs }: Past): readonly DrawnChart[] {
  const weeks = weeksUntil(now);
  const headCounts = [...reads]
    .filter(([, counts]) => counts.length > 0)
    .map(([entity, counts]): DrawnChart => ({ data: headCount(entity, counts), drawn: "lines" }));
  const done = changes.filter(({ outcome }) => outcome === "applied" || outcome === "handed_off");
  const moves = [
    ["Invited", "--create", "create"],
    ["Restored", "--restore", "restore"],
    ["Archived", "--archive", "archive"],
  ] as const;
  const failures: readonly Series[] = [
    weekly(
      "Failed changes",
      "--archive",
      weeks,
      changes.filter(({ outcome }) => outcome === "failed").map(counted),
    ),
    weekly(
      "Runs that failed",
      "--email",
      weeks,
      runs.filter(isFailed).map(({ startedAt }) => [startedAt, 1]),
    ),
  ];
  return [
    ...headCounts,
    {
      data: {
        title: "Joiners and leavers",
        per: "Week from",
        categories: weeks.map(dayText),
        series: moves.map(([name, color, action]) =>
          weekly(name, color, weeks, done.filter((one) => one.action === action).map(counted)),
        ),
      },
      drawn: "columns",
    },
    {
      data: { title: "Failures", per: "Week from", categories: weeks.map(dayText), series: failures },
      drawn: "columns",
    },
  ];
}

function headCount(entity: string, reads: readonly ReadCounts[]): ChartData {
  // The last read of a day stands for it.
  const byDay = new Map(reads.map((read) => [read.at.slice(0, 10), read]));
  const days = [...byDay.values()];
  return {
    title: `Head-count of ${entity}`,
    per: "Day",
    categories: [...byDay.keys()],
    series: [
      {
        name: "Employees in the HR tool",
        color: "--employees",
        values: days.map(({ employees }) => employees),
      },
      { name: "Members in Spendesk", color: "--members", values: days.map(({ members }) => members) },
    ],
  };
}

type Counted = readonly [at: string, count: number];

function counted({ day, count }: ChangeCount): Counted {
  return [day, count];
}

function weekly(name: string, color: string, weeks: readonly number[], counts: readonly Counted[]): Series {
  const sums = new Map<number, number>(weeks.map((week) => [week, 0]));
  for (const [at, count] of counts) {
    const week = mondayOf(at);
    const sum = sums.get(week);
    if (sum !== undefined) sums.set(week, sum + count);
  }
  return { name, color, values: [...sums.values()] };
}

/** A run that a person has to look at; what merely waits (changes pending, limits) is none. */
function isFailed({ exitCode, finishedAt }: RunRecord): boolean {
  if (finishedAt === null) return false;
  return exitCode === 1 || exitCode === 3 || exitCode === 4 || exitCode === 7;
}

function weeksUntil(now: Date): readonly number[] {
  const last = mondayOf(now.toISOString());
  return Array.from({ length: WEEKS }, (_, index) => last - (WEEKS - 1 - index) * 7 * DAY_MS);
}

/** Monday of the week of a day or an instant, in UTC: milliseconds since 1970. */
function mondayOf(at: string): number {
  const midnight = Date.parse(`${at.slice(0, 10)}T00:00:00Z`);
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY_MS;
}

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
