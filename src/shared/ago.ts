const UNITS = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** `2 hours ago`, `yesterday`, `just now`; also what a wrong clock puts ahead. */
export function agoText(instant: string, now: Date): string {
  const seconds = Math.round((Date.parse(instant) - now.getTime()) / 1000);
  const fitting = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  if (!fitting) return "just now";
  const [unit, length] = fitting;
  return RELATIVE.format(Math.trunc(seconds / length), unit);
}
