import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands/index.js";
import type { CliRun } from "../support/run-cli.js";
import { runCli } from "../support/run-cli.js";
import { runProgram } from "../support/run-program.js";

const GLOBAL_OPTIONS = [
  ...["--config", "--entity", "--output", "--json", "--state-dir", "--no-input", "--no-color"],
  ...["--quiet", "--verbose"],
];
const ESCAPE = "\u001b[";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-start-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function run(argv: readonly string[], env: Record<string, string> = {}): Promise<CliRun> {
  return runCli(argv, { cwd: folder, env: { HOME: folder, ...env } });
}

describe("--version", () => {
  it.each(["--version", "-V"])("prints the version of package.json with %s", async (flag) => {
    const { version } = JSON.parse(await readFile("package.json", "utf8"));
    expect(await runProgram([flag], { cwd: folder })).toEqual({ exitCode: 0, stdout: version, stderr: "" });
  });
});

describe("--help", () => {
  it("lists every command and the global options", async () => {
    const { exitCode, stdout, stderr } = await run(["--help"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name.split(" ")[0]}\\b`, "m"));
    for (const flag of GLOBAL_OPTIONS) expect(stdout).toContain(flag);
  });

  it.each(COMMANDS.map(({ name }) => name))("of %s lists its options and gives an example", async (name) => {
    const definition = COMMANDS.find((command) => command.name === name);
    const { exitCode, stdout, stderr } = await run([...name.split(" "), "--help"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain(`Usage: spendesk-hr ${name}`);
    for (const { flags } of definition?.options ?? []) expect(stdout).toContain(flags);
    for (const flag of GLOBAL_OPTIONS) expect(stdout).toContain(flag);
    expect(definition?.examples.length).toBeGreaterThan(0);
    for (const example of definition?.examples ?? []) expect(stdout).toContain(example);
  });

  it("is what `help` and `help <command>` print", async () => {
    expect(await run(["help"])).toEqual(await run(["--help"]));
    expect(await run(["help", "apply"])).toEqual(await run(["apply", "--help"]));
    expect(await run(["help", "config", "show"])).toEqual(await run(["config", "show", "--help"]));
  });

  it("is shown on stderr, with 64, when no command was given", async () => {
    for (const argv of [[], ["config"]]) {
      const { exitCode, stdout, stderr } = await run(argv);
      expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: "" });
      expect(stderr).toContain("Usage: spendesk-hr");
    }
  });
});

describe("colours", () => {
  it("are off without a terminal", async () => {
    expect((await run(["providers"])).stdout).not.toContain(ESCAPE);
  });

  it("are on with FORCE_COLOR", async () => {
    expect((await run(["providers"], { FORCE_COLOR: "1" })).stdout).toContain(ESCAPE);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["NO_COLOR, whatever FORCE_COLOR says", { NO_COLOR: "1", FORCE_COLOR: "1" }, []],
    ["--no-color, whatever FORCE_COLOR says", { FORCE_COLOR: "1" }, ["--no-color"]],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, []],
  ])("are off with %s", async (_name, env, flags) => {
    expect((await run(["providers", ...flags], env)).stdout).not.toContain(ESCAPE);
  });

  it("are never in JSON, YAML and CSV", async () => {
    for (const format of ["json", "yaml", "csv"]) {
      const { stdout } = await run(["providers", "-o", format], { FORCE_COLOR: "1" });
      expect(stdout).not.toContain(ESCAPE);
    }
  });
});

describe("the program", () => {
  it("runs as a process of its own with the same results", async () => {
    const inProcess = await run(["help", "exit-codes"], { COLUMNS: "80" });
    const { stdout, exitCode } = await runProgram(["help", "exit-codes"], { cwd: folder });
    expect({ exitCode, stdout: `${stdout}\n` }).toEqual({ exitCode: 0, stdout: inProcess.stdout });
    expect((await runProgram(["previw"], { cwd: folder })).exitCode).toBe(64);
  });
});
