import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { backUpState } from "../../../src/state/backup.js";
import { MIGRATIONS } from "../../../src/state/migrations/index.js";
import { backUpPostgres } from "../../../src/state/postgres/backup.js";
import type { KeyPlace } from "../../../src/state/postgres/key.js";
import { checkPostgres } from "../../../src/state/postgres/look.js";
import { preparePostgresRestore } from "../../../src/state/postgres/restore.js";
import type { PostgresServer } from "../../../src/state/postgres/session.js";
import { prepareRestore } from "../../../src/state/restore.js";
import { EARLIER_FORMATS, makeEarlierState } from "../../state/earlier-states.js";
import { entityRecord, intent } from "../../state/fixtures.js";
import { NOW, problemOf, tamper, tempDir } from "../../state/helpers.js";
import { everyRow, makeRichState } from "../../state/rich-state.js";
import { moveOptions, openHere, openThere, toFolder, toPostgres } from "../../support/postgres/move.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { inSchema, keyPlaceFor, schemaOf } from "../../support/postgres/state.js";

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const clock = { now: () => NOW };

const optionsFor = (dir: string, more: Partial<PostgresServer> = {}, key?: KeyPlace) =>
  moveOptions(server, dir, more, key);

async function richFolder(): Promise<string> {
  const dir = join(tempDir(), "state");
  await makeRichState(dir);
  return dir;
}

it("takes a name along without a NUL that an HR tool had in it", async () => {
  const dir = join(tempDir(), "state");
  const store = await openHere(dir);
  const runId = await store.startRun("apply", ["acme-uk"], NOW);
  await store.journalIntents(runId, "acme-uk", "call", [intent(1, { name: "Ada\0 Test" })], NOW);
  await store.finishRun(runId, 0, {}, NOW);
  await store.close();
  const options = optionsFor(dir);
  await toPostgres(options);
  expect(await (await openThere(options)).journal(runId)).toMatchObject([{ name: "Ada Test" }]);
});

describe("a state with something in every column", () => {
  it("has a value and, where it may, none in each of them", async () => {
    for (const [table, rows] of Object.entries(everyRow(await richFolder()))) {
      const filled = new Set(rows.flatMap((row) => Object.keys(row).filter((key) => row[key] !== null)));
      expect([...filled].sort(), table).toEqual(Object.keys(rows[0] ?? {}).sort());
      expect(rows.length, table).toBeGreaterThan(0);
    }
  });

  it("is the same row by row after a move there and back, with its key", async () => {
    const dir = await richFolder();
    const before = everyRow(dir);
    const key = readFileSync(join(dir, "fingerprint.key"));
    const options = optionsFor(dir);
    expect(await toPostgres(options)).toEqual({ keptAside: null, hasKey: true });
    expect(await options.key.read()).toBe(key.toString("hex"));
    expect(await problemOf(() => openHere(dir))).toMatchObject({ code: "state_moved" });
    expect(await problemOf(() => backUpState(dir, `${dir}-copy`))).toMatchObject({ code: "state_moved" });
    expect(await problemOf(() => toPostgres(options))).toMatchObject({ code: "state_moved" });

    const there = await openThere(options);
    expect(await there.fingerprintKey()).toEqual(new Uint8Array(key));
    expect(await there.links("acme-uk")).toHaveLength(before.links?.length ?? 0);

    // The old folder, and a new one.
    const { keptAside } = await toFolder(options);
    expect(readdirSync(keptAside ?? "")).toContain("state.sqlite");
    expect(everyRow(dir)).toEqual(before);
    expect(readFileSync(join(dir, "fingerprint.key"))).toEqual(key);
    await (await openHere(dir)).close();
    const problem = await problemOf(() => openThere(options));
    expect(problem).toMatchObject({ code: "state_moved" });
    expect(problem.next).toContain(dir);
    // Whoever had it open before writes nothing more to what is left of it.
    expect(await problemOf(() => there.saveEntity(entityRecord("late")))).toMatchObject({
      code: "state_moved",
    });

    // There again: what is left of the first time goes aside.
    const again = await toPostgres(options);
    expect(readdirSync(again.keptAside ?? "").sort()).toEqual(["fingerprint.key", "state.sqlite"]);
    const elsewhere = join(tempDir(), "new");
    await toFolder({ ...options, dir: elsewhere });
    expect(everyRow(elsewhere)).toEqual(before);
  });

  it("gets numbers behind the highest one in the database", async () => {
    const dir = await richFolder();
    const options = optionsFor(dir);
    await toPostgres(options);
    await inSchema(
      server,
      dir,
      "INSERT INTO unshown_answers (entity, field, answer, answered_at) VALUES ('x', 'bank', 'right', 'now')",
    );
    const [row] = await inSchema(
      server,
      dir,
      "SELECT max(number) AS newest, count(*) AS rows FROM unshown_answers",
    );
    expect(row).toMatchObject({ newest: 3, rows: "3" });
  });

  it("is found whole", async () => {
    const dir = await richFolder();
    const options = optionsFor(dir);
    await toPostgres(options);
    expect(await checkPostgres(options, dir)).toMatchObject({
      hasKey: true,
      links: 7,
      runs: 7,
      changes: 1203,
    });
    await inSchema(server, dir, "UPDATE journal SET fields = 'no list' WHERE sequence = 700");
    expect(await problemOf(() => checkPostgres(options, dir))).toMatchObject({ code: "state_corrupt" });
    await inSchema(server, dir, "ALTER TABLE links ADD COLUMN mine text");
    expect(await problemOf(() => checkPostgres(options, dir))).toMatchObject({ code: "state_edited" });
  });

  it("is restored from a backup of either side, on either side", async () => {
    const dir = await richFolder();
    const before = everyRow(dir);
    const [ofFile, ofDatabase] = [`${dir}-file`, `${dir}-database`];
    backUpState(dir, ofFile);
    const options = optionsFor(dir);
    await toPostgres(options);
    expect(await backUpPostgres(options, ofDatabase)).toMatchObject({
      hasKey: true,
      links: 7,
      changes: 1203,
    });
    expect(readdirSync(ofDatabase).sort()).toEqual(["fingerprint.key", "state.sqlite"]);
    expect(everyRow(ofDatabase)).toEqual(before);

    const folder = join(tempDir(), "restored");
    await (await prepareRestore({ dir: folder, from: ofDatabase, toolVersion: "1.2.3", clock })).commit();
    expect(everyRow(folder)).toEqual(before);

    const store = await openThere(options);
    await store.saveEntity(entityRecord("later"));
    const local = tempDir();
    const prepared = await preparePostgresRestore({ ...options, dir: local, from: ofFile });
    expect(prepared).toMatchObject({
      backup: { links: 7 },
      present: { entities: ["acme-fr", "acme-uk", "later"] },
    });
    const { keptAside, hasKey } = await prepared.commit().finally(prepared.cancel);
    expect(hasKey).toBe(true);
    expect(everyRow(keptAside ?? "").entities).toHaveLength(3);
    expect(await store.entity("later")).toBeNull();
    expect(readdirSync(local).filter((name) => name.includes(".new-"))).toEqual([]);
    expect(await checkPostgres(options, dir)).toMatchObject({ links: 7 });
  });
});

