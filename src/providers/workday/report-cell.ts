import { cleanText } from "../support/values.js";

/** Deepest nesting that is looked into: a grouped column of instances has two levels. */
const DEEPEST = 4;

/** What a report holds in one column of a row: null for nothing, `unreadable` for a form nobody knows. */
export type Cell = { readonly text: string | null } | "unreadable";

/**
 * Reads a value of a custom report. Most are texts. A column of instances comes as an object with a
 * `Descriptor`, one in a group as a list of objects that have the column in them; several values become
 * one text with commas.
 *
 * @param alias the column's XML alias
 */
export function readCell(value: unknown, alias: string, depth = 0): Cell {
  if (typeof value !== "object" || value === null) return { text: cleanText(value) };
  if (depth === DEEPEST) return "unreadable";
  if (Array.isArray(value)) return joined(value.map((item) => readCell(item, alias, depth + 1)));
  const inner = valueIn(value, alias);
  return inner === undefined ? "unreadable" : readCell(inner.value, alias, depth + 1);
}

/** The part of an object that is the value; undefined when nothing says which. */
function valueIn(object: object, alias: string): { readonly value: unknown } | undefined {
  const keys = Object.keys(object);
  const key = [alias, "Descriptor", "descriptor"].find((name) => keys.includes(name));
  if (key !== undefined) return { value: Reflect.get(object, key) };
  if (keys.length === 0) return { value: null };
  return keys.length === 1 && keys[0] !== undefined ? { value: Reflect.get(object, keys[0]) } : undefined;
}

function joined(cells: readonly Cell[]): Cell {
  const texts = cells.map((cell) => (cell === "unreadable" ? undefined : cell.text));
  if (texts.includes(undefined)) return "unreadable";
  return { text: [...new Set(texts.filter((text) => text !== null))].join(",") || null };
}
