import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** Takes the place of the program: tells what it is given, and does what its first argument says. */
const PROGRAM = `
import { spawnSync } from "node:child_process";
const [task, value] = process.argv.slice(2);
const say = (text) => process.stdout.write(text + "\\n");
let interrupts = 0;
const tasks = {
  tell: () => say(JSON.stringify({ argv: process.argv.slice(2), execArgv: process.execArgv })),
  exit: () => process.exit(Number(value)),
  kill: () => process.kill(process.pid, value),
  environment() {
    const list = "process.stdout.write(JSON.stringify(Object.keys(process.env)))";
    say(spawnSync(process.execPath, ["-e", list]).stdout.toString());
  },
  listen() {
    process.on("SIGINT", () => { interrupts += 1; });
    process.on("SIGTERM", () => { say("interrupts: " + interrupts); process.exit(130); });
  },
  wait() {},
  disconnected: () => process.on("disconnect", () => { say("still here"); process.exit(0); }),
};
tasks[task]();
if (["kill", "listen", "wait", "disconnected"].includes(task)) {
  setInterval(() => {}, 1000);
  say("ready " + process.pid);
}
`;

let folder: string;
let bin: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-launcher-"));
  bin = join(folder, "bin", "spendesk-hr.js");
  await cp(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await mkdir(join(folder, "dist"));
  await writeFile(join(folder, "dist", "main.js"), PROGRAM);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function neededVersion(): Promise<string> {
  const { engines } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  return engines.node.replace(">=", "");
}

/** Makes the first Node that starts take itself for another version, and only that one. */
async function asVersion(version: string): Promise<Record<string, string>> {
  const preload = join(folder, `as-${version}.cjs`);
  await writeFile(
    preload,
    `delete process.env.NODE_OPTIONS;
     Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
  );
  return { NODE_OPTIONS: `--require ${preload}` };
}

/** Puts a Node into the folder, as \`npm ci\` does in a checkout. */
async function installNode(version: string, program?: string): Promise<void> {
  const module = join(folder, "node_modules", "node");
  await mkdir(join(module, "bin"), { recursive: true });
  await writeFile(join(module, "package.json"), JSON.stringify({ version }));
  if (program === undefined) return symlink(process.execPath, join(module, "bin", "node"));
  await writeFile(join(module, "bin", "node"), program);
  await chmod(join(module, "bin", "node"), 0o755);
}

function run(words: readonly string[], env: Record<string, string>) {
  return execa(process.execPath, [bin, ...words], { env, reject: false, stdin: "ignore" });
}

/** Starts a hand-over whose program stays, and waits until it is there. */
async function startStaying(task: string): Promise<{ launcher: ChildProcess; programId: number }> {
  await installNode("24.1.0");
  const env = { ...process.env, ...(await asVersion("20.20.0")) };
  // In a process group of its own, as a shell starts a command in a terminal.
  const launcher = spawn(process.execPath, [bin, task], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", 2],
  });
  onTestFinished(() => void launcher.kill("SIGKILL"));
  const [first] = await once(launcher.stdout ?? launcher, "data");
  return { launcher, programId: Number(/ready (\d+)/.exec(String(first))?.[1]) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a Node.js that is too old, without another one", () => {
  it.each(["10.24.1", "18.20.8", "20.19.0", "22.18.0"])("is told in three lines: %s", async (version) => {
    const { exitCode, stdout, stderr } = await run(["tell"], await asVersion(version));
    expect({ exitCode, stdout }).toEqual({ exitCode: 78, stdout: "" });
    const [what, why, next, ...more] = stderr.split("\n");
    expect(what).toBe(
      `spendesk-hr needs Node.js ${await neededVersion()} or newer; this is Node.js ${version}.`,
    );
    expect(why).toContain(`${process.execPath} was found first in PATH`);
    expect(next).toContain(`/path/to/node ${bin}`);
    expect(more).toEqual([]);
  });

  it("is told to run `npm ci` in a checkout", async () => {
    await writeFile(join(folder, "package-lock.json"), "{}");
    const { stderr } = await run(["tell"], await asVersion("20.19.0"));
    expect(stderr).toContain(`Run \`npm ci\` in ${folder},`);
  });
});

describe("a Node.js that is new enough", () => {
  it.each(["the oldest one", "26.0.0"])("starts the program: %s", async (version) => {
    const env = await asVersion(version === "26.0.0" ? version : `${await neededVersion()}.0`);
    const { exitCode, stdout, stderr } = await run(["tell", "a b"], env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ argv: ["tell", "a b"], execArgv: [] });
  });

  it("tells that the program was not built", async () => {
    await rm(join(folder, "dist"), { recursive: true });
    const { exitCode, stderr } = await run(["tell"], {});
    expect(exitCode).toBe(78);
    expect(stderr).toContain("Run `npm run build`");
  });

  it("stays when somebody else's channel to it is closed", async () => {
    const child = fork(bin, ["disconnected"], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += chunk;
      if (said.startsWith("ready") && child.connected) child.disconnect();
    });
    const [[code]] = await Promise.all([once(child, "exit"), once(child.stdout ?? child, "end")]);
    expect({ code, said: said.split("\n")[1] }).toEqual({ code: 0, said: "still here" });
  });
});

