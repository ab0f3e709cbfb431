const HOUR_MS = 3_600_000;

/**
 * A day as Personio writes it: local midnight in Berlin with the offset of that day
 * (docs/vendors/personio.md §4).
 */
export function berlinMidnight(day: string): string {
  const midnightInWinter = Date.parse(`${day}T00:00:00Z`) - HOUR_MS;
  return `${day}T00:00:00${isSummerTime(midnightInWinter) ? "+02:00" : "+01:00"}`;
}

/** An instant as Personio writes it: Berlin time with offset, no fractions. */
export function berlinInstant(instant: string): string {
  const milliseconds = Date.parse(instant);
  const hours = isSummerTime(milliseconds) ? 2 : 1;
  const local = new Date(milliseconds + hours * HOUR_MS).toISOString().slice(0, 19);
  return `${local}+0${hours}:00`;
}

/** European summer time since 1996: last Sunday of March to last Sunday of October, 01:00 UTC each. */
function isSummerTime(milliseconds: number): boolean {
  const year = new Date(milliseconds).getUTCFullYear();
  return milliseconds >= switchTime(year, 2) && milliseconds < switchTime(year, 9);
}

function switchTime(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month, 31));
  return Date.UTC(year, month, 31 - lastDay.getUTCDay(), 1);
}
