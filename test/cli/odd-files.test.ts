import { mkdir, mkdtemp, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnectedWorkspace } from "../support/connected-workspace.js";
import type { CliRun } from "../support/run-cli.js";
import { runProgram } from "../support/run-program.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

const PROGRAM = join(import.meta.dirname, "../../bin/spendesk-hr.js");

let workspace: SandboxWorkspace;
let folder: string;

beforeAll(async () => {
  workspace = await openConnectedWorkspace({ employees: 5 });
  folder = await mkdtemp(join(tmpdir(), "odd-"));
  // The system takes no long path for a socket, so that it is made where it is to be.
  const makeSocket = 'require("node:net").createServer().listen("socket", () => process.kill(process.pid))';
  await execa(process.execPath, ["-e", makeSocket], { cwd: folder, reject: false });
  await execa("mkfifo", [join(folder, "fifo"), join(folder, "fifo.yaml")]);
  await mkdir(join(folder, "folder.yaml"));
  await symlink("/dev/zero", join(folder, "zero.yaml"));
  await writeFile(join(folder, "huge"), "{");
  await truncate(join(folder, "huge"), 3 * 1024 ** 3);
});
afterAll(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

function programEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(workspace.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A read that blocks or never ends would hold a process up: one file of each kind is for the real program. */
const WHERE = {
  "the real program": (...argv: readonly string[]): Promise<CliRun> =>
    runProgram(argv, { cwd: workspace.folder, env: programEnv() }),
  "this process": (...argv: readonly string[]): Promise<CliRun> => workspace.run(argv),
};

/** The path of something in the folder, once there is one. */
const at = (name: string) => (): string => join(folder, name);

describe("a plan file that is none", () => {
  it.each([
    ["a named pipe", "the real program", at("fifo"), /It is a device, a pipe or a socket/],
    [
      "a device without an end",
      "this process",
      (): string => "/dev/zero",
      /It is a device, a pipe or a socket/,
    ],
    [
      "a terminal's stand-in",
      "this process",
      (): string => "/dev/null",
      /It is a device, a pipe or a socket/,
    ],
    ["a folder", "this process", (): string => folder, /It is a folder, not a file/],
    ["a socket", "this process", at("socket"), /ENXIO/],
    ["a file of 3 GiB", "this process", at("huge"), /It is too large \(3072 MiB; at most 128 MiB\)/],
    ["not there", "this process", at("missing"), /^There is no such file\.$/],
  ] as const)("is refused at once: %s, by %s", async (_, where, path, why) => {
    const { exitCode, stderr } = await WHERE[where]("apply", path(), "--yes");
    expect(exitCode, stderr).toBe(64);
    const lines = stderr.trim().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain("can't be applied");
    expect(lines[1]).toMatch(why);
    expect(lines[2]).toContain("`spendesk-hr preview --out");
  });
});

describe("a configuration that is none", () => {
  it("of 50 MB is refused without being parsed", async () => {
    const path = join(folder, "large.yaml");
    await writeFile(path, "a: 1\n".repeat(10 * 1024 * 1024));
    const { exitCode, stderr } = await workspace.run(["config", "validate", "--config", path]);
    expect(exitCode).toBe(78);
    expect(stderr).toContain("is too large for a configuration.\nIt has 50.0 MiB; at most 1 MiB is read.");
  });

  it("of that size is refused where it is found, too", async () => {
    const home = join(folder, "home");
    await mkdir(home);
    await writeFile(join(home, "spendesk-hr.config.yml"), " ".repeat(2 * 1024 * 1024));
    const { exitCode, stderr } = await runProgram(["preview"], { cwd: home, env: { HOME: home } });
    expect(exitCode).toBe(78);
    expect(stderr).toContain("spendesk-hr.config.yml is too large");
  });

  it.each([
    ["fifo.yaml", "the real program"],
    ["zero.yaml", "this process"],
    ["folder.yaml", "this process"],
  ] as const)("is refused at once: %s, by %s", async (name, where) => {
    const { exitCode, stderr } = await WHERE[where]("config", "validate", "--config", join(folder, name));
    expect(exitCode).toBe(78);
    expect(stderr).toContain("It is not a file, or the user running this program has no permission");
  });

  it.each([
    ["aliases that multiply", bomb(), /is used too often/],
    ["brackets without end", "[".repeat(200_000), /nested too deeply|flow collection/i],
    [
      "a key twice",
      "version: 1\nentities: {}\nversion: 1\n",
      /:3:1 can't be read[\s\S]*Map keys must be unique/,
    ],
    [
      "very many keys",
      Array.from({ length: 20_000 }, (_, index) => `key${index}: 1\n`).join(""),
      /has 20002 mistakes/,
    ],
  ])("is refused with its place, and soon: %s", async (name, text, words) => {
    const path = join(folder, `${name.replaceAll(" ", "-")}.yaml`);
    await writeFile(path, text);
    const { exitCode, stderr } = await workspace.run(["config", "validate", "--config", path]);
    expect(exitCode, stderr).toBe(78);
    expect(stderr).toMatch(words);
  });
});

/** A thousand million values in a few lines. */
function bomb(): string {
  const levels = Array.from({ length: 10 }, (_, index) => {
    const items = Array(10).fill(index === 0 ? "x" : `*a${index - 1}`);
    return `a${index}: &a${index} [${items.join(",")}]\n`;
  });
  return levels.join("");
}

describe("files of schedule --out", () => {
  it.each(["000", "022", "077"])(
    "can be read by systemd and changed by their owner only, umask %s",
    async (mask) => {
      const out = join(folder, `deploy-${mask}`, "units");
      const command = `umask ${mask}; exec "$0" "$@"`;
      const args = [
        "-c",
        command,
        process.execPath,
        PROGRAM,
        "schedule",
        "systemd",
        "--out",
        out,
        "-o",
        "json",
      ];
      const { exitCode, stdout, stderr } = await execa("sh", args, {
        cwd: workspace.folder,
        env: programEnv(),
        extendEnv: false,
        reject: false,
      });
      expect(exitCode, stderr).toBe(0);
      const { written }: { written: readonly string[] } = JSON.parse(stdout);
      expect(written.length).toBeGreaterThan(1);
      const modes = await Promise.all(written.map(async (path) => (await stat(path)).mode & 0o777));
      expect(modes).toEqual(written.map(() => 0o644));
      for (const path of [out, join(out, "..")]) {
        expect((await stat(path)).mode & 0o022, path).toBe(0);
      }
    },
  );
});