describe("a hand-over", () => {
  it("passes on arguments, flags of Node.js and the exit code, and says nothing", async () => {
    await installNode("24.1.0");
    const env = await asVersion("20.19.0");
    const told = await execa(process.execPath, ["--no-deprecation", bin, "tell", "--x=1", "a b"], { env });
    expect(told.stderr).toBe("");
    expect(JSON.parse(told.stdout)).toEqual({
      argv: ["tell", "--x=1", "a b"],
      execArgv: ["--no-deprecation"],
    });
    expect((await run(["exit", "7"], env)).exitCode).toBe(7);
  });

  it("names the Node.js in use and the needed one where PATH is not the one of the installation", async () => {
    await installNode("24.1.0");
    const { stdout, stderr } = await run(["tell"], await asVersion("18.20.8"));
    expect(stderr).toBe(
      `Node.js 18.20.8 (${process.execPath}) was found first, and spendesk-hr needs Node.js ${await neededVersion()} or newer: it goes on with the 24.1.0 of this checkout.`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ argv: ["tell"] });
  });

  it("ends by the signal that ended the program", async () => {
    await installNode("24.1.0");
    expect(await run(["kill", "SIGKILL"], await asVersion("20.19.0"))).toMatchObject({ signal: "SIGKILL" });
    expect(await run(["kill", "SIGHUP"], await asVersion("20.19.0"))).toMatchObject({ signal: "SIGHUP" });
  });

  it("leaves no trace in what the program starts itself", async () => {
    await installNode("24.1.0");
    const { stdout } = await run(["environment"], await asVersion("20.19.0"));
    const names: string[] = JSON.parse(stdout);
    expect(names).toContain("PATH");
    expect(names.filter((name) => /^(?:NODE_CHANNEL|SPENDESK_HR)/.test(name))).toEqual([]);
  });

  it("does not take place with a Node.js that is too old itself", async () => {
    await installNode("18.20.8");
    expect((await run(["tell"], await asVersion("20.19.0"))).exitCode).toBe(78);
  });

  it("takes place once, also when the other Node.js is not what it says", async () => {
    const { NODE_OPTIONS } = await asVersion("18.20.8");
    await installNode("24.1.0", `#!/bin/sh\nNODE_OPTIONS="${NODE_OPTIONS}" exec ${process.execPath} "$@"\n`);
    const { exitCode, stderr } = await run(["tell"], await asVersion("20.19.0"));
    expect(exitCode).toBe(78);
    expect(stderr).toMatch(/^spendesk-hr needs Node\.js .*; this is Node\.js 18\.20\.8\.\n.*\n.*$/);
  });

  it("is an error of the set-up when the other Node.js can't be started", async () => {
    await installNode("24.1.0", "not a program");
    await chmod(join(folder, "node_modules", "node", "bin", "node"), 0o644);
    const { exitCode, stderr } = await run(["tell"], await asVersion("20.19.0"));
    expect(exitCode).toBe(78);
    expect(stderr).toContain("spendesk-hr needs Node.js");
  });
});

describe("signals", () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "of a supervisor reach the program: %s",
    async (signal) => {
      const { launcher, programId } = await startStaying("wait");
      launcher.kill(signal);
      expect((await once(launcher, "exit"))[1]).toBe(signal);
      expect(isAlive(programId)).toBe(false);
    },
  );

  it("let the program end in its own way before the launcher ends", async () => {
    const { launcher } = await startStaying("listen");
    launcher.kill("SIGINT");
    launcher.kill("SIGTERM");
    const [line] = await once(launcher.stdout ?? launcher, "data");
    expect(String(line)).toBe("interrupts: 1\n");
    expect((await once(launcher, "exit"))[0]).toBe(130);
  });

  it("of a terminal, which sends them to both, count once", async () => {
    const { launcher } = await startStaying("listen");
    process.kill(-(launcher.pid ?? Number.NaN), "SIGINT");
    launcher.kill("SIGTERM");
    const [line] = await once(launcher.stdout ?? launcher, "data");
    expect(String(line)).toBe("interrupts: 1\n");
  });

  it("that nobody can catch end the program too", async () => {
    const { launcher, programId } = await startStaying("wait");
    launcher.kill("SIGKILL");
    await vi.waitFor(() => expect(isAlive(programId)).toBe(false), { timeout: 20_000 });
  });
});

describe("the files that every Node.js reads", () => {
  it.each(["spendesk-hr.js", "other-node.cjs"])(
    "need no newer syntax than that of 2018: %s",
    async (name) => {
      const text = await readFile(join(ROOT, "bin", name), "utf8");
      // With the newest syntax nothing is rewritten, so any difference is syntax that had to be.
      const form = { supported: { "dynamic-import": true } };
      const old = await transform(text, { ...form, target: "es2018" });
      expect(old.code).toBe((await transform(text, { ...form, target: "esnext" })).code);
      expect(text).not.toMatch(/^(?:import|export)\b|import\.meta/m);
    },
  );
});
