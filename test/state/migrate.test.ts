import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Migration } from "../../src/state/migrate.js";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { addNote, entityRecord, intent, link } from "./fixtures.js";
import { backups, NOW, open, problemOf, tamper, tempDir } from "./helpers.js";

function withNext(sql: string): { readonly migrations: readonly Migration[] } {
  return { migrations: [...MIGRATIONS, { version: MIGRATIONS.length + 1, name: "next", sql }] };
}

function query(path: string, sql: string): unknown {
  const sqlite = new Database(path, { readonly: true });
  try {
    return sqlite.prepare(sql).pluck().get();
  } finally {
    sqlite.close();
  }
}

describe("migrations", () => {
  it("are numbered 1, 2, 3 … without gaps", () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });
});

describe("upgrade", () => {
  it("brings an older file up and keeps what is in it", async () => {
    const dir = tempDir();
    const old = await open(dir);
    await old.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
    await old.close();
    const store = await open(dir, { migrations: [...MIGRATIONS, addNote], toolVersion: "2.0.0" });
    expect(await store.links("acme-uk")).toEqual([link("e1", "m1")]);
    const path = join(dir, "state.sqlite");
    expect(await query(path, "SELECT note FROM links")).toBe("none");
    expect(await query(path, "PRAGMA user_version")).toBe(MIGRATIONS.length + 1);
    expect(await query(path, "SELECT value FROM meta WHERE key = 'tool_version'")).toBe("2.0.0");
  });

  it("makes a backup first, with what is still in the log, that can be put back", async () => {
    const dir = tempDir();
    const old = await open(dir);
    await old.saveEntity(entityRecord("acme-uk"));
    // The old connection stays open, so its write is still in the log and not in the file.
    await open(dir, { migrations: [...MIGRATIONS, addNote] });
    expect(backups(dir)).toEqual([`state.sqlite.backup-v${MIGRATIONS.length}-20261120T083000000Z`]);
    const backup = join(dir, backups(dir)[0] ?? "");
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const restored = tempDir();
    copyFileSync(backup, join(restored, "state.sqlite"));
    expect(await (await open(restored)).entities()).toEqual([entityRecord("acme-uk")]);
  });

  it("makes no backup of a new or an up-to-date file", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    await open(dir);
    expect(backups(dir)).toEqual([]);
  });

  it("starts from a file that has no tables yet", async () => {
    const dir = tempDir();
    await tamper(dir, "PRAGMA application_id = 0x53704852");
    expect(await (await open(dir)).entities()).toEqual([]);
    expect(backups(dir)).toHaveLength(1);
  });

  it("leaves the old file as it was when a step fails, and says where the backup is", async () => {
    const dir = tempDir();
    const old = await open(dir);
    await old.saveEntity(entityRecord("acme-uk"));
    await old.close();
    const broken = withNext("CREATE TABLE extra (x); DROP TABLE links; INSERT INTO nowhere VALUES (1)");
    const problem = await problemOf(() => open(dir, broken));
    expect(problem).toMatchObject({ code: "state_migration_failed", kind: "unexpected" });
    expect(problem.why).toContain("nowhere");
    expect(problem.next).toContain(join(dir, backups(dir)[0] ?? "missing"));
    const path = join(dir, "state.sqlite");
    expect(await query(path, "PRAGMA user_version")).toBe(MIGRATIONS.length);
    expect(await query(path, "SELECT count(*) FROM sqlite_master WHERE name = 'extra'")).toBe(0);
    expect(await (await open(dir)).entities()).toEqual([entityRecord("acme-uk")]);
  });

  it("gives every attempt its own backup", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    const broken = withNext("nonsense");
    await problemOf(() => open(dir, broken));
    await problemOf(() => open(dir, broken));
    expect(backups(dir)).toHaveLength(2);
  });

  it("refuses a step that would break references", async () => {
    const dir = tempDir();
    const old = await open(dir);
    const runId = await old.startRun("apply", ["acme-uk"], NOW);
    await old.journalIntents(runId, "acme-uk", null, [intent(1)], NOW);
    await old.close();
    const problem = await problemOf(() => open(dir, withNext("DELETE FROM runs")));
    expect(problem).toMatchObject({ code: "state_migration_failed" });
    expect(await (await open(dir)).journal(runId)).toHaveLength(1);
  });
});
