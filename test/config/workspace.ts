import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type EntityConfig, type LoadedConfig, type LoadOptions, loadConfig } from "../../src/config/load.js";
import { Problem } from "../../src/shared/errors.js";

export const FILE = "spendesk-hr.config.yaml";

/** A home directory of its own, with a project in it to work in. */
export interface Workspace {
  readonly home: string;
  readonly cwd: string;
  /** Writes a file below the home directory and returns its path. */
  write(name: string, text: string): Promise<string>;
  load(options?: Partial<LoadOptions>): Promise<LoadedConfig>;
}

export async function newWorkspace(): Promise<Workspace> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "spendesk-hr-config-")));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const cwd = join(home, "project");
  await mkdir(cwd);
  return {
    home,
    cwd,
    write: async (name, text) => {
      const path = join(home, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      return path;
    },
    load: (options) =>
      loadConfig({ cwd, home, env: {}, flags: {}, systemDirectory: join(home, "etc"), ...options }),
  };
}

/** Loads a file with this text as the project's configuration. */
export async function loadText(
  text: string,
  name: string = FILE,
  options: Partial<LoadOptions> = {},
): Promise<LoadedConfig> {
  const workspace = await newWorkspace();
  await workspace.write(`project/${name}`, text);
  return workspace.load(options);
}

/** The problem with this text as the project's configuration. */
export function problemOf(text: string, name?: string): Promise<Problem> {
  return rejection(loadText(text, name));
}

export async function rejection(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("No problem was thrown.");
}

/** A configuration of one entity; the lines are its settings. */
export function entityText(...lines: readonly string[]): string {
  return ["version: 1", "entities:", "  acme-uk:", ...lines.map((line) => `    ${line}`), ""].join("\n");
}

export const MINIMAL = ["timezone: Europe/London", "source: { provider: personio }"] as const;

export function onlyEntity({ entities }: LoadedConfig): EntityConfig {
  const [entity] = entities;
  if (!entity || entities.length > 1) throw new Error(`There are ${entities.length} entities.`);
  return entity;
}
