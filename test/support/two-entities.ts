import { variableName } from "../../src/credentials/names.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { done } from "./connected-workspace.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "./sandbox-workspace.js";

const ENTITIES = ["acme-uk", "acme-fr"] as const;

/** Two entities, connected and configured, that read the same Personio account. */
export async function openTwoEntities(options: SandboxOptions = {}): Promise<SandboxWorkspace> {
  const workspace = await openSandboxWorkspace({ ...options, entities: ENTITIES });
  const { sandbox, env } = workspace;
  for (const entity of ENTITIES) {
    const keys = { spendesk: sandbox.spendeskKeys[entity] ?? {}, personio: sandbox.credentials.personio };
    for (const [connection, values] of Object.entries(keys)) {
      for (const [field, value] of Object.entries(values)) {
        env[variableName({ entity, connection }, field)] = value;
      }
    }
    done(
      await workspace.run([
        ...["connect", "personio", "--entity", entity, "--yes", "--set", "timezone=Europe/London"],
        ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl(entity)}`],
        ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
      ]),
    );
    done(await workspace.run(["configure", "--entity", entity, "--yes", "--rule", RULE]));
  }
  sandbox.control.resetStats();
  return workspace;
}
