import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runProgram } from "../support/run-program.js";

let home: string;
let caches: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "spendesk-hr-home-"));
  caches = join(home, "cache", "spendesk-hr");
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Runs a command with a folder of caches that is not in anybody else's way. */
async function run(env: Record<string, string> = {}): Promise<void> {
  const all = { HOME: home, XDG_CACHE_HOME: join(home, "cache"), ...env };
  const { exitCode, stderr } = await runProgram(["help", "exit-codes"], { cwd: "/", env: all });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
}

async function kept(): Promise<string[]> {
  return readdir(caches, { recursive: true }).catch(() => []);
}

describe("what Node.js compiled", () => {
  it("is kept in a folder that only its user sees", async () => {
    await run();
    expect((await kept()).length).toBeGreaterThan(2);
    expect((await stat(caches)).mode & 0o777).toBe(0o700);
  });

  it("is kept of one version", async () => {
    await mkdir(join(caches, "compiled-0.0.1", "v24"), { recursive: true });
    await mkdir(join(caches, "something"));
    await run();
    expect((await readdir(caches)).sort()).toEqual([expect.stringMatching(/^compiled-\d/), "something"]);
    expect(await readdir(caches)).not.toContain("compiled-0.0.1");
  });

  it("is left alone where others may write: they could change what is run", async () => {
    await run();
    const [version = ""] = await readdir(caches);
    await rm(join(caches, version), { recursive: true });
    await chmod(caches, 0o777);
    await run();
    expect(await kept()).toEqual([version]);
    await rm(caches, { recursive: true });
    await chmod(home, 0o777);
    await run();
    expect(await kept()).toEqual([]);
  });

  it("is not kept for who decided about it", async () => {
    await run({ NODE_DISABLE_COMPILE_CACHE: "1" });
    await run({ NODE_COMPILE_CACHE: join(home, "own") });
    expect(await kept()).toEqual([]);
    expect(await readdir(join(home, "own"))).not.toEqual([]);
  });

  it.each([["no folder"], ["not there"]])("needs no home: one that is %s", async (what) => {
    const odd = join(home, "odd");
    if (what === "no folder") await writeFile(odd, "");
    await run({ HOME: odd, XDG_CACHE_HOME: join(odd, "cache") });
    expect(await kept()).toEqual([]);
  });
});
