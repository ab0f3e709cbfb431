import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.js";
import { runProgram } from "../support/run-program.js";

const PROGRAM = join(import.meta.dirname, "../../bin/spendesk-hr.js");
const CONFIG = `version: 1
entities:
  acme-uk:
    timezone: Europe/London
    source: { provider: personio }
    employees: { include: all }
credentials: { store: env }
`;

let folder: string;
let config: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-guarded-"));
  config = join(folder, "acme.yaml");
  await writeFile(config, CONFIG);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Where the state is, as `config show` says. */
async function stateDir(env: Record<string, string>, ...flags: readonly string[]) {
  const { stdout, stderr } = await runCli(["config", "show", "-o", "json", "--config", config, ...flags], {
    cwd: folder,
    env,
  });
  const { values } = JSON.parse(stdout);
  const { value, origin } = values.find(({ key }: { key: string }) => key === "stateDir");
  return { value, origin, stderr };
}

describe("HOME", () => {
  it.each(["", ".", "home/ada"])("that names no absolute path is not used: %j", async (HOME) => {
    const { value, stderr } = await stateDir({ HOME });
    expect(isAbsolute(value)).toBe(true);
    expect(value).not.toContain(folder);
    expect(stderr).toMatch(
      /^Warning: HOME is not an absolute path, so the account's own home folder .* is used/,
    );
  });

  it("that is not used for anything is no reason for a warning", async () => {
    const { value, stderr } = await stateDir({ HOME: "" }, "--state-dir", "state");
    expect({ value, stderr }).toEqual({ value: join(folder, "state"), stderr: "" });
  });
});

describe("a flag with nothing behind it", () => {
  it.each(["--state-dir", "--config"])("is a mistake, not the usual place: %s", async (flag) => {
    const { exitCode, stderr } = await runCli(["status", flag, ""], { cwd: folder, env: { HOME: folder } });
    expect(exitCode).toBe(64);
    expect(stderr).toMatch(new RegExp(`^There is nothing after \`${flag}\`\\.\n.*variable.*\n`));
  });
});

describe("an account without an entry in passwd", () => {
  /** Makes Node answer as it does for such an account. */
  async function run(...words: readonly string[]) {
    const preload = join(folder, "no-account.cjs");
    await writeFile(
      preload,
      `const os = require("node:os");
       const fail = () => { throw new Error("uv_os_get_passwd returned ENOENT"); };
       os.homedir = () => process.env.HOME ?? fail();
       os.userInfo = fail;`,
    );
    return runProgram(words, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", NODE_OPTIONS: `--require ${preload}` },
    });
  }

  it("works where files and folders are named", async () => {
    const state = join(folder, "state");
    const valid = await run("config", "validate", "--config", config, "--state-dir", state);
    expect(valid).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await run("status", "--config", config, "--state-dir", state)).toMatchObject({ exitCode: 0 });
    const units = await run("schedule", "--config", config, "--state-dir", state);
    expect(units.exitCode, units.stderr).toBe(0);
    expect(units.stdout).toContain("User=spendesk-hr");
  });

  it("is told how to name the folder of the state", async () => {
    const { exitCode, stderr } = await run("config", "validate", "--config", config);
    expect(exitCode).toBe(78);
    expect(stderr.split("\n")).toEqual([
      "It is not known where the state is kept.",
      "It would be in the home folder, but HOME names no absolute path and the account of this process has no home folder either.",
      "Name the folder with `--state-dir`, SPENDESK_HR_STATE_DIR or `state.dir` in the configuration, or set HOME.",
    ]);
  });

  it("is told how to name a file of credentials that would be in the home folder", async () => {
    for (const [store, setting] of [
      ["file", "credentials.file.path"],
      ["encrypted-file", "credentials.encryptedFile.path"],
    ]) {
      await writeFile(config, CONFIG.replace("store: env", `store: ${store}`));
      const words = ["credentials", "list", "--config", config, "--state-dir", join(folder, "state")];
      const { exitCode, stderr } = await run(...words);
      expect(exitCode).toBe(78);
      expect(stderr).toContain(`Name it as \`${setting}\` in the configuration, or set HOME.`);
    }
    const inHome = "{ store: file, file: { path: ~/credentials.json } }";
    await writeFile(config, CONFIG.replace("{ store: env }", inHome));
    const words = ["credentials", "list", "--config", config, "--state-dir", join(folder, "state")];
    expect((await run(...words)).stderr).toContain("It is not known where ~/credentials.json is.");
  });

  it("gets a finding from `doctor`, which goes on", async () => {
    const { exitCode, stdout } = await run("doctor", "--offline", "-o", "json", "--config", config);
    expect(exitCode).toBe(78);
    const codes = JSON.parse(stdout).checks.map(({ code }: { code: string | null }) => code);
    expect(codes).toContain("home_missing");
    expect(codes).toContain(null);
  });

  it("gives nothing of ours to the program that prints credentials", async () => {
    const printer = join(folder, "print.sh");
    const seen = join(folder, "seen");
    await writeFile(printer, `env > ${seen}; echo some-value\n`);
    const command = `{ store: command, command: [sh, ${printer}, "{connection}", "{field}"] }`;
    await writeFile(config, CONFIG.replace("{ store: env }", command));
    await run("credentials", "list", "--config", config, "--state-dir", join(folder, "state"));
    expect(await readFile(seen, "utf8")).not.toMatch(/^HOME=/m);
  });
});

describe("a working directory that was removed", () => {
  async function run(...words: readonly string[]) {
    const gone = join(folder, "gone");
    await mkdir(gone);
    const shell = 'rmdir "$PWD" && exec "$0" "$@"';
    return execa("sh", ["-c", shell, process.execPath, PROGRAM, ...words], {
      cwd: gone,
      env: { HOME: homedir() },
      reject: false,
    });
  }

  it("is told in three lines", async () => {
    const { exitCode, stdout, stderr } = await run("preview");
    expect({ exitCode, stdout }).toEqual({ exitCode: 78, stdout: "" });
    expect(stderr.split("\n")).toHaveLength(3);
    expect(stderr).toMatch(/^The folder in which this command was started does not exist any more\./);
  });

  it("is told as JSON to machines", async () => {
    const { stdout } = await run("preview", "-o", "json");
    expect(JSON.parse(stdout).error).toMatchObject({ code: "working_directory_gone" });
  });

  it("is no obstacle to help", async () => {
    expect(await run("--version")).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await run("apply", "--help")).exitCode).toBe(0);
  });
});
