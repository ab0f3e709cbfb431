import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { EARLIER_FORMATS, makeEarlierState } from "./earlier-states.js";
import { link } from "./fixtures.js";
import { backups, NOW, open, problemOf, tamper, tempDir } from "./helpers.js";

const TABLES = ["entities", "links", "runs", "journal", "lock", "hand_offs"];

/** The definitions of everything in the file, whatever the blanks in them. */
function schemaOf(dir: string): string[] {
  const sqlite = new Database(join(dir, "state.sqlite"), { readonly: true });
  try {
    const rows = sqlite.prepare("SELECT type, name, sql FROM sqlite_master ORDER BY name").all();
    return rows.map((row) => JSON.stringify(row).replaceAll(/(?:\\n|\s)+/g, " "));
  } finally {
    sqlite.close();
  }
}

function readAll(path: string): Record<string, object[]> {
  const sqlite = new Database(path, { readonly: true });
  const has = (name: string) =>
    sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
  try {
    const rows = (name: string) => sqlite.prepare<[], object>(`SELECT * FROM ${name}`).all();
    return Object.fromEntries(TABLES.filter(has).map((name) => [name, rows(name)]));
  } finally {
    sqlite.close();
  }
}

/** The columns whose content is in another place now. */
const MOVED: ReadonlySet<string> = new Set([
  "entities.last_complete_employees",
  "links.email",
  // A lock of before is one of the whole state.
  "lock.id",
]);

function withoutMoved(table: string, row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !MOVED.has(`${table}.${column}`)));
}

describe.each(EARLIER_FORMATS)("a state of format %i", (format) => {
  it("is what the first steps of the format still make today", async () => {
    const [released, today] = [tempDir(), tempDir()];
    makeEarlierState(released, format);
    await (await open(today, { migrations: MIGRATIONS.slice(0, format) })).close();
    expect(schemaOf(today)).toEqual(schemaOf(released));
  });

  it("becomes what a new one is", async () => {
    const [upgraded, made] = [tempDir(), tempDir()];
    makeEarlierState(upgraded, format);
    await (await open(upgraded)).close();
    await (await open(made)).close();
    expect(schemaOf(upgraded)).toEqual(schemaOf(made));
  });

  it("is taken over row by row, after a copy was made", async () => {
    const dir = tempDir();
    makeEarlierState(dir, format);
    const before = readAll(join(dir, "state.sqlite"));
    await (await open(dir)).close();
    const after = readAll(join(dir, "state.sqlite"));
    for (const [table, rows] of Object.entries(before)) {
      expect(rows.length, table).toBeGreaterThan(0);
      expect(after[table], table).toMatchObject(rows.map((row) => withoutMoved(table, row)));
    }
    expect(backups(dir)).toHaveLength(1);
    expect(readAll(join(dir, backups(dir)[0] ?? ""))).toEqual(before);
  });

  it("can't be opened by that version any more once it was upgraded, and says why", async () => {
    const dir = tempDir();
    makeEarlierState(dir, format);
    await (await open(dir, { toolVersion: "0.9.0" })).close();
    const older = { migrations: MIGRATIONS.slice(0, format), toolVersion: "0.1.0" };
    const problem = await problemOf(() => open(dir, older));
    expect(problem).toMatchObject({ code: "state_newer", kind: "configuration" });
    expect(problem.why).toContain("0.9.0");
    expect(problem.next).toContain("Upgrade spendesk-hr");
  });

  it("counts all its changes, and holds nothing of what came later", async () => {
    const dir = tempDir();
    makeEarlierState(dir, format);
    const store = await open(dir);
    const runs = await store.runs(10);
    const journal = (await Promise.all(runs.map(({ id }) => store.journal(id)))).flat();
    expect(journal.length).toBeGreaterThan(4);
    expect(journal.every(({ isCounted }) => isCounted)).toBe(true);
    expect(runs.every(({ problem }) => problem === null)).toBe(true);
    expect((await Promise.all(runs.map(({ id }) => store.runResults(id)))).flat()).toEqual([]);
    for (const entity of ["acme-uk", "acme-old"]) {
      expect(await store.approvals(entity)).toEqual([]);
      expect(await store.findings(entity)).toEqual([]);
      expect(await store.personDecisions(entity)).toEqual([]);
    }
  });
});

