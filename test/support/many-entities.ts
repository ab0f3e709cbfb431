import { writeFile } from "node:fs/promises";
import { variableName } from "../../src/credentials/names.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "./sandbox-workspace.js";

/** Entities by group, in the order of the configuration; those under an empty name are in none. */
type Groups = Readonly<Record<string, readonly string[]>>;

/** Any number of entities that read one Personio account, in a configuration written by hand that nobody has confirmed. */
export async function openManyEntities(
  groups: Groups,
  options: SandboxOptions = {},
): Promise<SandboxWorkspace> {
  const entities = Object.values(groups).flat();
  const workspace = await openSandboxWorkspace({ employees: 6, members: 1, ...options, entities });
  const { sandbox, env } = workspace;
  // Those of an entity that is none of these would be warned about.
  for (const name of Object.keys(env)) if (name.startsWith("SPENDESK_HR_ACME_UK_")) delete env[name];
  for (const entity of entities) {
    const keys = { spendesk: sandbox.spendeskKeys[entity] ?? {}, personio: sandbox.credentials.personio };
    for (const [connection, values] of Object.entries(keys)) {
      for (const [field, value] of Object.entries(values)) {
        env[variableName({ entity, connection }, field)] = value;
      }
    }
  }
  await writeGroups(workspace, groups);
  return workspace;
}

/** Writes the configuration anew, with what is said of each group. */
export async function writeGroups(
  { sandbox, configPath }: SandboxWorkspace,
  groups: Groups,
  said: Readonly<Record<string, object>> = {},
): Promise<void> {
  const named = Object.keys(groups).filter((name) => name !== "");
  const content = {
    version: 1,
    defaults: {
      timezone: "Europe/London",
      source: { provider: "personio", baseUrl: sandbox.providerUrl("personio") },
      employees: { include: "all" },
    },
    groups: Object.fromEntries(named.map((name) => [name, said[name] ?? {}])),
    entities: Object.fromEntries(
      Object.entries(groups).flatMap(([group, ids]) =>
        ids.map((id) => [
          id,
          { ...(group !== "" && { group }), spendesk: { baseUrl: sandbox.spendeskUrl(id) } },
        ]),
      ),
    ),
    credentials: { store: "env" },
    metrics: { textfile: "hr.prom" },
  };
  // JSON is YAML, too.
  await writeFile(configPath, JSON.stringify(content));
}
