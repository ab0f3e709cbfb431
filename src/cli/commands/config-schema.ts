import { configJsonSchema } from "../../config/json-schema.js";
import type { CommandResult } from "../command.js";

/** `config schema`: JSON Schema for editors. Always JSON, whatever the output format. */
export async function run(): Promise<CommandResult> {
  const document = configJsonSchema();
  return { exitCode: 0, document, text: () => JSON.stringify(document, null, 2) };
}
