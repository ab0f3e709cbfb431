import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

export const NODE_MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Where the child finds better-sqlite3 although its bundle lies in a temporary folder. */
const ENVIRONMENT = { ...process.env, NODE_PATH: NODE_MODULES };

interface ChildBundle {
  readonly file: string;
  /** What a process needs that runs it. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** Bundles `child.ts` into a folder everybody may read. */
export async function bundleChild(): Promise<ChildBundle> {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-child-"));
  chmodSync(dir, 0o755);
  const file = join(dir, "child.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("child.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: file,
    logLevel: "warning",
  });
  return { file, env: ENVIRONMENT, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A running child. What it writes to stderr is shown: it only does so when a test is broken. */
export interface Child {
  readonly process: ChildProcess;
  /** The next line of its output; empty when it ended without one. */
  nextLine(): Promise<string>;
  /** The signal that killed it, once it has ended. */
  readonly ended: Promise<NodeJS.Signals | null>;
}

/** Starts a child that is killed after the test at the latest. */
export function startChild(file: string, args: readonly string[]): Child {
  return startCommand([process.execPath, file, ...args]);
}

/** The same with whatever runs a child. */
export function startCommand([command = "", ...args]: readonly string[]): Child {
  const child = spawn(command, args, { env: ENVIRONMENT, stdio: ["ignore", "pipe", "inherit"] });
  // SIGKILL also ends one that was stopped.
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    nextLine: async () => {
      const line = await lines.next();
      return line.done ? "" : line.value;
    },
    ended: new Promise((resolve) => child.once("close", (_code, signal) => resolve(signal))),
  };
}

/**
 * The same under a parent that never asks how it ended: a shell that has become `sleep`. The parent
 * is waited for, since a shell that is still one collects whatever ends below it.
 */
export async function startUncollected(
  command: readonly string[],
): Promise<{ readonly pid: number; nextLine(): Promise<string> }> {
  const child = `sh -c 'echo $$; exec "$@"' sh "$@"`;
  const parent = startCommand(["sh", "-c", `${child} & exec sleep 600`, "sh", ...command]);
  const pid = Number(await parent.nextLine());
  onTestFinished(() => void process.kill(pid, "SIGKILL"));
  while (commandOf(parent.process.pid) !== "sleep") await setTimeout(5);
  return { pid, nextLine: parent.nextLine };
}

function commandOf(pid: number | undefined): string {
  const { stdout } = spawnSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
  return basename(stdout.trim());
}
