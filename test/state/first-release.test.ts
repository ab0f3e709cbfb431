import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { makeFirstReleaseState } from "./first-release.js";
import { backups, open, problemOf, tempDir } from "./helpers.js";

function schemaOf(dir: string): unknown[] {
  const sqlite = new Database(join(dir, "state.sqlite"), { readonly: true });
  try {
    return sqlite.prepare("SELECT type, name, sql FROM sqlite_master ORDER BY name").all();
  } finally {
    sqlite.close();
  }
}

function readAll(path: string): Record<string, unknown[]> {
  const sqlite = new Database(path, { readonly: true });
  try {
    const tables = ["entities", "links", "runs", "journal", "lock"];
    return Object.fromEntries(tables.map((name) => [name, sqlite.prepare(`SELECT * FROM ${name}`).all()]));
  } finally {
    sqlite.close();
  }
}

describe("a state of the first release", () => {
  it("is what the first step of the format still makes today", () => {
    const [released, today] = [tempDir(), tempDir()];
    makeFirstReleaseState(released);
    open(today, { migrations: MIGRATIONS.slice(0, 1) }).close();
    const plain = (rows: unknown[]) => JSON.stringify(rows).replaceAll(/(?:\\n|\s)+/g, " ");
    expect(plain(schemaOf(today))).toBe(plain(schemaOf(released)));
  });

  it("is taken over row by row, after a copy was made", () => {
    const dir = tempDir();
    makeFirstReleaseState(dir);
    const before = readAll(join(dir, "state.sqlite"));
    open(dir).close();
    const after = readAll(join(dir, "state.sqlite"));
    for (const [table, rows] of Object.entries(before)) {
      expect(rows.length, table).toBeGreaterThan(0);
      expect(after[table], table).toMatchObject(rows);
    }
    expect(backups(dir)).toHaveLength(1);
    expect(readAll(join(dir, backups(dir)[0] ?? ""))).toEqual(before);
  });

  it("can't be opened by that release any more once it was upgraded, and says why", () => {
    const dir = tempDir();
    makeFirstReleaseState(dir);
    open(dir, { toolVersion: "0.9.0" }).close();
    const older = { migrations: MIGRATIONS.slice(0, 1), toolVersion: "0.1.0" };
    const problem = problemOf(() => open(dir, older));
    expect(problem).toMatchObject({ code: "state_newer", kind: "configuration" });
    expect(problem.why).toContain("0.9.0");
    expect(problem.next).toContain("Upgrade spendesk-hr");
  });
});
