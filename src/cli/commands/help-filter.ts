import { FILTER_FIELDS, OPERATOR_NAMES, OPERATORS } from "../../sync/filter/index.js";
import type { CommandResult } from "../command.js";
import { renderTable } from "../output/table.js";
import { wrapWords } from "../output/wrap.js";

const HOW = [
  "A rule is a field in single quotes, an operator and its values: 'Work Location' is one of: Remote,London. All rules must hold.",
  'Values are separated by commas; one with a comma in it goes in double quotes, and "" in it stands for a quote. Case and blanks around a value do not matter. Days are YYYY-MM-DD.',
  "In the configuration the whole rule goes in double quotes, since YAML takes the single quotes for the end. A rule may also be { field, operator, values }, and any: makes a list of rules of which one is enough.",
  "On the command line: spendesk-hr configure --rule \"'Country' is: FR\", once for each rule.",
];

/** `help filter`: what a filter rule can say (docs/filter.md). */
export async function run(): Promise<CommandResult> {
  const operators = OPERATOR_NAMES.map((name) => ({ name, ...OPERATORS[name] }));
  const fields = [...FILTER_FIELDS.map(({ name }) => name), "custom.<key> for whatever else the HR tool has"];
  return {
    exitCode: 0,
    document: { operators, fields: FILTER_FIELDS.map(({ name, holds }) => ({ name, holds })) },
    text: (style) =>
      [
        ...HOW.map((text) => wrapWords(text, style.width).join("\n")),
        renderTable(
          ["Operator", "Holds when the field", "Empty field", "Example"],
          operators.map(({ name, holds, holdsForEmpty, example }) => [
            ...[name, holds, holdsForEmpty ? "holds" : "does not", example],
          ]),
          style,
        ),
        wrapWords(`Fields: ${fields.join(", ")}.`, style.width).join("\n"),
      ].join("\n\n"),
    rows: () => operators.map(({ name, holds, example }) => ({ name, holds, example })),
  };
}
