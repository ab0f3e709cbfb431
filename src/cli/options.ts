import { nearest, Problem } from "../sync/model/index.js";

/**
 * The whole number after a flag, or undefined when it was not given.
 * @throws Problem `not_a_number`
 */
export function wholeNumber<Key extends string>(
  options: { readonly [K in Key]?: string | undefined },
  key: Key,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  const value = options[key];
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= range.min && number <= range.max) return number;
  const flag = flagOf(key);
  throw new Problem({
    kind: "usage",
    code: "not_a_number",
    what: `${flag} takes a whole number, not "${value}".`,
    why: `It must be from ${range.min} to ${range.max}.`,
    next: `Give the number after ${flag}, or run the command with \`--help\`.`,
  });
}

const MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * The duration after a flag, as typed and in milliseconds, or undefined when it was not given.
 * @throws Problem `not_a_duration`
 */
export function duration<Key extends string>(
  options: { readonly [K in Key]?: string | undefined },
  key: Key,
): { readonly text: string; readonly milliseconds: number } | undefined {
  const value = options[key];
  if (value === undefined) return undefined;
  const [, count = "", unit] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
  const milliseconds = unit === "s" || unit === "m" || unit === "h" ? Number(count) * MILLISECONDS[unit] : 0;
  if (milliseconds > 0 && milliseconds <= 24 * MILLISECONDS.h) return { text: value, milliseconds };
  const flag = flagOf(key);
  throw new Problem({
    kind: "usage",
    code: "not_a_duration",
    what: `${flag} takes a duration, not "${value}".`,
    why: "It is a whole number with its unit, from 1s to 24h.",
    next: `Write for example ${flag} 90s, ${flag} 10m or ${flag} 1h.`,
  });
}

/** The flag as typed: `waitLock` is `--wait-lock`. */
function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * The `--set key=value` flags of a command as a map.
 * @param known keys the command understands
 * @param open beginnings of keys whose end is anything
 * @throws Problem `setting_syntax` or `setting_unknown`, naming the nearest and all known keys
 */
export function parseSettingFlags(
  flags: readonly string[],
  known: readonly string[],
  open: readonly string[] = [],
): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const flag of flags) {
    const equals = flag.indexOf("=");
    if (equals < 1) throw syntaxProblem();
    const key = flag.slice(0, equals).trim();
    const isOpen = open.some((start) => key.startsWith(start) && key.length > start.length);
    if (!isOpen && !known.includes(key))
      throw unknownKey(key, [...known, ...open.map((start) => `${start}…`)]);
    settings.set(key, flag.slice(equals + 1).trim());
  }
  return settings;
}

function syntaxProblem(): Problem {
  return new Problem({
    kind: "usage",
    code: "setting_syntax",
    what: "A `--set` flag has no value.",
    why: "A setting is written as key=value.",
    next: "Write for example `--set timezone=Europe/London`.",
  });
}

function unknownKey(key: string, known: readonly string[]): Problem {
  const guess = nearest(key, known);
  return new Problem({
    kind: "usage",
    code: "setting_unknown",
    what: `There is no setting ${key}.`,
    why: `Known settings: ${known.join(", ")}.`,
    next: guess ? `Did you mean \`--set ${guess}=…\`?` : "Use one of the known settings after `--set`.",
  });
}
