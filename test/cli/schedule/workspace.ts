import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openConnectedWorkspace } from "../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";

export interface ScheduleDocument {
  readonly times: string;
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly steps: readonly { readonly text: string; readonly commands: readonly string[] }[];
  readonly written: readonly string[];
  readonly warnings: readonly string[];
}

/** The document of `schedule`, which must have worked. */
export async function scheduleOf(
  workspace: SandboxWorkspace,
  argv: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>> = workspace.env,
): Promise<ScheduleDocument> {
  const { exitCode, document } = await workspace.json<ScheduleDocument>(["schedule", ...argv], { env });
  if (exitCode !== 0) throw new Error(JSON.stringify(document));
  return document;
}

/** The content of the one file whose name ends so. */
export function fileOf({ files }: ScheduleDocument, ending: string): string {
  const [file, another] = files.filter(({ name }) => name.endsWith(ending));
  if (!file || another)
    throw new Error(`not one file ${ending} among ${files.map(({ name }) => name).join()}`);
  return file.content;
}

/** All commands of the steps. */
export function commandsOf({ steps }: ScheduleDocument): string {
  return steps.flatMap(({ commands }) => commands).join("\n");
}

/** The value of a setting of a unit; the last one counts. */
export function settingOf(unit: string, key: string): string | undefined {
  return settingsOf(unit, key).at(-1);
}

/** All values of a setting that may stand several times. */
export function settingsOf(unit: string, key: string): readonly string[] {
  return unit.split("\n").flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
}

/** A connected workspace, and its credentials in the file that the store `file` reads by default. */
export async function openFileWorkspace(): Promise<SandboxWorkspace> {
  const workspace = await openConnectedWorkspace();
  const { personio, spendesk } = workspace.sandbox.credentials;
  const path = join(workspace.folder, ".config", "spendesk-hr", "credentials.json");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify({ "acme-uk": { personio, spendesk } }));
  await chmod(path, 0o600);
  return workspace;
}