describe("an upgrade of links", () => {
  it("gives them the provider as source and an unknown account, and what was known of the person", async () => {
    const dir = tempDir();
    makeEarlierState(dir, 1);
    const old = { source: "personio", account: null };
    const seen = (name: string) => ({
      seen: { emails: [`${name}@acme.test`], firstName: null, lastName: null, startDate: null },
    });
    const ada = "member-ada";
    expect(await (await open(dir)).links("acme-uk")).toEqual([
      link("101", ada, { ...old, ...seen("ada"), bankFingerprint: "hmac-ada" }),
      link("102", "member-bea", { ...old, ...seen("bea"), managerMemberId: ada }),
      link("103", "member-cleo", {
        ...{ ...old, ...seen("cleo"), archived: true, absentReads: 1 },
        hrStatus: "previously_managed",
      }),
    ]);
  });

  it("takes no e-mail for none, and an entity that is gone for an unknown source", async () => {
    const dir = tempDir();
    makeEarlierState(dir, 1);
    await tamper(
      dir,
      `UPDATE links SET email = NULL WHERE employee_id = '101'; UPDATE links SET email = '' WHERE employee_id = '102';
      DELETE FROM entities`,
    );
    const links = await (await open(dir)).links("acme-uk");
    expect(links.map(({ source, seen }) => [source, seen.emails])).toEqual([
      ["", []],
      ["", []],
      ["", ["cleo@acme.test"]],
    ]);
  });

  it("lets the first run put the account in", async () => {
    const dir = tempDir();
    makeEarlierState(dir, 2);
    const store = await open(dir);
    const upsert = (await store.links("acme-uk")).map((one) => ({ ...one, account: "personio.acme.test" }));
    await store.applyLinkChanges("acme-uk", { upsert, remove: [] });
    expect(await store.links("acme-uk")).toEqual(upsert);
  });
});

describe("an upgrade of entities", () => {
  it("knows since when they are connected, and with which configuration", async () => {
    const dir = tempDir();
    makeEarlierState(dir, 1);
    const store = await open(dir);
    const nothing = { confirmedAccount: null, confirmedSafety: null, fieldCounts: null };
    expect(await store.entity("acme-uk")).toMatchObject({
      ...{ confirmedConfig: "c0ffee", appliedConfig: "c0ffee", connectedOn: "2026-02-01", ...nothing },
      ...{ lastSuccessAt: "2026-02-01T06:00:00.000Z", keyExpiresOn: "2030-01-31" },
    });
    expect(await store.entity("acme-old")).toMatchObject({
      ...{ confirmedConfig: "c0ffee", appliedConfig: null, connectedOn: null, ...nothing },
      lastError: {
        code: "credentials_refused",
        message: "HiBob refused the credentials.",
        why: null,
        next: null,
      },
    });
  });

  it("keeps the head-count of the last read; that of the members is unknown", async () => {
    const dir = tempDir();
    makeEarlierState(dir, 1);
    const store = await open(dir);
    expect(await store.readCounts("acme-uk", NOW)).toEqual([
      { at: "2026-02-01T06:00:00.000Z", employees: 4, members: null, sources: null },
    ]);
    expect(await store.readCounts("acme-old", new Date(0))).toEqual([]);
  });

  it("dates a head-count without a success by the attempt", async () => {
    const dir = tempDir();
    makeEarlierState(dir, 1);
    await tamper(dir, "UPDATE entities SET last_success_at = NULL");
    expect(await (await open(dir)).readCounts("acme-uk", NOW)).toMatchObject([
      { at: "2026-02-02T06:00:00.000Z", employees: 4 },
    ]);
  });
});
