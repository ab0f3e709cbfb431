import { Problem } from "../sync/errors.js";
import { nearest } from "../sync/nearest.js";

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
