import { variableName } from "../credentials/names.js";
import type { Sandbox } from "../sandbox/sandbox.js";

/** Environment variables with which an entity reaches the sandbox. */
export function sandboxEnvironment(sandbox: Sandbox, entity: string): Record<string, string> {
  const variables: Record<string, string> = { SPENDESK_HR_CREDENTIALS_STORE: "env" };
  for (const [connection, values] of Object.entries(sandbox.credentials)) {
    for (const [field, value] of Object.entries(values)) {
      variables[variableName({ entity, connection }, field)] = value;
    }
  }
  return variables;
}
