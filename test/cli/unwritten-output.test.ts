import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

const PROGRAM = join(import.meta.dirname, "../../bin/spendesk-hr.js");

/** Runs the program with a reader that has ended before anything is written. */
async function runUnread(words: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const running = execa(process.execPath, [PROGRAM, ...words], {
    env: { ...env },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    buffer: { stdout: false },
  });
  running.stdout.destroy();
  return running;
}

describe("a result that nobody reads", () => {
  let workspace: SandboxWorkspace;
  beforeEach(async () => {
    workspace = await openSandboxWorkspace({ employees: 6 });
    await workspace.connect();
    await workspace.configure();
  });
  afterEach(() => workspace.close());

  const lastRun = async () => {
    const { document } = await workspace.json<{ runs: { exitCode: number; counts: object }[] }>(["history"]);
    return document.runs[0];
  };

  it("leaves an apply done and recorded, and says nothing: whoever read it wanted no more", async () => {
    const { exitCode, stderr } = await runUnread(
      ["apply", "--yes", "--config", workspace.configPath],
      workspace.env,
    );
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toMatch(/could not be written|EPIPE/);
    expect(await lastRun()).toMatchObject({ exitCode: 0, counts: { failed: 0, create: 6, applied: 6 } });
    const again = await workspace.run(["apply", "--yes"]);
    expect(again.stdout).toMatch(/nothing to do/);
  });

  it("leaves the exit code of a preview that says that changes are pending", async () => {
    const words = ["preview", "--detailed-exitcode", "--config", workspace.configPath];
    expect((await runUnread(words, workspace.env)).exitCode).toBe(2);
    // The record of a preview says that it was made.
    expect(await lastRun()).toMatchObject({ exitCode: 0 });
  });

  it("does not hide that something else went wrong", async () => {
    await workspace.configure("--rule", "'Work Location' is one of: Remote");
    const words = ["apply", "--yes", "--config", workspace.configPath, "--allow-archives", "3"];
    expect((await runUnread(words, workspace.env)).exitCode).toBe(5);
    expect(await lastRun()).toMatchObject({ exitCode: 5 });
  });
});

describe("a pipe whose reader has enough", () => {
  // The shell tells the exit code of the first program, which `head` would hide.
  it.each([
    ["--help", "0"],
    ["--no-such-flag", "64"],
    ["no-such-command", "64"],
    ["providers", "0"],
    ["help environment", "0"],
  ])("ends `%s` without a word of it", async (words, code) => {
    const shell = `{ "$0" "$1" ${words} 2>&1; echo $? >&3; } | sed -n 1q`;
    const run = await execa("sh", ["-c", `exec 3>&1; ${shell}`, process.execPath, PROGRAM], {
      env: { HOME: tmpdir() },
      reject: false,
    });
    expect(run.stderr).toBe("");
    expect(run.stdout).toBe(code);
  });
});

describe("output that goes to a disk that becomes full", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-unwritten-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  // A limit of the file's size takes the first part of a write and refuses the rest, as a full disk does.
  it.each([
    ["a result", ["config", "schema"]],
    ["help", ["apply", "--help"]],
  ])("is told, also when a part of it was written: %s", async (_what, words) => {
    const file = join(folder, "out");
    const shell = 'ulimit -f 1 && exec "$0" "$@" > out';
    const run = await execa("sh", ["-c", shell, process.execPath, PROGRAM, ...words], {
      cwd: folder,
      env: { HOME: folder },
      reject: false,
    });
    const written = await readFile(file, "utf8");
    expect(written.length).toBeGreaterThan(0);
    expect(run.stderr).toMatch(/^The result could not be written to standard output\.\n.*\(EFBIG\)\.\n/);
    expect(run.exitCode).toBe(7);
  });
});
