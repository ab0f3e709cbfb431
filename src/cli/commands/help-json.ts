import { nearest, Problem } from "../../sync/model/index.js";
import type { CommandInput, CommandResult } from "../command.js";
import { documentNames, documentSchema } from "../json-shapes/published.js";

/** `help json`: the documents that have a schema, or the JSON Schema of one; that is always JSON. */
export async function run(input: CommandInput): Promise<CommandResult> {
  const [wanted] = input.arguments;
  const names = documentNames();
  if (wanted === undefined) {
    return {
      exitCode: 0,
      document: { documents: names },
      text: () => ["JSON Schemas of these documents: spendesk-hr help json <name>", ...names].join("\n  "),
      rows: () => names.map((name) => ({ name })),
    };
  }
  const name = wanted.trim().replaceAll(" ", "-");
  const schema = documentSchema(name);
  if (schema === null) throw unknownDocument(wanted, nearest(name, names));
  const text = () => JSON.stringify(schema, null, 2);
  return { exitCode: 0, document: schema, text };
}

function unknownDocument(wanted: string, meant: string | null): Problem {
  return new Problem({
    kind: "usage",
    code: "unknown_document",
    what: `There is no JSON document "${wanted}".`,
    why: meant ? `Did you mean "${meant}"?` : "No command's JSON output has that name.",
    next: "Run `spendesk-hr help json` to see the names.",
  });
}
