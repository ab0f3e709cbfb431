import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { MIGRATIONS } from "../../../src/state/migrations/index.js";
import { openPostgresState, type PostgresOptions } from "../../../src/state/postgres/open.js";
import { translated } from "../../../src/state/postgres/problems.js";
import { lockKeyOf, refuseOld } from "../../../src/state/postgres/schema.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import { entityRecord, intent, link } from "../../state/fixtures.js";
import { later, NOW, problemOf, tempDir } from "../../state/helpers.js";
import { openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { inSchema, keyPlaceFor, schemaOf, serverFor } from "../../support/postgres/state.js";

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

function optionsFor(dir: string, more: Partial<PostgresOptions["server"]> = {}): PostgresOptions {
  return {
    ...{ dir, clock: { now: () => NOW }, toolVersion: "1.2.3", key: keyPlaceFor(dir) },
    server: { ...serverFor(server, dir), ...more },
  };
}

async function open(options: PostgresOptions): Promise<StateStore> {
  const store = await openPostgresState(options);
  onTestFinished(() => store.close());
  return store;
}

describe("a state in PostgreSQL", () => {
  it.each<[string, Partial<PostgresOptions["server"]>, string, string]>([
    ["another password", { password: "wrong" }, "state_login_refused", "credentials"],
    ["no password", { password: null }, "state_login_refused", "credentials"],
    ["a port where nobody listens", { port: 1 }, "state_unreachable", "temporary"],
    ["a host that does not exist", { host: "db.acme.test" }, "state_unreachable", "temporary"],
    ["a database that does not exist", { database: "nowhere" }, "state_database_missing", "configuration"],
    ["a server without TLS", { isEncrypted: true }, "state_not_encrypted", "configuration"],
  ])("is not opened with %s", async (_what, more, code, kind) => {
    const problem = await problemOf(() => open(optionsFor(tempDir(), more)));
    expect(problem).toMatchObject({ code, kind });
    expect(problem.message).toMatch(
      /^The state in postgres:\/\/localhost:\d+\/postgres\?schema=t_\w+ .+\.$/u,
    );
    expect([problem.why, problem.next].join()).not.toContain("wrong");
  });

  it("leaves the schema of another program untouched", async () => {
    const dir = tempDir();
    await server.query(`CREATE SCHEMA ${schemaOf(dir)}; CREATE TABLE ${schemaOf(dir)}.invoices (id integer)`);
    expect(await problemOf(() => open(optionsFor(dir)))).toMatchObject({
      code: "state_foreign",
      kind: "configuration",
    });
    await server.query(`CREATE TABLE ${schemaOf(dir)}.about (author text)`);
    expect(await problemOf(() => open(optionsFor(dir)))).toMatchObject({ code: "state_foreign" });
  });

  it("of a newer version is not used", async () => {
    const dir = tempDir();
    await (await open(optionsFor(dir))).close();
    await inSchema(server, dir, "UPDATE about SET format = 99");
    const problem = await problemOf(() => open(optionsFor(dir)));
    expect(problem).toMatchObject({ code: "state_newer", kind: "configuration" });
    expect(problem.message).toContain(schemaOf(dir));
    expect(problem.next).toContain("`format` in its table `about`");
  });

  it("needs the right to make its schema, or one that is made", async () => {
    const dir = tempDir();
    await server.query("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    const guest = optionsFor(dir, { user: "guest", password: "guest" });
    const problem = await problemOf(() => open(guest));
    expect(problem).toMatchObject({ code: "state_rights", kind: "configuration" });
    expect(problem.next).toContain(`CREATE SCHEMA ${schemaOf(dir)} AUTHORIZATION "guest";`);
    await server.query(`CREATE SCHEMA ${schemaOf(dir)} AUTHORIZATION guest`);
    expect(await (await open(guest)).entities()).toEqual([]);
  });

  it("needs version 14 of the server", () => {
    const address = serverFor(server, "any");
    expect(() => refuseOld(address, { shown: "13.14", number: 130_014 })).toThrow(/too old/u);
    expect(() => refuseOld(address, { shown: "14.0", number: 140_000 })).not.toThrow();
  });

  it("stays as it was when a step of an upgrade fails", async () => {
    const dir = tempDir();
    const store = await open(optionsFor(dir));
    await store.saveEntity(entityRecord("acme-uk"));
    const sql = "CREATE TABLE extra (x integer); DROP TABLE links; INSERT INTO nowhere VALUES (1)";
    const migrations = [...MIGRATIONS, { version: MIGRATIONS.length + 1, name: "next", sql }];
    const problem = await problemOf(() => open({ ...optionsFor(dir), migrations }));
    expect(problem.why).toContain("nowhere");
    expect(await inSchema(server, dir, "SELECT format FROM about")).toEqual([{ format: MIGRATIONS.length }]);
    expect(await inSchema(server, dir, "SELECT to_regclass('extra') AS extra")).toEqual([{ extra: null }]);
    const again = await open(optionsFor(dir));
    expect(await again.entities()).toEqual([entityRecord("acme-uk")]);
    expect(await again.links("acme-uk")).toEqual([]);
  });

  it("says of rows and tables that something else changed what is wrong with them", async () => {
    const dir = tempDir();
    const store = await open(optionsFor(dir));
    await store.startRun("apply", ["acme-uk"], NOW);
    for (const counts of ["oops", '{"create":"many"}']) {
      await inSchema(server, dir, `UPDATE runs SET counts = '${counts}'`);
      expect(await problemOf(() => store.runs(1))).toMatchObject({ code: "state_corrupt" });
    }
    await inSchema(server, dir, "DROP TABLE links");
    expect(await problemOf(() => store.links("acme-uk"))).toMatchObject({
      code: "state_edited",
      kind: "configuration",
    });
    await store.close();
    await store.close();
  });

  it("keeps any number of rows at once, with whatever characters", async () => {
    const store = await open(optionsFor(tempDir()));
    const odd = ['a "b"', "\\", "{c,d}", "NULL", "", "null", "é\n\t'", "$1 @entity"];
    const people = (offset: number) =>
      Array.from({ length: 2_500 }, (_, index) =>
        link(`${odd[index % odd.length]} ${index}`, `m${index + offset}`, {
          managerMemberId: odd[index] ?? null,
        }),
      );
    // Everybody has the member of the next one afterwards.
    for (const upsert of [people(0), people(1)]) {
      await store.applyLinkChanges("acme-uk", { upsert, remove: [] });
      const sorted = upsert.toSorted((a, b) => (a.employeeId < b.employeeId ? -1 : 1));
      expect(await store.links("acme-uk")).toEqual(sorted);
    }
    await store.applyLinkChanges("acme-uk", { upsert: [], remove: people(1) });
    expect(await store.links("acme-uk")).toEqual([]);
  });

  it("keeps names of people without a NUL that their HR tool has in it", async () => {
    const store = await open(optionsFor(tempDir()));
    const runId = await store.startRun("apply", ["acme-uk"], NOW);
    await store.journalIntents(runId, "acme-uk", "call", [intent(1, { name: "Ada\0 Test" })], NOW);
    expect(await store.journal(runId)).toMatchObject([{ name: "Ada Test" }]);
  });

  it("is made once when several machines come first at the same time", async () => {
    const dir = tempDir();
    const stores = await Promise.all([1, 2, 3, 4].map(() => open(optionsFor(dir))));
    await stores[0]?.saveEntity(entityRecord("acme-uk"));
    expect(await stores[3]?.entity("acme-uk")).toEqual(entityRecord("acme-uk"));
  });

  it("gives the key to a machine that has it, and no other one its own", async () => {
    const dir = tempDir();
    const store = await open(optionsFor(dir));
    const key = await store.fingerprintKey();
    expect(await (await open(optionsFor(dir))).fingerprintKey()).toEqual(key);
    const without = await open({ ...optionsFor(dir), key: keyPlaceFor(tempDir()) });
    expect(await problemOf(() => without.fingerprintKey())).toMatchObject({ code: "state_key_missing" });
    const other = keyPlaceFor(tempDir());
    await other.write("ab".repeat(32));
    const wrong = await open({ ...optionsFor(dir), key: other });
    expect(await problemOf(() => wrong.fingerprintKey())).toMatchObject({
      code: "state_key_other",
      kind: "credentials",
    });
  });
});

describe("what is told of a login that is refused", () => {
  it.each([
    ["28P01", "password authentication failed for user", "credentials list"],
    ["28000", 'role "hr" is not permitted to log in', 'ALTER ROLE "hr" LOGIN;'],
    ["28000", "no pg_hba.conf entry for host", "pg_hba.conf"],
  ])("helps after %s: %s", async (code, message, next) => {
    const refuse = () => Promise.reject(Object.assign(new Error(message), { code }));
    const problem = await problemOf(() =>
      translated({ ...serverFor(server, tempDir()), user: "hr" }, refuse),
    );
    expect(problem).toMatchObject({ kind: "credentials", code: "state_login_refused" });
    expect(problem.next).toContain(next);
    expect(problem.next.includes("credentials set state")).toBe(code === "28P01");
  });
});

describe("what an administrator is told about rights", () => {
  it("works in whatever language the server refuses", async () => {
    const said = Object.assign(new Error("keine Berechtigung für Schema s1"), { code: "42501" });
    const place = { ...serverFor(server, tempDir()), schema: "s1", user: 'o"k' };
    const problem = await problemOf(() => translated(place, () => Promise.reject(said)));
    expect(problem.next).toContain(
      `CREATE SCHEMA IF NOT EXISTS s1 AUTHORIZATION "o""k"; GRANT ALL ON SCHEMA s1 TO "o""k";`,
    );
  });
});

describe("a run in PostgreSQL", () => {
  it("is judged by the clock of the server, and writes nothing once its lock is another's", async () => {
    const dir = tempDir();
    const elsewhere = { host: "far.acme.test", pid: 4711 };
    const first = await open({ ...optionsFor(dir), ...elsewhere });
    const runId = await first.startRun("apply", ["acme-uk"], NOW);
    // By its own clock it is years ago.
    expect(await first.acquireLock(runId, ["acme-uk"], later(-1e8))).toEqual([]);
    const second = await open(optionsFor(dir));
    const next = await second.startRun("apply", ["acme-uk"], NOW);
    expect(await second.acquireLock(next, ["acme-uk"], later(1e8))).toMatchObject([
      { runId, host: elsewhere.host },
    ]);
    await first.journalIntents(runId, "acme-uk", "call", [intent(1)], NOW);
    await inSchema(server, dir, "UPDATE lock SET heartbeat_at = '2020-01-01T00:00:00.000Z'");
    expect(await second.acquireLock(next, ["acme-uk"], NOW)).toEqual([]);
    const links = { upsert: [link("e1", "m1")], remove: [] };
    for (const write of [
      () => first.applyLinkChanges("acme-uk", links),
      () => first.saveEntity(entityRecord("acme-uk")),
      () => first.journalIntents(runId, "acme-uk", "call-2", [intent(2)], NOW),
    ]) {
      expect(await problemOf(write)).toMatchObject({ code: "lock_lost", kind: "locked" });
    }
    expect(await first.renewLock(runId, NOW)).toBe(false);
    await second.applyLinkChanges("acme-uk", links);
    expect(await second.links("acme-uk")).toEqual(links.upsert);
  });

  it.each([-3600, 3600])("keeps its locks from a machine whose clock is %i seconds off", async (seconds) => {
    const dir = tempDir();
    const holder = await open({ ...optionsFor(dir), host: "far.acme.test", pid: 4711 });
    expect(await holder.acquireLock("a", ["acme-uk"], NOW)).toEqual([]);
    const clock = { now: () => new Date(Date.now() + seconds * 1000) };
    const skewed = await open({ ...optionsFor(dir), host: "skewed.acme.test", pid: 4712, clock });
    expect(await skewed.acquireLock("b", ["acme-uk"], clock.now())).toMatchObject([{ runId: "a" }]);
    expect(await skewed.lockOwners()).toMatchObject([{ runId: "a" }]);
    expect(await skewed.leftLocks()).toEqual([]);
    expect(await skewed.acquireLock("b", ["acme-fr"], clock.now())).toEqual([]);
    expect([await holder.keepsLock("a"), await skewed.keepsLock("b")]).toEqual([true, true]);
    expect(await holder.renewLock("a", NOW)).toBe(true);
  });

  it("can write again after another one kept it from writing for too long", async () => {
    const dir = tempDir();
    const store = await open(optionsFor(dir, { waits: { lockMs: 50, patienceMs: 200 } }));
    const { socket, port, user } = server;
    const other = new pg.Client({ host: socket, port, user, database: "postgres" });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query(`BEGIN; SELECT pg_advisory_xact_lock(${await lockKeyOf(other, schemaOf(dir))})`);
    const problem = await problemOf(() => store.saveEntity(entityRecord("acme-uk")));
    expect(problem).toMatchObject({ code: "state_busy", kind: "temporary" });
    await other.query("ROLLBACK");
    await store.saveEntity(entityRecord("acme-uk"));
    expect(await store.entities()).toEqual([entityRecord("acme-uk")]);
  });

  it("lets what waits behind work that has given up fail at once, and goes on when the server is back", async () => {
    const proxy = await openCuttingProxy(server.port);
    onTestFinished(() => proxy.close());
    const told: number[] = [];
    const onWait = (milliseconds: number) => {
      told.push(milliseconds);
      return () => void told.push(0);
    };
    const waits = { patienceMs: 500 };
    const store = await open(optionsFor(tempDir(), { port: proxy.port, waits, onWait }));
    const save = () => problemOf(() => store.saveEntity(entityRecord("acme-uk")));
    proxy.leadTo(null);
    proxy.sever();
    const first = save();
    const others = Array.from({ length: 5 }, save);
    expect(await first).toMatchObject({ code: "state_unreachable", kind: "temporary" });
    const tried = proxy.connections;
    for (const other of others) expect(await other).toMatchObject({ code: "state_unreachable" });
    expect(proxy.connections).toBe(tried);
    expect(told).toEqual([expect.any(Number), 0]);
    proxy.leadTo(server.port);
    await expect
      .poll(() => store.saveEntity(entityRecord("acme-fr")).then(() => "saved"), { timeout: 60_000 })
      .toBe("saved");
    expect(await store.entities()).toEqual([entityRecord("acme-fr")]);
  });

  it("goes on after the server was restarted", async () => {
    const store = await open(optionsFor(tempDir()));
    await store.saveEntity(entityRecord("acme-uk"));
    await server.restart();
    await store.saveEntity(entityRecord("acme-fr"));
    expect((await store.entities()).map(({ entity }) => entity)).toEqual(["acme-fr", "acme-uk"]);
  });
});

describe.each(["before", "after"] as const)("a connection that is cut %s a message arrived", (when) => {
  /** What a run writes, in order. */
  async function work(store: StateStore): Promise<void> {
    const runId = await store.startRun("apply", ["acme-uk"], NOW);
    await store.acquireLock(runId, ["acme-uk"], NOW);
    await store.addReadCounts("acme-uk", { employees: 2, sources: null, members: 2 }, NOW);
    await store.journalIntents(runId, "acme-uk", "call", [intent(1), intent(2)], NOW);
    const outcomes = [1, 2].map((sequence) => ({
      ...{ sequence, outcome: "applied" as const, memberId: `m${sequence}`, error: null },
      link: link(`e${sequence}`, `m${sequence}`),
    }));
    await store.journalOutcomes(runId, "acme-uk", outcomes, later(1));
    const results = ["acme-fr", "acme-uk"].map((entity) => ({
      entity,
      counts: { create: 2 },
      problem: null,
    }));
    await store.finishRun(runId, 0, {}, later(2), { problem: null, results });
    await store.releaseLock(runId);
  }

  async function contentOf(store: StateStore): Promise<object> {
    const runs = await store.runs(10);
    const journals = await Promise.all(runs.map(({ id }) => store.journal(id)));
    return {
      runs: runs.map(({ id: _id, ...run }) => run),
      results: await Promise.all(runs.map(({ id }) => store.runResults(id))),
      journal: journals.flat().map(({ runId: _run, ...entry }) => entry),
      links: await store.links("acme-uk"),
      reads: await store.readCounts("acme-uk", new Date(0)),
      lock: await store.lockOwners(),
    };
  }

  it("leaves everything written once, whichever message it is", async () => {
    const proxy = await openCuttingProxy(server.port);
    onTestFinished(() => proxy.close());
    const undisturbed = await open(optionsFor(tempDir(), { port: proxy.port }));
    const before = proxy.passed;
    await work(undisturbed);
    const messages = proxy.passed - before;
    const goal = await contentOf(undisturbed);
    expect(messages).toBeGreaterThan(25);
    for (let message = 1; message <= messages; message += 1) {
      const store = await open(optionsFor(tempDir(), { port: proxy.port }));
      proxy.cutAfter(message, when);
      await work(store);
      expect(await contentOf(store), `message ${message} of ${messages}`).toEqual(goal);
      await store.close();
    }
  });
});
