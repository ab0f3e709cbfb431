import { readDay } from "../../mapping/dates.js";
import type { Manifest } from "../../schema/manifest.js";
import type { Exchange } from "../exchanges.js";
import { shiftedDate } from "./dates.js";
import { folded, knownOf } from "./known.js";
import { type Marks, marksOf, type Role } from "./marks.js";
import { createStandIns, PLAYED_AT } from "./stand-ins.js";
import { isFieldName } from "./vocabulary.js";

/**
 * Answers with stand-ins for everything that could be somebody's. Structure, types, nulls, empty texts,
 * booleans, single digits, counts, and the words and field names that the manifest or every API has stay.
 * Dates that the manifest reads are moved by as many days; all others are invented.
 *
 * @param shiftDays whole days, for the dates that the manifest reads
 */
export function replaceAll(
  manifest: Manifest,
  exchanges: readonly Exchange[],
  shiftDays: number,
): readonly Exchange[] {
  const { words, keys } = knownOf(manifest);
  const marks = marksOf(manifest, exchanges);
  const standIns = createStandIns(
    originalsOf(exchanges.map(({ json, link }) => [json, link])),
    new Set([...words, ...keys, folded(PLAYED_AT)]),
    marks.texts("name"),
  );

  function textFor(text: string, role: Role | undefined): string | number {
    switch (role?.kind) {
      case "date":
        return (
          shiftedDate(text, role.style, shiftDays) ??
          standIns.odd(text, (other) => readDay(other, role.style) !== undefined)
        );
      case "name":
        return standIns.name(text);
      case "country":
        return standIns.country(text);
      case "bic":
        return standIns.bic(text);
      case "nextUrl":
        return standIns.nextUrl(text);
      case "count":
        return /^\s*\d{1,9}\s*$/u.test(text) ? text : standIns.text(text);
      case undefined:
        return words.has(folded(text)) || isSign(text) ? text : standIns.text(text);
      default:
        return standIns.text(text);
    }
  }

  function numberFor(number: number, role: Role | undefined): string | number {
    switch (role?.kind) {
      case "count":
        return number;
      case "date":
        return shiftedDate(number, role.style, shiftDays) ?? standIns.number(number);
      case undefined:
        return words.has(String(number)) ? number : standIns.number(number);
      default:
        return standIns.number(number);
    }
  }

  function replaced(value: unknown, role?: Role): unknown {
    if (typeof value === "string") return textFor(value, role);
    if (typeof value === "number") return numberFor(value, role);
    if (typeof value !== "object" || value === null) return value;
    const inner = (key: string, one: unknown) => replaced(one, marks.of(value, key) ?? role);
    if (Array.isArray(value)) return value.map((one, index) => inner(String(index), one));
    const nameOf = (key: string) => nameFor(key, value, marks);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [nameOf(key), inner(key, one)]));
  }

  function nameFor(key: string, holder: object, { hasIdKeys }: Marks): string {
    if (hasIdKeys(holder)) return standIns.text(key);
    return keys.has(key) || isFieldName(key) ? key : standIns.fieldName(key);
  }

  return exchanges.map(({ json, link, ...rest }) => ({
    ...rest,
    json: replaced(json),
    link: link === null ? null : standIns.nextUrl(link),
  }));
}

/** Signs alone, such as a dash, are nobody's. */
function isSign(text: string): boolean {
  return /^[ -/:-@[-`{-~]*$/u.test(text);
}

/** Every text, number and field name in a value. */
function originalsOf(root: unknown): readonly string[] {
  const found = new Set<string>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if ((typeof value === "string" && !isSign(value)) || typeof value === "number") found.add(String(value));
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value) && !isFieldName(key)) found.add(key);
      open.push(inner);
    }
  }
  return [...found];
}
