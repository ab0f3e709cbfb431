import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandStore } from "../../src/credentials/command-store.js";
import { type HeldTimers, holdTimers } from "../support/held-timers.js";
import { CANARY, FIELDS, newFolder, newRegistry, PERSONIO, problemOf } from "./stores.js";

/** A time limit that ends only when a test says so. */
const LIMIT_MS = 29_000;

const PATIENCE = { timeout: 120_000 };

describe("command store", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let registry: ReturnType<typeof newRegistry>;
  let limit: HeldTimers;

  beforeEach(async () => {
    folder = await newFolder();
    registry = newRegistry();
    limit = holdTimers(LIMIT_MS);
  });
  afterEach(() => {
    limit.release();
    return folder.remove();
  });

  function store(command: readonly string[], more: Partial<Parameters<typeof createCommandStore>[0]> = {}) {
    const env = { PATH: process.env.PATH };
    return createCommandStore({ env, redactor: registry, command, timeoutMs: LIMIT_MS, ...more });
  }

  /** A store whose program is a script of Node; its arguments follow. */
  const node = (script: string, more?: Parameters<typeof store>[1], ...args: string[]) =>
    store([process.execPath, "-e", script, ...args, "{field}"], more);

  const isGone = (pid: number) => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };

  async function noted(name: string): Promise<number> {
    const path = join(folder.path, name);
    await expect.poll(() => readFile(path, "utf8").catch(() => ""), PATIENCE).toMatch(/^\d+$/);
    return Number(await readFile(path, "utf8"));
  }

  it("asks for each field, with the names in the places of the placeholders", async () => {
    const command = ["printf", "%s\n", "{entity}|{connection}/{connection}|{field}|{other}"];
    expect(await store(command).read(PERSONIO, FIELDS)).toEqual({
      clientId: "acme-uk|personio/personio|clientId|{other}",
      clientSecret: "acme-uk|personio/personio|clientSecret|{other}",
    });
  });

  it("leaves out the line ends behind a value, and tells the redactor", async () => {
    const read = node(`process.stdout.write(${JSON.stringify(`${CANARY}\r\n\n`)})`).read(PERSONIO, [
      "clientSecret",
    ]);
    expect(await read).toEqual({ clientSecret: CANARY });
    expect(registry.secrets).toEqual([CANARY]);
  });

  it("uses no shell: blanks, quotes and dollars reach the program as they are", async () => {
    const odd = "a b; $(touch x) `touch y` 'q' \"d\" *";
    const values = await store(["printf", "%s", `${odd}{field}`]).read(PERSONIO, ["clientId"]);
    expect(values).toEqual({ clientId: `${odd}clientId` });
  });

  it("gives the program an empty standard input", async () => {
    const script = `let n = 0; process.stdin.on("data", (d) => (n += d.length)).on("end", () => console.log("read " + n))`;
    expect(await node(script).read(PERSONIO, ["clientId"])).toEqual({ clientId: "read 0" });
  });

  it("gives the program the environment without this program's own variables", async () => {
    const env = {
      PATH: process.env.PATH,
      VAULT_ADDR: "https://vault.example.test",
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET: CANARY,
      SPENDESK_HR_CREDENTIALS_PASSPHRASE: CANARY,
    };
    const script = `console.log(Object.keys(process.env).filter((k) => /SPENDESK|VAULT/.test(k)).join())`;
    expect(await node(script, { env }).read(PERSONIO, ["clientId"])).toEqual({ clientId: "VAULT_ADDR" });
  });

  it.each([
    [
      "a failing program",
      `console.log("${"canary"}"); console.error("canary"); process.exit(3)`,
      "exit code 3",
    ],
    ["one that is killed", `process.kill(process.pid, "SIGTERM")`, "signal SIGTERM"],
    ["one that prints nothing", `console.error("canary")`, "printed nothing"],
    ["one that prints blanks", `console.log("  ")`, "printed nothing"],
    ["one that prints what is no text", `process.stdout.write(Buffer.from([255, 254]))`, "not UTF-8"],
  ])("refuses %s without showing what it printed", async (_what, script, why) => {
    const { problem, texts } = await problemOf(node(script).read(PERSONIO, ["clientSecret"]));
    expect(problem).toMatchObject({ kind: "credentials", code: "credential_command_failed" });
    expect(problem.message).toContain("acme-uk / personio clientSecret");
    expect(problem.why).toContain(why);
    // The script itself is part of the command line, which is shown.
    expect(texts.replaceAll(problem.next, "")).not.toContain("canary");
  });

  it("says which program is not there, and which may not be run", async () => {
    const absent = await problemOf(store(["no-such-program-4711", "{field}"]).read(PERSONIO, ["clientId"]));
    expect(absent.problem.why).toContain("no such program");
    expect(absent.problem.next).toContain("`no-such-program-4711 clientId`");
    const path = join(folder.path, "program");
    await writeFile(path, "#!/bin/sh\necho hello\n");
    await chmod(path, 0o644);
    const { problem } = await problemOf(store([path, "{field}"]).read(PERSONIO, ["clientId"]));
    expect(problem.why).toContain("may not run it");
  });

  it("ends a program that does not answer, with everything it started", async () => {
    const script = `
      const { spawn } = require("node:child_process"), { writeFileSync } = require("node:fs");
      const child = spawn("sleep", ["600"], { stdio: ["ignore", "inherit", "ignore"] });
      writeFileSync(process.argv[1] + "/parent", String(process.pid));
      writeFileSync(process.argv[1] + "/child", String(child.pid));
      process.on("SIGTERM", () => {});
      setInterval(() => {}, 1000);`;
    const reading = problemOf(node(script, {}, folder.path).read(PERSONIO, ["clientId"]));
    const pids = [await noted("parent"), await noted("child")];
    limit.ring();
    const { problem } = await reading;
    expect(problem.why).toContain("no answer within 29 s");
    await expect.poll(() => pids.map(isGone), PATIENCE).toEqual([true, true]);
  });

  it("does not wait for ever for a helper that keeps the output open", async () => {
    const script = `
      const { spawn } = require("node:child_process"), { writeFileSync } = require("node:fs");
      const child = spawn("sleep", ["600"], { stdio: ["ignore", "inherit", "ignore"], detached: true });
      writeFileSync(process.argv[1] + "/child", String(child.pid));
      writeFileSync(process.argv[1] + "/parent", String(process.pid));
      child.unref();
      console.log("secret");`;
    const reading = problemOf(node(script, {}, folder.path).read(PERSONIO, ["clientId"]));
    const [parent, child] = [await noted("parent"), await noted("child")];
    await expect.poll(() => isGone(parent), PATIENCE).toBe(true);
    limit.ring();
    const { problem } = await reading;
    expect(problem.why).toContain("no answer within 29 s");
    process.kill(child, "SIGKILL");
  });

  it("ends a program that prints without end", async () => {
    const { problem } = await problemOf(store(["yes", CANARY, "{field}"]).read(PERSONIO, ["clientId"]));
    expect(problem.why).toContain("more than 64 KiB");
  });

  it("ends the program when this one is told to stop", async () => {
    const stop = new AbortController();
    const script = `
      require("node:fs").writeFileSync(process.argv[1] + "/parent", String(process.pid));
      setInterval(() => {}, 1000);`;
    const reading = problemOf(
      node(script, { signal: stop.signal }, folder.path).read(PERSONIO, ["clientId"]),
    );
    const pid = await noted("parent");
    stop.abort();
    expect((await reading).problem).toMatchObject({ kind: "interrupted", code: "interrupted" });
    await expect.poll(() => isGone(pid), PATIENCE).toBe(true);
  });

  it("says which call gives a field, as it is typed into a shell", async () => {
    const asked = store(["printf", "it's %s", "{field}"]);
    expect(await asked.origins(PERSONIO, ["clientId"])).toEqual([
      { field: "clientId", source: "command printf 'it'\\''s %s' clientId" },
    ]);
  });

  it("can't be written to, and names the calls that have to answer", async () => {
    const asked = store(["op", "read", "op://hr/{entity}-{connection}/{field}"]);
    expect(asked.writable).toBe(false);
    const { problem, texts } = await problemOf(asked.write(PERSONIO, { clientSecret: CANARY }));
    expect(problem.code).toBe("store_not_writable");
    expect(problem.next).toContain("`op read op://hr/acme-uk-personio/clientSecret`");
    expect(texts).not.toContain("canary");
  });
});
