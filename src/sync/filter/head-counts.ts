import { foldText } from "../../shared/text.js";
import type { Employee, FieldValue } from "../model/index.js";
import { customField, FILTER_FIELDS, type FilterField } from "./fields.js";

/** A value and how many employees have it. */
export interface ValueCount {
  /** In its most frequent spelling; spellings a filter does not tell apart are one value. */
  readonly value: string;
  readonly employees: number;
}

/** What employees have in one field; somebody with several values counts for each of them. */
export interface FieldHeadCounts {
  readonly field: string;
  /** Most frequent first, then by name. */
  readonly values: readonly ValueCount[];
  /** Employees whose field is empty. */
  readonly empty: number;
  /** Employees whose field the credential can't read. */
  readonly unreadable: number;
}

const collator = new Intl.Collator("en", { caseFirst: "upper" });

/** Alphabetical order for people, the same on every computer. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/**
 * The fields rules can be made of, each with its values and their head-counts: those of
 * `FILTER_FIELDS`, then the further attributes by name. Fields in which nobody has a value are left
 * out.
 */
export function fieldHeadCounts(employees: readonly Employee[]): FieldHeadCounts[] {
  return [...FILTER_FIELDS, ...customKeys(employees).map(customField)]
    .map((field) => headCounts(field, employees))
    .filter(({ values }) => values.length > 0);
}

/** The head-counts of one field. */
export function headCounts(field: FilterField, employees: readonly Employee[]): FieldHeadCounts {
  const spellings = new Map<string, number>();
  let empty = 0;
  let unreadable = 0;
  for (const employee of employees) {
    const value = field.read(employee);
    if (value === undefined) {
      unreadable += 1;
      continue;
    }
    const own = differentValues(value);
    if (own.length === 0) empty += 1;
    for (const one of own) spellings.set(one, (spellings.get(one) ?? 0) + 1);
  }
  return { field: field.name, values: mergeSpellings(spellings), empty, unreadable };
}

/** An employee's values, each once: two spellings of one value are one employee. */
function differentValues(value: FieldValue): readonly string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  const byFold = new Map((value ?? []).map((one) => [foldText(one), one]));
  byFold.delete("");
  return [...byFold.values()];
}

/** Keys of further attributes, each in its most frequent spelling, by name. Rules can't name a blank one. */
export function customKeys(employees: readonly Employee[]): string[] {
  const spellings = new Map<string, number>();
  for (const { custom } of employees) {
    for (const key of Object.keys(custom)) {
      if (key.trim() !== "") spellings.set(key, (spellings.get(key) ?? 0) + 1);
    }
  }
  return mergeSpellings(spellings)
    .map(({ value }) => value)
    .sort(byName);
}

function mergeSpellings(spellings: ReadonlyMap<string, number>): ValueCount[] {
  const merged = new Map<string, ValueCount>();
  for (const [spelling, employees] of [...spellings].sort(byFrequency)) {
    const folded = foldText(spelling);
    const first = merged.get(folded) ?? { value: spelling.trim(), employees: 0 };
    merged.set(folded, { value: first.value, employees: first.employees + employees });
  }
  return [...merged.values()].sort((a, b) => byFrequency([a.value, a.employees], [b.value, b.employees]));
}

function byFrequency(a: readonly [string, number], b: readonly [string, number]): number {
  return b[1] - a[1] || byName(a[0], b[0]);
}
