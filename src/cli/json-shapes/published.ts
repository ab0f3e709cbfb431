import * as z from "zod";
import { JSON_DOCUMENTS } from "./documents.js";
import { errorDocument, wholeApply, wholePreview } from "./run-documents.js";

// The contracts that the tests hold the program to are strict; what is published of them is open, because
// keys may be added as long as `schemaVersion` stays.

/** Of these the documents above are those of a run that went well. */
const WITH_FAILED_ENTITIES: Readonly<Record<string, z.ZodType>> = {
  preview: wholePreview,
  "apply --yes": wholeApply,
};

const ERROR = "error";

/** Documents by a name that can be typed: `people-list`, `history-run`. */
const BY_NAME = new Map<string, z.ZodType>();
for (const [line, contract] of Object.entries(JSON_DOCUMENTS)) {
  if (contract === errorDocument) BY_NAME.set(ERROR, contract);
  else BY_NAME.set(nameOf(line), WITH_FAILED_ENTITIES[line] ?? contract);
}

/** The command's words; what it takes only where a name would be there twice. */
function nameOf(line: string): string {
  const words = line.split(" ").filter((word) => !word.startsWith("-"));
  const name = words.filter((word) => !word.startsWith("<")).join("-");
  return BY_NAME.has(name) ? words.join("-").replace(/[<>]/g, "") : name;
}

export function documentNames(): readonly string[] {
  return [...BY_NAME.keys()];
}

/**
 * JSON Schema (2020-12) of what a command prints with `-o json`, also when it fails; null for a name that
 * is not known.
 */
export function documentSchema(name: string): Readonly<Record<string, unknown>> | null {
  const contract = BY_NAME.get(name);
  if (!contract) return null;
  const whole = name === ERROR ? contract : z.union([contract, errorDocument]);
  const schema = z.toJSONSchema(whole, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { ...schema, title: name === ERROR ? "Any command that fails" : `spendesk-hr ${name} -o json` };
}
