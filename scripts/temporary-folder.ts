import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** A disk in memory on Linux (shm_overview(7)). */
const MEMORY = "/dev/shm";
const PREFIX = "spendesk-hr-tests-";
/** The tests together need about a tenth of it. In bytes. */
const ENOUGH = 1024 ** 3;

/**
 * Lets the tests of this process have their temporary folders in memory, where there is enough of it and
 * nobody chose another place: every commit waits until a disk has it, which on a slow one is most of a test.
 */
export function useMemoryForTemporaryFolders(): void {
  if (process.env.TMPDIR !== undefined || !isUsable()) return;
  for (const name of readdirSync(MEMORY)) if (isLeft(name)) remove(join(MEMORY, name));
  const folder = join(MEMORY, `${PREFIX}${process.pid}`);
  mkdirSync(folder, { mode: 0o700 });
  process.env.TMPDIR = folder;
  process.once("exit", () => remove(folder));
}

function isUsable(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    // In containers nothing may be run from there, no native module either.
    const mount = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" "))
      .findLast(([, place]) => place === MEMORY);
    return bavail * bsize >= ENOUGH && !mount?.[3]?.split(",").includes("noexec");
  } catch {
    return false;
  }
}

/** Whether it is of tests that were killed. */
function isLeft(name: string): boolean {
  if (!name.startsWith(PREFIX)) return false;
  try {
    process.kill(Number(name.slice(PREFIX.length)), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
