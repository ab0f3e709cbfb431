import type { EmployeeField, Provider } from "../../src/providers/provider.js";
import { guidesOf } from "../../src/providers/provider.js";
import { FILTER_FIELDS } from "../../src/sync/filter/fields.js";
import { OPERATORS } from "../../src/sync/filter/operators.js";
import { parseFilterText } from "../../src/sync/filter/parse.js";
import type { Operator } from "../../src/sync/model/filter.js";
import { code, table } from "./table.js";

/** The compiler asks for every operator; the examples are parsed below. */
const EXAMPLES: Readonly<Record<Operator, readonly [meaning: string, example: string]>> = {
  "is one of": ["equals one of the values", "'Work Location' is one of: Remote,London,Paris"],
  "is not one of": ["equals none of the values", "'Employment Type' is not one of: external,intern"],
  is: ["equals the value", "'Country' is: FR"],
  "is not": ["does not equal the value", "'Department' is not: Board"],
  contains: ["has the text in it", "'Job Title' contains: engineer"],
  "does not contain": ["does not have the text in it", "'Job Title' does not contain: intern"],
  "starts with": ["begins with the text", "'Cost Center' starts with: FR-"],
  "is empty": ["has no value", "'Team' is empty"],
  "is not empty": ["has a value", "'custom.Card' is not empty"],
  "is before": ["is an earlier day", "'Start Date' is before: 2027-01-01"],
  "is on or after": ["is this day or a later one", "'Start Date' is on or after: 2027-01-01"],
};

const ARITY = { none: "none", one: "one", many: "one or more" } as const;
const ON = { day: "days", text: "texts", both: "texts and days" } as const;
const HOLDS = { text: "text", day: "day", either: "text or day" } as const;

/** @throws Problem when an example can't be parsed */
export function operatorTable(): string {
  return table(
    ["Operator", "Holds when the field", "Values", "On", "When the field is empty", "Example"],
    Object.entries(EXAMPLES).map(([name, [meaning, example]]) => {
      const { arity, on, holdsForEmpty } = OPERATORS[parseFilterText(example).operator];
      const empty = holdsForEmpty ? "holds" : "does not hold";
      return [code(name), meaning, ARITY[arity], ON[on], empty, code(example)];
    }),
  );
}

/** Which piece of an employee each field reads. */
const SOURCES: Readonly<Record<string, EmployeeField>> = {
  "Work Location": "workLocation",
  Department: "department",
  Team: "team",
  "Legal Entity": "legalEntity",
  Country: "country",
  "Employment Type": "employmentType",
  "Cost Center": "costCenter",
  "Job Title": "jobTitle",
  "Manager Email": "manager",
  "Work Email": "workEmail",
  "Start Date": "startDate",
};

/** @throws Error for a field nobody says the source of */
export function fieldTable(providers: readonly Provider[]): string {
  return table(
    ["Field", "Holds", ...providers.map(({ title }) => title)],
    FILTER_FIELDS.map(({ name, holds }) => {
      const source = SOURCES[name];
      if (!source) throw new Error(`Say in scripts/generate/filter.ts what the field ${name} reads.`);
      return [code(name), HOLDS[holds], ...providers.map((provider) => labelOf(provider, source))];
    }),
  );
}

/** The vendor's own name of it; empty where the tool gives none. */
function labelOf(provider: Provider, source: EmployeeField): string {
  const data = guidesOf(provider).flatMap(({ dataRead }) => dataRead.filter(({ field }) => field === source));
  return [...new Set(data.map(({ label }) => label))].join("; ");
}
