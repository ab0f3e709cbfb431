import { foldText } from "../../shared/text.js";
import type { Employee, EmployeeRead, FilterNode } from "../model/index.js";
import { requireField } from "./fields.js";
import type { ValueRule } from "./value-rules.js";

/** Whether anything looks at a further attribute of this name. */
export type UsesAttribute = (key: string) => boolean;

/** People who keep all their attributes, so that whoever misspells one is told which there are. */
const ENTIRE_PEOPLE = 100;

const CUSTOM = "custom.";

/** Says of further attributes whether these filters and rules look at them, in whatever spelling. */
export function attributesUsedBy(
  filters: readonly (FilterNode | null)[],
  rules: readonly ValueRule[] = [],
): UsesAttribute {
  const fields = [
    ...filters.flatMap(fieldsIn),
    ...rules.flatMap(({ filter, gives }) => [
      ...fieldsIn(filter),
      ...("field" in gives ? [gives.field] : []),
    ]),
  ];
  const keys = new Set(
    fields
      .map((field) => requireField(field))
      .filter(({ holds }) => holds === "either")
      .map(({ name }) => foldText(name.slice(CUSTOM.length))),
  );
  const known = new Map<string, boolean>();
  return (key) => {
    const isKnown = known.get(key);
    if (isKnown !== undefined) return isKnown;
    const isUsed = keys.has(foldText(key));
    known.set(key, isUsed);
    return isUsed;
  };
}

function fieldsIn(node: FilterNode | null): readonly string[] {
  if (node === null) return [];
  return node.kind === "rule" ? [node.field] : node.nodes.flatMap(fieldsIn);
}

/**
 * Everybody with those of their further attributes that are used. Some HR tools have dozens of them on every
 * person, which take several times as much memory as everything else.
 */
export async function* withUsedAttributes(read: EmployeeRead, isUsed: UsesAttribute): EmployeeRead {
  let entire = ENTIRE_PEOPLE;
  for (;;) {
    const page = await read.next();
    if (page.done) return page.value;
    const kept = page.value.slice(0, entire);
    entire -= kept.length;
    yield [...kept, ...page.value.slice(kept.length).map((employee) => lean(employee, isUsed))];
  }
}

function lean(employee: Employee, isUsed: UsesAttribute): Employee {
  const all = Object.entries(employee.custom);
  const used = all.filter(([key]) => isUsed(key));
  if (used.length === all.length) return employee;
  return { ...employee, custom: used.length === 0 ? NOTHING : Object.fromEntries(used) };
}

/** One for all whose attributes nobody looks at. */
const NOTHING: Employee["custom"] = Object.freeze({});
