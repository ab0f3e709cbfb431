import type { Person } from "../../world/person.js";
import type { FieldContext, FieldDefinition } from "./fields.js";

/**
 * One person: every value nested and again under a slash key, and with APPEND once more in words
 * (docs/vendors/hibob.md §4).
 */
export function renderPerson(
  person: Person,
  fields: readonly FieldDefinition[],
  context: FieldContext,
  mode: string,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const words: Record<string, unknown> = {};
  for (const field of fields) {
    const machine = field.machine(person, context);
    const human = inWords(field, machine, person, context);
    const value = mode === "REPLACE" ? human : machine;
    // Empty values are null for machines and left out for people.
    if (human !== null) setNested(words, pathOf(field), human);
    if (mode === "REPLACE" && human === null) continue;
    setNested(record, pathOf(field), value);
    record[`/${field.id.replaceAll(".", "/")}`] = { value };
  }
  return mode === "APPEND" ? { ...record, humanReadable: words } : record;
}

function inWords(
  { human }: FieldDefinition,
  machine: unknown,
  person: Person,
  context: FieldContext,
): string | null {
  if (human) return human(person, context);
  return machine === null ? null : String(machine);
}

function pathOf({ id }: FieldDefinition): readonly string[] {
  return id.replace(/^root\./u, "").split(".");
}

function setNested(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next: Record<string, unknown> = isRecord(inner) ? inner : {};
  target[key] = next;
  setNested(next, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
