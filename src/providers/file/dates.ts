import { type IsoDate, isIsoDate } from "../../sync/model/index.js";

/** ISO 8601, which is read whatever is stated: no other meaning is possible. */
export const ISO_FORMAT = "YYYY-MM-DD";

/** The formats that are offered, and tried on the values of a column. */
export const DATE_FORMATS = [
  ISO_FORMAT,
  "DD.MM.YYYY",
  "DD/MM/YYYY",
  "MM/DD/YYYY",
  "DD-MM-YYYY",
  "MM-DD-YYYY",
  "YYYY/MM/DD",
  "YYYYMMDD",
  "DD.MM.YY",
  "DD/MM/YY",
  "MM/DD/YY",
] as const;

/** A time behind the day; it is cut off and never converted, as in `cleanDate`. */
const TIME = /(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AP]M)?\s*(?:Z|[+-]\d{2}:?\d{2})?)$/iu;

/** How payroll systems write that there is no day. */
const NO_DAY = /^(?:-+|–|—|0+|00([./-])00\1(?:00)?00|0000([./-])00\2 ?00)$/u;

/** Two digits of a year from here on are of the last century. */
const LAST_CENTURY_FROM = 70;

const PART = /YYYY|YY|MM|DD/gu;

/** Whether a text is a format: a day, a month and a year, each once, and signs between them. */
export function isDateFormat(format: string): boolean {
  const parts = (format.match(PART) ?? []).map((part) => part.charAt(0)).sort();
  return parts.join("") === "DMY" && /^[./\- ]*$/u.test(format.replace(PART, ""));
}

const patterns = new Map<string, RegExp>();

/** Day and month may have one digit where a sign separates them. */
function patternOf(format: string): RegExp {
  const known = patterns.get(format);
  if (known) return known;
  const isSeparated = /[./\- ]/u.test(format);
  const source = format
    .replace(/[./\- ]/gu, (sign) => (sign === " " ? "\\s+" : `\\s*[${sign}]\\s*`))
    .replace(PART, (part) => {
      if (part === "YYYY") return "(?<year>\\d{4})";
      if (part === "YY") return "(?<year>\\d{2})";
      const name = part === "MM" ? "month" : "day";
      return `(?<${name}>\\d${isSeparated ? "{1,2}" : "{2}"})`;
    });
  const pattern = new RegExp(`^${source}$`, "u");
  patterns.set(format, pattern);
  return pattern;
}

/**
 * The day that a cell holds: null for none, undefined when it is not written as `format` says. ISO days
 * and the date cells of a spreadsheet are read whatever the format is.
 */
export function readDate(value: unknown, format: string | undefined): IsoDate | null | undefined {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : isoOf(value);
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim();
  if (text === "" || NO_DAY.test(text)) return null;
  const day = text.replace(TIME, "").trim();
  if (isIsoDate(day)) return day;
  return format === undefined ? undefined : (inFormat(day, format) ?? undefined);
}

function isoOf(date: Date): IsoDate | undefined {
  const day = date.toISOString().slice(0, 10);
  return isIsoDate(day) ? day : undefined;
}

function inFormat(text: string, format: string): IsoDate | null {
  const parts = patternOf(format).exec(text)?.groups;
  if (!parts) return null;
  const { year = "", month = "", day = "" } = parts;
  const century = Number(year) >= LAST_CENTURY_FROM ? "19" : "20";
  const date = `${year.length === 2 ? century : ""}${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isIsoDate(date) ? date : null;
}
