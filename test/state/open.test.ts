import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { lookAtState } from "../../src/state/look.js";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { stateExists } from "../../src/state/open.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { addNote, entityRecord, link } from "./fixtures.js";
import { contents, later, NOW, open, problemOf, tamper, tempDir } from "./helpers.js";

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

/** A state with the connection it has to its file. */
async function openWithConnection(dir: string): Promise<readonly [StateStore, Database.Database]> {
  const pragma = vi.spyOn(Database.prototype, "pragma");
  const store = await open(dir);
  const connection = pragma.mock.contexts.at(-1) as Database.Database | undefined;
  pragma.mockRestore();
  if (!connection) throw new Error("The state was opened without a word.");
  return [store, connection];
}

describe("openState", () => {
  it("creates folder and files for their owner only", async () => {
    const dir = join(tempDir(), "deep", "state");
    const store = await open(dir);
    await store.saveEntity(entityRecord("acme-uk"));
    await store.fingerprintKey();
    expect(mode(dir)).toBe("700");
    expect(mode(join(dir, ".."))).toBe("700");
    expect(readdirSync(dir).sort()).toEqual([
      "fingerprint.key",
      "state.sqlite",
      "state.sqlite-shm",
      "state.sqlite-wal",
    ]);
    for (const name of readdirSync(dir)) expect(`${name} ${mode(join(dir, name))}`).toBe(`${name} 600`);
  });

  it("keeps what was stored", async () => {
    const dir = tempDir();
    const first = await open(dir);
    await first.saveEntity(entityRecord("acme-uk"));
    await first.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
    await first.close();
    const second = await open(dir);
    expect(await second.entity("acme-uk")).toEqual(entityRecord("acme-uk"));
    expect(await second.links("acme-uk")).toEqual([link("e1", "m1")]);
  });

  it("takes a readable file away from others", async () => {
    const dir = tempDir();
    const first = await open(dir);
    await first.saveEntity(entityRecord("acme-uk"));
    await first.fingerprintKey();
    const names = readdirSync(dir);
    for (const name of names) chmodSync(join(dir, name), 0o644);
    await open(dir);
    for (const name of names) expect(`${name} ${mode(join(dir, name))}`).toBe(`${name} 600`);
  });

  it("leaves the mode of an existing folder alone", async () => {
    const dir = tempDir();
    chmodSync(dir, 0o750);
    await open(dir);
    expect(mode(dir)).toBe("750");
  });

  it("writes through a log, with full synchronisation", async () => {
    const dir = tempDir();
    await (await open(dir)).saveEntity(entityRecord("acme-uk"));
    expect(existsSync(join(dir, "state.sqlite-wal"))).toBe(true);
    const sqlite = new Database(join(dir, "state.sqlite"), { readonly: true });
    expect(sqlite.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(sqlite.pragma("application_id", { simple: true })).toBe(0x53704852);
    sqlite.close();
  });

  it("lets one process read while another writes", async () => {
    const dir = tempDir();
    const writer = await open(dir);
    const reader = await open(dir);
    await writer.saveEntity(entityRecord("acme-uk"));
    expect(await reader.entities()).toEqual([entityRecord("acme-uk")]);
  });

  it("can be closed twice", async () => {
    const store = await open(tempDir());
    await store.close();
    await store.close();
  });
});

describe("openState with a file it can't use", () => {
  it.each([
    ["text", Buffer.from("shopping list\n".repeat(50))],
    ["an empty file", Buffer.alloc(0)],
    ["the magic text alone", Buffer.from("SQLite format 3\0")],
  ])("refuses %s and leaves it untouched", async (_name, bytes) => {
    const dir = tempDir();
    const path = join(dir, "state.sqlite");
    writeFileSync(path, bytes, { mode: 0o644 });
    const before = contents(dir);
    const problem = await problemOf(() => open(dir));
    expect(problem).toMatchObject({ code: "state_corrupt", kind: "configuration" });
    expect(problem.next).toContain("`spendesk-hr preview`");
    expect(problem.next).toContain("rebuilt by e-mail");
    expect(contents(dir)).toEqual(before);
    expect(mode(path)).toBe("644");
  });

  it.each(["DELETE", "WAL"])(
    "refuses another program's database in %s mode and leaves it untouched",
    async (journal) => {
      const dir = tempDir();
      await tamper(dir, `PRAGMA journal_mode = ${journal}; CREATE TABLE recipes (name TEXT)`);
      const before = contents(dir);
      expect(await problemOf(() => open(dir))).toMatchObject({
        code: "state_foreign",
        kind: "configuration",
      });
      expect(contents(dir)).toEqual(before);
    },
  );

  it("refuses a newer format, names both versions and leaves the file untouched", async () => {
    const dir = tempDir();
    await (await open(dir, { toolVersion: "9.0.0" })).close();
    await tamper(dir, "PRAGMA user_version = 99");
    const before = contents(dir);
    const problem = await problemOf(() => open(dir, { toolVersion: "1.2.3" }));
    expect(problem).toMatchObject({ code: "state_newer", kind: "configuration" });
    expect(problem.why).toContain("format 99");
    expect(problem.why).toContain("9.0.0");
    expect(problem.why).toContain("1.2.3");
    expect(problem.next).toContain("Upgrade");
    expect(contents(dir)).toEqual(before);
  });

  it("names the newest backup when the file is damaged", async () => {
    const dir = tempDir();
    for (const name of ["v2-20260101T000000000Z", "v1-20261001T000000000Z", "v1-20260901T000000000Z"]) {
      writeFileSync(join(dir, `state.sqlite.backup-${name}`), "");
    }
    writeFileSync(join(dir, "state.sqlite"), "garbage");
    expect((await problemOf(() => open(dir))).next).toContain("state.sqlite.backup-v1-20261001T000000000Z");
  });

  it("reports damage that shows only on reading", async () => {
    const dir = tempDir();
    const store = await open(dir);
    const upsert = Array.from({ length: 500 }, (_, index) => link(`e${index}`, `m${index}`));
    await store.applyLinkChanges("acme-uk", { upsert, remove: [] });
    await store.close();
    const path = join(dir, "state.sqlite");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, 4096 * 32));
    const damaged = await open(dir);
    expect(await problemOf(() => damaged.links("acme-uk"))).toMatchObject({ code: "state_corrupt" });
    expect(await problemOf(() => damaged.applyLinkChanges("acme-uk", { upsert, remove: [] }))).toMatchObject({
      code: "state_corrupt",
    });
  });

  it("reports a file that was cut short", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    truncateSync(join(dir, "state.sqlite"), 4096);
    expect(await problemOf(async () => (await open(dir)).entities())).toMatchObject({
      code: "state_corrupt",
    });
  });

  it("reports a stored record in the wrong form as damage", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await store.startRun("apply", ["acme-uk"], later(0));
    await tamper(dir, "UPDATE runs SET counts = 'oops'");
    expect(await problemOf(() => store.runs(1))).toMatchObject({ code: "state_corrupt" });
    await tamper(dir, 'UPDATE runs SET counts = \'{"create":"many"}\'');
    expect(await problemOf(() => store.runs(1))).toMatchObject({ code: "state_corrupt" });
  });

  it("reports a file where the folder should be", async () => {
    const file = join(tempDir(), "file");
    writeFileSync(file, "");
    for (const dir of [file, join(file, "below")]) {
      const problem = await problemOf(() => open(dir));
      expect(problem).toMatchObject({ code: "state_not_writable", kind: "configuration" });
      expect(problem.next).toContain("--state-dir");
    }
  });

  it("reports a file that another process keeps busy as a temporary problem", async () => {
    const dir = tempDir();
    const [store, connection] = await openWithConnection(dir);
    expect(connection.pragma("busy_timeout", { simple: true })).toBe(5_000);
    connection.pragma("busy_timeout = 50");
    const blocker = new Database(join(dir, "state.sqlite"));
    blocker.exec("BEGIN IMMEDIATE");
    try {
      const problem = await problemOf(() => store.saveEntity(entityRecord("acme-uk")));
      expect(problem).toMatchObject({ code: "state_busy", kind: "temporary" });
      expect(problem.why).toContain("for 5 seconds");
    } finally {
      blocker.close();
    }
  });

  it("says of a file without one of its tables that something else changed it", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await tamper(dir, "DROP TABLE links");
    expect(await problemOf(() => store.links("acme-uk"))).toMatchObject({
      code: "state_edited",
      kind: "configuration",
      why: expect.stringContaining("no such table: links"),
    });
  });

  it.each([0, -5, 1])(
    "says of a file whose user_version was set to %i that it does not fit",
    async (version) => {
      const dir = tempDir();
      await (await open(dir)).close();
      await tamper(dir, `PRAGMA user_version = ${version}`);
      const look = () => lookAtState(dir, "1.2.3", { now: () => NOW });
      for (const attempt of [() => open(dir), () => open(dir), look]) {
        expect(await problemOf(attempt)).toMatchObject({
          code: "state_edited",
          kind: "configuration",
          message: expect.stringContaining("is not in the format it says"),
          next: expect.stringContaining("`user_version`"),
        });
      }
      // No copy is made of a file that can't be upgraded: one a night would pile up.
      expect(readdirSync(dir)).toEqual(["state.sqlite"]);
      await tamper(dir, `PRAGMA user_version = ${MIGRATIONS.length}`);
      expect(await (await open(dir)).entities()).toEqual([]);
    },
  );

  it("says of a file whose user_version was set ahead of this very version how that can be", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    await tamper(dir, "PRAGMA user_version = 999");
    expect(await problemOf(() => open(dir))).toMatchObject({
      code: "state_newer",
      next: expect.stringContaining("set it back"),
    });
  });
});

describe("stateExists", () => {
  it("looks without creating anything", () => {
    const parent = tempDir();
    expect(stateExists(join(parent, "state"))).toBe(false);
    expect(readdirSync(parent)).toEqual([]);
  });

  it("finds a state, also one of a newer format", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    expect(stateExists(dir)).toBe(true);
    await tamper(dir, `PRAGMA user_version = ${addNote.version}`);
    expect(stateExists(dir)).toBe(true);
  });
});
