import type { Provider } from "../../src/providers/provider.js";
import { guidesOf } from "../../src/providers/provider.js";
import { FILTER_FIELDS, type FilterField } from "../../src/sync/filter/fields.js";
import { OPERATOR_NAMES, OPERATORS } from "../../src/sync/filter/operators.js";
import { parseFilterText } from "../../src/sync/filter/parse.js";
import { code, table } from "./table.js";

const ARITY = { none: "none", one: "one", many: "one or more" } as const;
const ON = { day: "days", text: "texts", both: "texts and days" } as const;
const HOLDS = { text: "text", day: "day", either: "text or day" } as const;

/** @throws Problem when an example can't be parsed, Error when it shows another operator */
export function operatorTable(): string {
  return table(
    ["Operator", "Holds when the field", "Values", "On", "When the field is empty", "Example"],
    OPERATOR_NAMES.map((name) => {
      const { arity, on, holdsForEmpty, holds, example } = OPERATORS[name];
      if (parseFilterText(example).operator !== name)
        throw new Error(`The example of ${name} shows another.`);
      return [
        code(name),
        holds,
        ARITY[arity],
        ON[on],
        holdsForEmpty ? "holds" : "does not hold",
        code(example),
      ];
    }),
  );
}

export function fieldTable(providers: readonly Provider[]): string {
  return table(
    ["Field", "Holds", ...providers.map(({ title }) => title)],
    FILTER_FIELDS.map(({ name, of, holds }) => [
      code(name),
      HOLDS[holds],
      ...providers.map((provider) => labelOf(provider, of)),
    ]),
  );
}

/** The vendor's own name of it; empty where the tool gives none. */
function labelOf(provider: Provider, source: FilterField["of"]): string {
  const data = guidesOf(provider).flatMap(({ dataRead }) => dataRead.filter(({ field }) => field === source));
  return [...new Set(data.map(({ label }) => label))].join("; ");
}