describe("a state that is not moved", () => {
  it("stays where a run is at work", async () => {
    const dir = join(tempDir(), "state");
    const store = await openHere(dir);
    await store.acquireLock("run", ["acme-uk"], new Date());
    const options = { ...optionsFor(dir), clock: { now: () => new Date() } };
    expect(await problemOf(() => toPostgres(options))).toMatchObject({ code: "lock_held", kind: "locked" });
    await store.releaseLock("run");
    await store.close();
    await toPostgres(options);
    const there = await openThere(options);
    await there.acquireLock("run", ["acme-uk"], new Date());
    expect(await problemOf(() => toFolder(options))).toMatchObject({ code: "lock_held", kind: "locked" });
    expect(await backUpPostgres(options, `${dir}-copy`)).toMatchObject({ hasKey: false });
    const prepared = await preparePostgresRestore({ ...options, dir: tempDir(), from: `${dir}-copy` });
    onTestFinished(() => prepared.cancel());
    expect(await problemOf(() => prepared.commit())).toMatchObject({ code: "lock_held" });
  });

  it("says so before anything is copied when the key can't get there, without the key", async () => {
    const dir = await richFolder();
    const before = everyRow(dir);
    const problem = await problemOf(() => toPostgres(optionsFor(dir, {}, keyPlaceFor(dir, false))));
    expect(problem).toMatchObject({ code: "state_key_not_writable", kind: "credentials" });
    expect(problem.next).toContain("fingerprint.key");
    const key = readFileSync(join(dir, "fingerprint.key")).toString("hex");
    expect([problem.message, problem.why, problem.next].join()).not.toContain(key);
    expect(await schemasOf(dir)).toEqual([]);
    expect(everyRow(dir)).toEqual(before);
    // Whoever sets it by hand can go on.
    const set = keyPlaceFor(dir, true);
    await set.write(key);
    await toPostgres(optionsFor(dir, {}, keyPlaceFor(dir, false)));
  });

  it.each<[string, Partial<PostgresServer>, string]>([
    ["a wrong password", { password: "wrong" }, "state_login_refused"],
    ["nobody listening", { port: 1 }, "state_unreachable"],
    ["a database that does not exist", { database: "nowhere" }, "state_database_missing"],
  ])("stays where it is with %s", async (_what, more, code) => {
    const dir = await richFolder();
    const before = everyRow(dir);
    expect(await problemOf(() => toPostgres(optionsFor(dir, more)))).toMatchObject({ code });
    expect(everyRow(dir)).toEqual(before);
  });

  it("mixes with nothing that is in the new place", async () => {
    const dir = await richFolder();
    const before = everyRow(dir);
    const options = optionsFor(dir);
    const there = await openThere(options);
    await there.saveEntity(entityRecord("acme-uk"));
    expect(await problemOf(() => toPostgres(options))).toMatchObject({ code: "state_target_not_empty" });
    expect(await problemOf(() => toFolder(options))).toMatchObject({ code: "state_target_not_empty" });
    expect(everyRow(dir)).toEqual(before);
    expect(await there.entities()).toEqual([entityRecord("acme-uk")]);

    await inSchema(server, dir, "UPDATE about SET format = 99");
    expect(await problemOf(() => toPostgres(options))).toMatchObject({ code: "state_newer" });
    const prepared = () => preparePostgresRestore({ ...options, dir: tempDir(), from: dir });
    const problem = await problemOf(prepared);
    expect(problem).toMatchObject({ code: "state_present_unusable" });
    expect(problem.next).toContain(`ALTER SCHEMA ${schemaOf(dir)} RENAME TO`);
    await inSchema(server, dir, "UPDATE about SET application = 'invoices'");
    expect(await problemOf(() => toPostgres(options))).toMatchObject({ code: "state_foreign" });
  });

  it("needs the rights to write there", async () => {
    const dir = await richFolder();
    const before = everyRow(dir);
    await server.query("CREATE ROLE mover LOGIN PASSWORD 'mover'");
    const mover = optionsFor(dir, { user: "mover", password: "mover" });
    const problem = await problemOf(() => toPostgres(mover));
    expect(problem).toMatchObject({ code: "state_rights" });
    expect(problem.next).toContain(`CREATE SCHEMA ${schemaOf(dir)} AUTHORIZATION "mover";`);
    // Somebody else's tables, which it may read only.
    await (await openThere(optionsFor(dir))).close();
    const schema = schemaOf(dir);
    await server.query(
      `GRANT USAGE ON SCHEMA ${schema} TO mover; GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO mover`,
    );
    const second = await problemOf(() => toPostgres(mover));
    expect(second).toMatchObject({ code: "state_rights" });
    expect(second.next).toContain(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO "mover";`);
    expect(everyRow(dir)).toEqual(before);
    expect(await mover.key.read()).toBeNull();
  });

  it.each(EARLIER_FORMATS)("of format %i is upgraded on the way, with a copy of before", async (format) => {
    const dir = join(tempDir(), "state");
    makeEarlierState(dir, format);
    await tamper(dir, "DELETE FROM lock");
    const options = optionsFor(dir);
    await toPostgres(options);
    expect(readdirSync(dir).some((name) => name.startsWith(`state.sqlite.backup-v${format}`))).toBe(true);
    expect(await checkPostgres(options, dir)).toMatchObject({ format: everyFormat() });
  });

  it("can be restored into a database from a copy of an earlier format", async () => {
    const old = join(tempDir(), "old");
    makeEarlierState(old, 1);
    const options = optionsFor(tempDir());
    const prepared = await preparePostgresRestore({ ...options, from: join(old, "state.sqlite") });
    expect(prepared).toMatchObject({ backup: { format: 1 }, present: null });
    expect(await prepared.commit().finally(prepared.cancel)).toEqual({ keptAside: null, hasKey: false });
    expect(await checkPostgres(options, old)).toMatchObject({ format: everyFormat(), hasKey: false });
  });

  it("is not copied without its key", async () => {
    const dir = await richFolder();
    const options = optionsFor(dir);
    await toPostgres(options);
    const without = { ...options, key: keyPlaceFor(tempDir()) };
    expect(await problemOf(() => backUpPostgres(without, `${dir}-copy`))).toMatchObject({
      code: "state_key_missing",
    });
    expect(await problemOf(() => toFolder(without))).toMatchObject({ code: "state_key_missing" });
    expect(existsSync(`${dir}-copy`)).toBe(false);
  });
});

function schemasOf(dir: string) {
  return server.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schemaOf(dir)]);
}

function everyFormat(): number {
  return MIGRATIONS.length;
}
