import { connectorJsonSchema } from "../../connectors/loading/json-schema.js";
import type { CommandResult } from "../command.js";

/** `connectors schema`: JSON Schema for editors. Always JSON, whatever the output format. */
export async function run(): Promise<CommandResult> {
  const document = connectorJsonSchema();
  return { exitCode: 0, document, text: () => JSON.stringify(document, null, 2) };
}
