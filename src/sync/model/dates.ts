/** A calendar day as `YYYY-MM-DD`. Never an instant: days have no time zone. */
export type IsoDate = string;

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** True for a well-formed day that exists in the calendar. */
export function isIsoDate(text: string): text is IsoDate {
  if (!ISO_DATE.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** The day `days` after `date` (before it when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  const instant = new Date(`${date}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  return instant.toISOString().slice(0, 10);
}

/** By time zone: to make one takes a hundred times as long as to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar day at `instant` in an IANA time zone.
 * @throws RangeError when the zone is unknown to this Node's time zone data.
 */
export function dayInZone(instant: Date, timeZone: string): IsoDate {
  const parts = formatIn(timeZone).formatToParts(instant);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/**
 * The latest day that has begun in every time zone. Where a vendor does not tell its company's zone, nobody
 * is taken for gone before that; planning compares once more, with the day in the entity's own zone.
 */
export function dayBegunEverywhere(instant: Date): IsoDate {
  return dayInZone(instant, "Etc/GMT+12");
}

/** The latest day that has begun in some time zone. */
export function dayBegunSomewhere(instant: Date): IsoDate {
  return dayInZone(instant, "Etc/GMT-14");
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}
