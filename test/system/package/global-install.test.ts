import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

let folder: string;
let said: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-global-"));
  await execa("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
  // No compiler, and no settings of this machine.
  const env = {
    HOME: folder,
    PATH: `${dirname(process.execPath)}:${await folderOf("npm")}`,
    CC: "false",
    CXX: "false",
  };
  const words = ["install", "--global", "--prefix", folder, "--prefer-offline", `./${tarball}`];
  const { all } = await execa("npm", words, { cwd: folder, env, all: true });
  said = all;
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function folderOf(program: string): Promise<string> {
  const { stdout } = await execa("sh", ["-c", `command -v ${program}`]);
  return dirname(stdout);
}

describe("npm install --global", () => {
  it("warns of nothing", () => {
    expect(said).not.toMatch(/warn|deprecated/i);
    expect(said).toMatch(/added \d packages/);
  });

  it("brings the program with a memory", async () => {
    const { exitCode, stdout, stderr } = await execa(join(folder, "bin/spendesk-hr"), ["demo"], {
      cwd: folder,
      env: { HOME: folder, PATH: dirname(process.execPath) },
      extendEnv: false,
      reject: false,
    });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain("Nothing of this is left on this machine");
  });

  it("brings the keychain's library", () => {
    const require = createRequire(join(folder, "lib/node_modules/spendesk-hr/dist/main.js"));
    expect(Object.keys(require("keytar"))).toContain("getPassword");
  });
});
