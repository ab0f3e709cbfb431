import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

export const NODE_MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Where the child finds better-sqlite3 although its bundle lies in a temporary folder. */
const ENVIRONMENT = { ...process.env, NODE_PATH: NODE_MODULES };

/** A user who may not write where root forbids it. An ordinary user runs the tests as who they are. */
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** True when a process without root's powers can load the modules of this checkout. */
export const canRunUnprivileged =
  process.platform !== "win32" &&
  spawnSync(process.execPath, ["-e", "require('better-sqlite3')(':memory:')"], {
    env: ENVIRONMENT,
    cwd: tmpdir(),
    ...UNPRIVILEGED,
  }).status === 0;

/** True when this user may mount a small disk of their own in a new namespace. */
export const canMount =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]).status === 0;

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
export function startChild(file: string, args: readonly string[], options: SpawnOptions = {}): Child {
  return watch(process.execPath, [file, ...args], options);
}

export function startUnprivileged(file: string, args: readonly string[]): Child {
  return startChild(file, args, { ...UNPRIVILEGED, cwd: tmpdir() });
}

/** Starts a child that sees a disk of the given size at `dir`. */
export function startOnSmallDisk(file: string, args: readonly string[], dir: string, size: string): Child {
  const script = 'mount -t tmpfs -o "size=$1" none "$2" && shift 2 && exec "$@"';
  return watch("unshare", ["-rm", "sh", "-c", script, "sh", size, dir, process.execPath, file, ...args], {});
}

/** Also one that was stopped: SIGKILL needs nobody to listen. */
export function killAfterTest(child: ChildProcess): void {
  onTestFinished(() => void child.kill("SIGKILL"));
}

function watch(command: string, args: readonly string[], options: SpawnOptions): Child {
  const child = spawn(command, args, {
    env: ENVIRONMENT,
    ...options,
    stdio: ["ignore", "pipe", "inherit"],
  });
  killAfterTest(child);
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
