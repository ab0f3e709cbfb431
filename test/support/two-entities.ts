import { variableName } from "../../src/credentials/names.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { done } from "./connected-workspace.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "./sandbox-workspace.js";

/** Two entities, connected and configured, that read the same Personio account. */
export function openTwoEntities(options: SandboxOptions = {}): Promise<SandboxWorkspace> {
  return openEntities(["acme-uk", "acme-fr"], options);
}

/**
 * The same with any entities.
 * @param doorTo gives the address under which an entity knows its Spendesk, from the real one
 */
export async function openEntities(
  entities: readonly string[],
  options: SandboxOptions = {},
  doorTo: (entity: string, url: string) => Promise<string> = async (_entity, url) => url,
): Promise<SandboxWorkspace> {
  const workspace = await openSandboxWorkspace({ ...options, entities });
  const { sandbox, env } = workspace;
  for (const entity of entities) {
    const keys = { spendesk: sandbox.spendeskKeys[entity] ?? {}, personio: sandbox.credentials.personio };
    for (const [connection, values] of Object.entries(keys)) {
      for (const [field, value] of Object.entries(values)) {
        env[variableName({ entity, connection }, field)] = value;
      }
    }
    const url = await doorTo(entity, sandbox.spendeskUrl(entity));
    done(
      await workspace.run([
        ...["connect", "personio", "--entity", entity, "--yes", "--set", "timezone=Europe/London"],
        ...["--set", `spendesk.baseUrl=${url}`],
        ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
      ]),
    );
    done(await workspace.run(["configure", "--entity", entity, "--yes", "--rule", RULE]));
  }
  sandbox.control.resetStats();
  return workspace;
}
