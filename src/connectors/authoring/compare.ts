import { canonicalJson, type Employee } from "../../sync/model/index.js";
import type { FoundPerson } from "../reading/people.js";
import type { WrittenEmployee } from "./recording.js";
import { isIban } from "./stand-ins/bank.js";
import { shiftedDay } from "./stand-ins/dates.js";

/** What differs between what was expected and what came, of one employee. */
export interface Difference {
  /** Of the employee, from 1 in the order in which they came. */
  readonly number: number;
  readonly id: string;
  /** Null when the employee is there or not as a whole. */
  readonly field: string | null;
  /** Undefined: not there. */
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Every difference, by employee; employees are told apart by their ids. */
export function differencesOf(
  expected: readonly WrittenEmployee[],
  actual: readonly WrittenEmployee[],
): readonly Difference[] {
  const came = new Map(actual.map((employee) => [String(employee.id), employee]));
  const wanted = new Set(expected.map(({ id }) => String(id)));
  const changed = expected.flatMap((employee, index): Difference[] => {
    const id = String(employee.id);
    const other = came.get(id);
    const base = { number: index + 1, id };
    if (!other) return [{ ...base, field: null, expected: employee, actual: undefined }];
    const fields = [...new Set([...Object.keys(employee), ...Object.keys(other)])];
    return fields.flatMap((field) =>
      sameText(employee[field]) === sameText(other[field])
        ? []
        : [{ ...base, field, expected: employee[field], actual: other[field] }],
    );
  });
  const added = actual.flatMap((employee, index): Difference[] =>
    wanted.has(String(employee.id))
      ? []
      : [{ number: index + 1, id: String(employee.id), field: null, expected: undefined, actual: employee }],
  );
  return [...changed, ...added];
}

function sameText(value: unknown): string {
  return value === undefined ? "" : canonicalJson(value);
}

/** Where a recording says something else than the replies it is made of. */
export interface Mismatch {
  readonly list: string;
  readonly record: number;
  readonly field: string;
}

/**
 * Whether people are the same up to their names and other values: each field has a value, is empty or can't be
 * read for the same ones, equal values are equal again and different ones different, dates are as many days
 * later, and statuses are the same.
 *
 * @returns the first place that is not; no value is part of it
 */
export function mismatchOf(
  live: readonly FoundPerson[],
  played: readonly FoundPerson[],
  shiftDays: number,
): Mismatch | null {
  const forth = new Map<string, string>();
  const back = new Map<string, string>();
  const isRenamed = (field: string, one: string, other: string) => {
    const [from, to] = [`${field} ${one.toLowerCase()}`, `${field} ${other.toLowerCase()}`];
    const fits = (forth.get(from) ?? to) === to && (back.get(to) ?? from) === from;
    forth.set(from, to);
    back.set(to, from);
    return fits;
  };
  if (live.length !== played.length) return { list: live[0]?.place.list ?? "", record: 0, field: "people" };
  const fits = (field: string, one: string | null | undefined, other: string | null | undefined) => {
    if (typeof one !== "string" || typeof other !== "string") return one === other;
    if (field === "status") return one === other;
    if (DATES.includes(field)) return shiftedDay(one, shiftDays) === other;
    if (field === "bank.iban" && isIban(one) !== isIban(other)) return false;
    return isRenamed(KIND_OF[field] ?? field, one, other);
  };
  for (const [index, { place, employee }] of live.entries()) {
    const parts = partsOf(employee);
    const others = partsOf(played[index]?.employee ?? null);
    const fields = new Set([...parts.keys(), ...others.keys()]);
    const field = [...fields].find((one) => !fits(one, parts.get(one), others.get(one)));
    if (field !== undefined) return { ...place, field };
  }
  return null;
}

const DATES: readonly string[] = ["startDate", "terminationDate"];

/** Fields with the same kind of value: a manager's id is somebody's id. */
const KIND_OF: Readonly<Record<string, string>> = { "manager.id": "id", "manager.email": "workEmail" };

/** The values of an employee by field; of lists one for each entry. */
function partsOf(employee: Employee | null): ReadonlyMap<string, string | null> {
  if (employee === null) return new Map();
  const parts = new Map<string, string | null>();
  const { bank, manager, custom, statusRule: _rule, ...plain } = employee;
  const add = (field: string, value: unknown) => {
    if (value === undefined) return;
    if (!Array.isArray(value)) parts.set(field, value === null ? null : String(value));
    else for (const [index, one] of value.entries()) parts.set(`${field}[${index}]`, String(one));
  };
  for (const [field, value] of Object.entries(plain)) add(field, value);
  for (const [key, value] of Object.entries(custom)) add(`custom.${key}`, value);
  add("manager.id", manager === null ? null : manager?.id);
  add("manager.email", manager === null ? null : manager?.email);
  if (bank) {
    const { iban, bic } = bank.reveal();
    for (const [key, value] of [
      ["bank.iban", iban],
      ["bank.bic", bic],
    ] as const)
      add(key, value);
  }
  return parts;
}
