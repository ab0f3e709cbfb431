import { addDays, type IsoDate, isIsoDate } from "../../../sync/model/index.js";
import { type DateFormat, type DateStyle, readWritten } from "../../mapping/dates.js";

/** Days before and after are no days of anybody but words: "never", "always". */
const EARLIEST = "1900-01-01";
const LATEST = "2200-01-01";

/** The day so many days later. What stands for "no end" stays what it is. */
export function shiftedDay(day: IsoDate, days: number): IsoDate {
  return day < EARLIEST || day > LATEST ? day : addDays(day, days);
}

/** Hours that an instant may have so that it is the wanted day in any zone. */
const HOURS = [12, 0, 18, 6, 23];

/**
 * A date of an answer moved by so many days, written as it was; undefined when it is not written as the
 * manifest says.
 */
export function shiftedDate(value: unknown, style: DateStyle, days: number): string | number | undefined {
  const read = readWritten(value, style);
  if (!read) return undefined;
  const day = shiftedDay(read.day, days);
  if (day === read.day && typeof value === "string") return value;
  for (const hour of HOURS) {
    const written = inForm(read.format, day, hour);
    const again = typeof value === "number" ? Number(written) : written;
    if (readWritten(again, style)?.day === day) return again;
  }
  return undefined;
}

function inForm(format: DateFormat, day: IsoDate, hour: number): string {
  const [y = "", m = "", d = ""] = day.split("-");
  const time = `T${String(hour).padStart(2, "0")}:00:00Z`;
  const instant = () => Date.parse(`${day}${time}`);
  switch (format) {
    case "iso-date":
      return day;
    case "iso-datetime":
      return `${day}T00:00:00`;
    case "iso-instant":
      return `${day}${time}`;
    case "epoch-seconds":
      return String(instant() / 1000);
    case "epoch-milliseconds":
      return String(instant());
    case "odata-milliseconds":
      return `/Date(${instant()})/`;
    case "dd-MMM-yyyy":
      return `${d}-${new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" }).format(Date.parse(day))}-${y}`;
    default:
      return format.replace("yyyy", y).replace("MM", m).replace("dd", d);
  }
}

const ISO_LIKE = /^\d{4}-\d{2}-\d{2}(?<rest>[T ][\d:.,+Zz -]{0,24})?$/u;
const LOCAL = /^\d{1,2}(?<sign>[./-])\d{1,2}\k<sign>\d{4}$/u;

/** Whether a text is written like a date, whatever it means. */
export function isDateLike(text: string): boolean {
  return LOCAL.test(text) || (ISO_LIKE.test(text) && isIsoDate(text.slice(0, 10)));
}

/**
 * An invented date in the form of a text that is one: nothing that the manifest reads, such as a day of birth.
 * @param index of the invented date; another one for each
 */
export function inventedDate(text: string, index: number): string {
  const local = LOCAL.exec(text)?.groups;
  // Days and months up to 12, so that the form can't make it no date.
  const day = String((index % 12) + 1).padStart(2, "0");
  const month = String((Math.floor(index / 12) % 12) + 1).padStart(2, "0");
  const year = String(1950 + Math.floor(index / 144));
  if (local) return [day, month, year].join(local.sign);
  const rest = ISO_LIKE.exec(text)?.groups?.rest ?? "";
  return `${year}-${month}-${day}${rest.replace(/\d/gu, "0")}`;
}
