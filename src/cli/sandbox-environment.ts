import { variableName } from "../credentials/names.js";
import type { Sandbox } from "../sandbox/sandbox.js";
import type { VendorId } from "../sandbox/vendors/ids.js";

/** Environment variables with which an entity reaches the sandbox's Spendesk and one of its HR tools. */
export function sandboxEnvironment(
  { credentials }: Sandbox,
  entity: string,
  provider: VendorId = "personio",
): Record<string, string> {
  const variables: Record<string, string> = { SPENDESK_HR_CREDENTIALS_STORE: "env" };
  const connections = { spendesk: credentials.spendesk, [provider]: credentials[provider] };
  for (const [connection, values] of Object.entries(connections)) {
    for (const [field, value] of Object.entries(values)) {
      variables[variableName({ entity, connection }, field)] = value;
    }
  }
  return variables;
}
