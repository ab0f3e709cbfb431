import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleChild, NODE_MODULES, startChild } from "./children.js";
import { entityRecord } from "./fixtures.js";
import { backups, NOW, open, tempDir } from "./helpers.js";

let bundle: Awaited<ReturnType<typeof bundleChild>>;

beforeAll(async () => {
  bundle = await bundleChild();
});

afterAll(() => bundle.remove());

/** Starts several children and, once all are up, lets them go at the same moment. */
async function race(command: string, dir: string, count: number): Promise<string[]> {
  const signal = join(tempDir(), "go");
  const children = Array.from({ length: count }, () => startChild(bundle.file, [command, dir, signal]));
  for (const child of children) expect(await child.nextLine()).toBe("ready");
  writeFileSync(signal, "");
  return Promise.all(children.map((child) => child.nextLine()));
}

describe("several processes at once", () => {
  it("create one state and give the lock to exactly one of them", async () => {
    const dir = join(tempDir(), "new");
    const results = await race("race", dir, 4);
    expect(results.sort()).toEqual(["lost", "lost", "lost", "won"]);
    expect(readdirSync(dir).filter((name) => name.includes(".new-"))).toEqual([]);
  });

  it("see the lock of one that takes it at this very moment", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    const signal = join(tempDir(), "go");
    writeFileSync(signal, "");
    const rival = new Database(join(dir, "state.sqlite"));
    try {
      rival.exec("BEGIN IMMEDIATE");
      rival
        .prepare(
          "INSERT INTO lock (entity, run_id, host, pid, started_at, heartbeat_at) VALUES ('acme-uk', 'r', 'h', 1, ?, ?)",
        )
        .run(NOW.toISOString(), NOW.toISOString());
      const child = startChild(bundle.file, ["race", dir, signal]);
      expect(await child.nextLine()).toBe("ready");
      // Time to look at the lock before the rival commits, for an implementation that looks too early.
      await new Promise((resolve) => setTimeout(resolve, 300));
      rival.exec("COMMIT");
      expect(await child.nextLine()).toBe("lost");
    } finally {
      rival.close();
    }
  });

  it("get the same fingerprint key", async () => {
    const dir = tempDir();
    const keys = await race("key", dir, 4);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toBe(Buffer.from(await (await open(dir)).fingerprintKey()).toString("hex"));
  });

  it("upgrade an older file once", async () => {
    const dir = tempDir();
    const old = await open(dir);
    await old.saveEntity(entityRecord("acme-uk"));
    expect(await race("upgrade", dir, 3)).toEqual(["upgraded", "upgraded", "upgraded"]);
    expect(backups(dir)).toHaveLength(1);
    expect(await old.entities()).toEqual([entityRecord("acme-uk")]);
  });
});

describe("a killed process", () => {
  it("leaves its intents readable and its run unfinished", async () => {
    const dir = tempDir();
    expect(await startChild(bundle.file, ["die-after-intents", dir]).ended).toBe("SIGKILL");
    const store = await open(dir);
    const [run] = await store.runs(1);
    expect(run).toMatchObject({ kind: "apply", finishedAt: null, exitCode: null });
    expect(await store.journal(run?.id ?? "")).toMatchObject([
      { sequence: 1, outcome: "intended", settledAt: null },
      { sequence: 2, outcome: "intended", settledAt: null },
    ]);
    expect(await store.links("acme-uk")).toEqual([]);
    expect(await store.lockOwners()).toEqual([]);
  });
});

describe("a native module that does not fit", () => {
  it("is reported with the command that rebuilds it", async () => {
    const modules = join(dirname(bundle.file), "node_modules");
    for (const part of ["package.json", "lib"]) {
      cpSync(join(NODE_MODULES, "better-sqlite3", part), join(modules, "better-sqlite3", part), {
        recursive: true,
      });
    }
    const line = await startChild(bundle.file, ["open", tempDir()]).nextLine();
    expect(JSON.parse(line)).toMatchObject({ code: "state_native_module", kind: "configuration" });
    expect(JSON.parse(line).next).toContain("npm rebuild better-sqlite3");
  });
});
