import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SandboxWorkspace } from "./sandbox-workspace.js";

/** The keys of the sandbox by connection, for the entity `acme-uk`. */
export function sandboxKeys({ sandbox }: SandboxWorkspace) {
  const { spendesk, personio } = sandbox.credentials;
  return { spendesk: { ...spendesk }, personio: { ...personio } };
}

/** The environment without any credential and without a chosen store. */
export function bareEnv({ env }: SandboxWorkspace): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/_CLIENT_(ID|SECRET)$/.test(name) && name !== "SPENDESK_HR_CREDENTIALS_STORE",
    ),
  );
}

/** Writes a file of secrets. @param name below the workspace's folder */
export async function writeSecret(
  { folder }: SandboxWorkspace,
  name: string,
  content: unknown,
  mode = 0o600,
): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  await chmod(path, mode);
  return path;
}

/** Writes a configuration of `acme-uk` that everybody is in, with these blocks about credentials. */
export async function writeConfig(
  workspace: SandboxWorkspace,
  blocks: { readonly credentials: string; readonly spendesk?: string; readonly source?: string },
): Promise<void> {
  const { sandbox, configPath } = workspace;
  const spendesk = blocks.spendesk ? `, credentials: ${blocks.spendesk}` : "";
  const source = blocks.source ? `, credentials: ${blocks.source}` : "";
  const text = `version: 1
entities:
  acme-uk:
    timezone: Europe/London
    spendesk: { baseUrl: "${sandbox.spendeskUrl()}"${spendesk} }
    source: { provider: personio, baseUrl: "${sandbox.providerUrl("personio")}"${source} }
    employees: { include: all }
credentials: ${blocks.credentials}
`;
  await writeFile(configPath, text, { mode: 0o644 });
}
