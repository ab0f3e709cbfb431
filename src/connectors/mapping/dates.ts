import { cleanDate } from "../../providers/support/values.js";
import { dayInZone, type IsoDate, isIsoDate } from "../../sync/model/index.js";

/** The forms a date may be stated to have. Nothing else is read as one, and none is guessed. */
export const DATE_FORMATS = [
  "iso-date",
  "iso-datetime",
  "iso-instant",
  "epoch-seconds",
  "epoch-milliseconds",
  "odata-milliseconds",
  "dd-MMM-yyyy",
  "dd/MM/yyyy",
  "MM/dd/yyyy",
  "dd.MM.yyyy",
  "dd-MM-yyyy",
  "yyyy/MM/dd",
  "yyyyMMdd",
] as const;

export type DateFormat = (typeof DATE_FORMATS)[number];

/** Formats that name an instant, which is a day only in some time zone. */
export const INSTANTS: readonly DateFormat[] = [
  "iso-instant",
  "epoch-seconds",
  "epoch-milliseconds",
  "odata-milliseconds",
];

/** Pairs that read one text as two different days. */
export const CONTRARY_FORMATS: readonly (readonly [DateFormat, DateFormat])[] = [
  ["dd/MM/yyyy", "MM/dd/yyyy"],
  ["epoch-seconds", "epoch-milliseconds"],
];

/** How the dates of a field are written. */
export interface DateStyle {
  readonly formats: readonly DateFormat[];
  /** The zone whose day an instant is. */
  readonly zone: string;
}

/**
 * The day that a value says in one of the stated formats; null when it is empty, undefined when it fits
 * none: what can't be read must not look like no date.
 */
export function readDay(value: unknown, style: DateStyle): IsoDate | null | undefined {
  const read = readWritten(value, style);
  return read ? read.day : read;
}

/** The same with the format that it is written in; null and undefined as there. */
export function readWritten(
  value: unknown,
  { formats, zone }: DateStyle,
): { readonly day: IsoDate; readonly format: DateFormat } | null | undefined {
  if (value === undefined) return undefined;
  if (value === null || (typeof value === "string" && value.trim() === "")) return null;
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  for (const format of formats) {
    const day = dayIn(format, value, zone);
    if (day !== null) return { day, format };
  }
  return undefined;
}

function dayIn(format: DateFormat, value: string | number, zone: string): IsoDate | null {
  const text = String(value).trim();
  switch (format) {
    case "iso-date":
      return isIsoDate(text) ? text : null;
    case "iso-datetime":
      // The day as it is written: such stamps mean local midnight.
      return cleanDate(value);
    case "iso-instant":
      return /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/u.test(text)
        ? instant(Date.parse(text), zone)
        : null;
    case "epoch-seconds":
      return /^-?\d{1,11}$/u.test(text) ? instant(Number(text) * 1000, zone) : null;
    case "epoch-milliseconds":
      return /^-?\d{1,14}$/u.test(text) ? instant(Number(text), zone) : null;
    case "odata-milliseconds": {
      const [, milliseconds] = /^\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\/$/u.exec(text) ?? [];
      return milliseconds === undefined ? null : instant(Number(milliseconds), zone);
    }
    default:
      return calendarDay(format, text);
  }
}

function instant(milliseconds: number, zone: string): IsoDate | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : dayInZone(date, zone);
}

type CalendarFormat = Exclude<DateFormat, `iso-${string}` | `epoch-${string}` | `odata-${string}`>;

const PATTERNS: Record<CalendarFormat, RegExp> = {
  "dd-MMM-yyyy": /^(?<d>\d{1,2})-(?<name>[A-Za-z]{3,4})-(?<y>\d{4})$/u,
  "dd/MM/yyyy": /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})$/u,
  "MM/dd/yyyy": /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})$/u,
  "dd.MM.yyyy": /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})$/u,
  "dd-MM-yyyy": /^(?<d>\d{1,2})-(?<m>\d{1,2})-(?<y>\d{4})$/u,
  "yyyy/MM/dd": /^(?<y>\d{4})\/(?<m>\d{1,2})\/(?<d>\d{1,2})$/u,
  yyyyMMdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/u,
};

function calendarDay(format: CalendarFormat, text: string): IsoDate | null {
  const { y = "", m, d = "", name } = PATTERNS[format].exec(text)?.groups ?? {};
  const month = name === undefined ? m : monthNumber(name);
  const day = `${y}-${(month ?? "").padStart(2, "0")}-${d.padStart(2, "0")}`;
  return isIsoDate(day) ? day : null;
}

let months: readonly string[] | null = null;

/** The number of a month by its short English name, as text. */
function monthNumber(name: string): string | undefined {
  const english = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });
  months ??= Array.from({ length: 12 }, (_, at) => english.format(Date.UTC(2026, at, 1)).toLowerCase());
  const index = months.indexOf(name.toLowerCase().replace(/^sept$/u, "sep"));
  return index < 0 ? undefined : String(index + 1);
}
