import { requireField } from "../filter/index.js";
import type { Employee, FieldCounts, FilterNode, SyncPolicy } from "../model/index.js";

type Reader = (employee: Employee) => boolean;

/**
 * Counts how many people have a value in each field that the configuration uses; of the status, how many
 * have one with a known meaning. A field that loses them from one day to the next was renamed, hidden, or
 * emptied by mistake (docs/rules.md §5.2).
 */
export function countFields(
  employees: readonly Employee[],
  policy: SyncPolicy,
  filter: FilterNode | null,
): FieldCounts {
  const filled: Record<string, number> = {};
  for (const [name, isFilled] of readersOf(policy, filter)) {
    let count = 0;
    for (const employee of employees) if (isFilled(employee)) count += 1;
    filled[name] = count;
  }
  return { people: employees.length, filled };
}

/** A field that was filled for most of those it was filled for, and is not any more. */
export interface EmptiedField {
  readonly field: string;
  readonly filled: number;
  readonly people: number;
  /** What the last good read had. */
  readonly before: { readonly filled: number; readonly people: number };
  /** Filled values that must be there. */
  readonly limit: number;
}

/** Fields with fewer values than this in the last good read say nothing by losing them. */
const MIN_FILLED = 3;

/** The fields that lost too many of their values, in relation to the head-count. */
export function emptiedFields(
  now: FieldCounts,
  last: FieldCounts | null,
  minPercent: number,
): readonly EmptiedField[] {
  if (last === null || last.people === 0) return [];
  return Object.entries(now.filled).flatMap(([field, filled]): EmptiedField[] => {
    const before = Object.hasOwn(last.filled, field) ? (last.filled[field] ?? 0) : 0;
    const expected = (before * now.people) / last.people;
    const limit = Math.ceil((expected * minPercent) / 100);
    if (before < MIN_FILLED || filled >= limit) return [];
    return [{ field, filled, people: now.people, before: { filled: before, people: last.people }, limit }];
  });
}

function readersOf(policy: SyncPolicy, filter: FilterNode | null): ReadonlyMap<string, Reader> {
  const readers = new Map<string, Reader>([
    ["Status", ({ status }) => status !== "unknown"],
    ["Termination Date", ({ terminationDate }) => !!terminationDate],
    ["Work Email", ({ workEmail }) => !!workEmail],
    ["First Name", ({ firstName }) => !!firstName],
    ["Last Name", ({ lastName }) => !!lastName],
  ]);
  if (policy.update.includes("manager")) readers.set("Manager", ({ manager }) => !!manager);
  if (policy.update.includes("bank")) readers.set("Bank Details", ({ bank }) => !!bank);
  for (const name of filter ? fieldNames(filter) : []) {
    const { read } = requireField(name);
    readers.set(name, (employee) => hasValue(read(employee)));
  }
  return readers;
}

function hasValue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== "";
}

function fieldNames(node: FilterNode): readonly string[] {
  return node.kind === "rule" ? [node.field] : node.nodes.flatMap(fieldNames);
}
