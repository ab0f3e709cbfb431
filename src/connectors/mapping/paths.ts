import { ownValue } from "../../shared/objects.js";

/** One step of a path into an answer. */
export type Step =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "at"; readonly index: number }
  | { readonly kind: "where"; readonly key: string; readonly value: string }
  | { readonly kind: "each" };

export type Path = readonly Step[];

/** Names that lead out of the data into the language itself. */
export const FORBIDDEN_KEYS: readonly string[] = ["__proto__", "constructor", "prototype"];

/** The answer itself, for bare lists. */
const WHOLE = "$";

const STEP =
  /\.?([^.[\]\s"'$]+)|\[(\d{1,6})\]|\[(\*)\]|\["([^"]+)"\]|\['([^']+)'\]|\[([^=[\]"']+)=([^[\]]*)\]/uy;

/** What a path may look like, for messages. */
const PATH_FORMS = 'a.b, a[0], a[type=work].b, a[*].b, a["odd.name"], or $ for the whole answer';

/**
 * Parses a path: names joined with dots, `[0]`, `[key=value]` for the first entry that has it, `[*]` for
 * all of them, `["name"]` for names with dots in them. `$` is the whole.
 *
 * @returns the steps, or in a clause what is wrong with it
 */
export function parsePath(text: string): { readonly path: Path } | { readonly fault: string } {
  if (text === WHOLE) return { path: [] };
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  for (let at = 0; at < text.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (!match || (at === 0 && text.startsWith("."))) return { fault: `is no path (${PATH_FORMS})` };
    const step = stepOf(match);
    const names = step.kind === "key" || step.kind === "where" ? [step.key] : [];
    const forbidden = names.find((name) => FORBIDDEN_KEYS.includes(name));
    if (forbidden !== undefined) return { fault: `must not go through ${forbidden}` };
    steps.push(step);
  }
  return steps.length === 0 ? { fault: `is no path (${PATH_FORMS})` } : { path: steps };
}

function stepOf([, name, index, all, double, single, key, value]: RegExpExecArray): Step {
  if (index !== undefined) return { kind: "at", index: Number(index) };
  if (all !== undefined) return { kind: "each" };
  if (key !== undefined) return { kind: "where", key: key.trim(), value: (value ?? "").trim() };
  return { kind: "key", key: name ?? double ?? single ?? "" };
}

const parsed = new Map<string, Path>();

/** A path of a manifest that the schema has accepted. */
function pathOf(text: string): Path {
  const known = parsed.get(text);
  if (known) return known;
  const result = parsePath(text);
  if ("fault" in result) throw new Error(`the path ${text} ${result.fault}`);
  parsed.set(text, result.path);
  return result.path;
}

/**
 * The value at a path. `undefined`: the answer has nothing of that name, so it may not be read; null:
 * it is there and empty, or an entry of it is asked for that it does not have.
 *
 * Only what the data themselves hold is found, never what their prototypes have.
 */
export function valueAt(root: unknown, text: string): unknown {
  return walk(root, pathOf(text), 0);
}

/** The keys that a path consists of; null when it has other steps as well. */
export function keysOf(text: string): readonly string[] | null {
  const keys = pathOf(text).flatMap((step) => (step.kind === "key" ? [step.key] : [null]));
  return keys.every((key) => key !== null) ? keys : null;
}

function walk(value: unknown, path: Path, at: number): unknown {
  const step = path[at];
  if (step === undefined || value === undefined || value === null) return value;
  switch (step.kind) {
    case "key":
      return walk(ownValue(value, step.key), path, at + 1);
    case "at":
      return Array.isArray(value) ? walk(value[step.index] ?? null, path, at + 1) : undefined;
    case "where": {
      if (!Array.isArray(value)) return undefined;
      const found = value.find((entry) => textOf(ownValue(entry, step.key)) === step.value);
      return walk(found ?? null, path, at + 1);
    }
    case "each":
      return walkEach(value, path, at + 1);
  }
}

/** The entries of a list, or of an object by its keys, each followed on; in one list. */
function walkEach(value: unknown, path: Path, at: number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.values(value).map((entry) => walk(entry, path, at));
  if (entries.length === 0) return null;
  const present = entries.filter((entry) => entry !== undefined);
  return present.length === 0 ? undefined : present.flat();
}

function textOf(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}
