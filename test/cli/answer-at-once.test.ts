import { spawnSync } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { helpText } from "../../scripts/man/help.js";
import { runCli } from "../support/run-cli.js";
import { runProgram } from "../support/run-program.js";

const PROGRAM = join(import.meta.dirname, "../../bin/spendesk-hr.js");
/** Loaded before the program: says on stderr which of its files Node.js opened. */
const TELL_LOADED = `data:text/javascript,
  import { registerHooks } from "node:module";
  registerHooks({ load(url, context, next) { console.error(url); return next(url, context); } });`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-answer-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("an answer that the build wrote", () => {
  it.each([["--help"], ["-h"], ["help"]])("is what commander prints: %s", async (word) => {
    const own = await runCli([word], { cwd: folder, env: { HOME: folder } });
    const { exitCode, stdout, stderr } = await runProgram([word], { cwd: folder });
    expect({ exitCode, stdout: `${stdout}\n`, stderr }).toEqual({
      exitCode: 0,
      stdout: own.stdout,
      stderr: "",
    });
  });

  it("fits every terminal with room for its longest line", async () => {
    const wide = await readFile("dist/help-wide.txt", "utf8");
    const longest = Math.max(...wide.split("\n").map((line) => line.length));
    for (const columns of [longest + 1, longest + 2, 2 * longest]) expect(helpText(columns)).toBe(wide);
    expect(helpText(longest - 1)).not.toBe(wide);
  });

  // Written past the streams, which know what a console of Windows understands.
  it("needs no other characters than those of ASCII", async () => {
    expect(await readFile("dist/help-wide.txt", "utf8")).toMatch(/^[\n -~]+$/);
  });

  it.each([["--version"], ["--help"]])("loads nothing of the program: %s", async (word) => {
    const { stderr } = await execa(process.execPath, ["--import", TELL_LOADED, PROGRAM, word], {
      env: { HOME: folder },
      extendEnv: false,
    });
    const loaded = stderr.split("\n").filter((url) => url.includes("/dist/"));
    const texts = await Promise.all(loaded.map((url) => readFile(new URL(url), "utf8")));
    expect(texts.join("").length).toBeLessThan(10_000);
  });
});

describe("the program answers itself", () => {
  it("where a variable changes the text", async () => {
    const env = { HOME: folder, SPENDESK_HR_OUTPUT: "json" };
    const { stdout } = await runProgram(["--help"], { cwd: folder, env });
    expect(`${stdout}\n`).toBe((await runCli(["--help"], { cwd: folder, env })).stdout);
  });

  it("into a file", async () => {
    const path = join(folder, "help");
    await runInto(path, "--help");
    expect(await readFile(path, "utf8")).toBe(helpText(80));
  });

  it("where nothing can be written, and says so", async () => {
    const { status, stderr } = await runInto("/dev/full", "--version");
    expect(status).toBe(7);
    expect(String(stderr)).toContain("could not be written to standard output");
  });
});

async function runInto(path: string, word: string) {
  const file = await open(path, "w");
  const ran = spawnSync(process.execPath, [PROGRAM, word], { stdio: ["ignore", file.fd, "pipe"] });
  await file.close();
  return ran;
}
