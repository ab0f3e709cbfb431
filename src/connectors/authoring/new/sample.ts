import { COLUMN_KEYS, type ColumnKey } from "../../../providers/file/keys.js";
import { proposeColumns, wordKey } from "../../../providers/file/propose.js";
import { isObject } from "../../../shared/objects.js";
import { nearest } from "../../../sync/model/index.js";
import { isFilled } from "../../mapping/conditions.js";
import { DATE_FORMATS, type DateFormat, readDay } from "../../mapping/dates.js";
import { valueAt } from "../../mapping/paths.js";
import { checkPath } from "./question.js";

/** A list in a reply that may be that of the people. */
export interface FoundList {
  readonly path: string;
  readonly records: readonly unknown[];
}

/** A place in records, with how often something is there and with some of what is. */
export interface FoundField {
  readonly path: string;
  readonly filled: number;
  readonly samples: readonly string[];
}

/** Deeper than people are described. */
const DEEPEST = 6;
const SAMPLES = 3;

/** The lists of objects in a reply, the longest first. */
export function listsIn(reply: unknown): readonly FoundList[] {
  const found: FoundList[] = [];
  function look(value: unknown, path: string, depth: number): void {
    if (depth > DEEPEST || typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      if (value.some((one) => isObject(one))) found.push({ path: path === "" ? "$" : path, records: value });
      return;
    }
    for (const [key, inner] of Object.entries(value)) look(inner, joined(path, key), depth + 1);
  }
  look(reply, "", 0);
  return found.sort((a, b) => b.records.length - a.records.length);
}

/** The places of values in records. Of lists in them the first entry. */
export function fieldsIn(records: readonly unknown[]): readonly FoundField[] {
  const paths = new Set<string>();
  function look(value: unknown, path: string, depth: number): void {
    if (depth > DEEPEST) return;
    if (Array.isArray(value)) {
      if (value.some(isObject)) for (const one of value) look(one, `${path}[0]`, depth + 1);
      else paths.add(`${path}[*]`);
      return;
    }
    if (!isObject(value)) {
      paths.add(path);
      return;
    }
    for (const [key, inner] of Object.entries(value)) look(inner, joined(path, key), depth + 1);
  }
  for (const record of records) if (isObject(record)) look(record, "", 0);
  const holders = [...paths].flatMap((path) => path.match(/^.*(?=[.[])/u) ?? []);
  return (
    [...paths]
      // An object that is null for somebody is no value.
      .filter((path) => path !== "" && !holders.includes(path))
      .map((path) => {
        const values = records.map((record) => valueAt(record, path)).filter(isFilled);
        return { path, filled: values.length, samples: [...new Set(values.map(String))].slice(0, SAMPLES) };
      })
  );
}

function joined(path: string, key: string): string {
  if (/^[^.[\]\s"'$]+$/u.test(key)) return path === "" ? key : `${path}.${key}`;
  return `${path}["${key.replaceAll('"', "")}"]`;
}

/** Last names in a path that say nothing without the one before. */
const BARE = ["name", "title", "label", "value", "code", "id", "email", "number", "key", "display name"];

/** Places for the data of an employee, by the words in their names. */
export function proposePaths(paths: readonly string[]): Partial<Record<ColumnKey, string>> {
  const byHeader = new Map<string, string>();
  for (const path of paths) {
    const header = headerOf(path);
    if (!byHeader.has(header)) byHeader.set(header, path);
  }
  const proposed = proposeColumns([...byHeader.keys()]);
  return Object.fromEntries(
    COLUMN_KEYS.flatMap((key) => {
      const path = byHeader.get(proposed[key] ?? "");
      return path === undefined ? [] : [[key, path]];
    }),
  );
}

/** What a column with these values would be called: of `location.name`, location. */
function headerOf(path: string): string {
  const names = path.replace(/\[[^\]]*\]/gu, "").split(".");
  const [last = ""] = names.slice(-1);
  const [parent] = names.slice(-2, -1);
  if (parent === undefined) return last;
  const isBare = BARE.includes(wordKey(last));
  const headers = [`${parent} ${last}`, `${last} ${parent}`, ...(isBare ? [parent] : [last])];
  return headers.find((header) => Object.keys(proposeColumns([header])).length > 0) ?? `${parent} ${last}`;
}

/** Why a place can't be right for all these records: none of them has it. Null where it may be. */
export function nothingAt(place: string | undefined, records: readonly unknown[]): string | null {
  if (!place || place.startsWith("expr:") || checkPath(place) !== null || records.length === 0) return null;
  if (records.some((record) => valueAt(record, place) !== undefined)) return null;
  const meant = nearest(
    place,
    fieldsIn(records).map(({ path }) => path),
  );
  return `Nobody in the reply has \`${place}\`.${meant === null ? "" : ` Did you mean \`${meant}\`?`}`;
}

/** The formats in which every value at these places is a date; ISO alone where it is one. */
export function formatsOf(records: readonly unknown[], paths: readonly string[]): readonly DateFormat[] {
  const values = paths.flatMap((path) => records.map((record) => valueAt(record, path))).filter(isFilled);
  if (values.length === 0) return [];
  const fitting = DATE_FORMATS.filter((format) =>
    values.every((value) => readDay(value, { formats: [format], zone: "Etc/UTC" }) !== undefined),
  );
  const first = (["iso-date", "iso-instant", "iso-datetime"] as const).find((one) => fitting.includes(one));
  return first ? [first] : fitting;
}

/** The different values at a place, with how many records have each; null when there are too many to be words. */
export function wordsAt(
  records: readonly unknown[],
  path: string,
): readonly { readonly word: string; readonly count: number }[] | null {
  const counts = new Map<string, number>();
  for (const record of records) {
    const value = valueAt(record, path);
    if (typeof value === "object" || !isFilled(value)) continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return counts.size > MOST_WORDS ? null : [...counts].map(([word, count]) => ({ word, count }));
}

const MOST_WORDS = 30;

/** Places around the list whose names say that they are the next page, or how many there are. */
export function placesAround(reply: unknown): {
  readonly next: string | null;
  readonly total: string | null;
} {
  const places: { readonly path: string; readonly value: unknown }[] = [];
  function look(value: unknown, path: string, depth: number): void {
    if (!isObject(value)) places.push({ path, value });
    else if (depth < 4)
      for (const [key, inner] of Object.entries(value)) look(inner, joined(path, key), depth + 1);
  }
  if (isObject(reply)) look(reply, "", 0);
  const named = (words: RegExp, fits: (value: unknown) => boolean) =>
    places.find(({ path, value }) => words.test(wordKey(path.split(".").at(-1) ?? "")) && fits(value))
      ?.path ?? null;
  return {
    next: named(
      /^(?:next|cursor|after|end cursor)\b|\bnext\b|\bcontinuation\b/u,
      (value) => !Array.isArray(value) && typeof value !== "boolean",
    ),
    total: named(/^(?:total|count)\b|\btotal\b|\bcount$/u, (value) => typeof value === "number"),
  };
}
