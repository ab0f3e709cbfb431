import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backUpState } from "../../src/state/backup.js";
import { checkState } from "../../src/state/check.js";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { prepareRestore } from "../../src/state/restore.js";
import { addNote, decision, entityRecord, intent, link } from "./fixtures.js";
import { backups, contents, NOW, open, problemOf, tamper, tempDir } from "./helpers.js";

const clock = { now: () => NOW };

/** A state with a person and a run under way, in a folder with room for a backup beside it. */
async function usedState() {
  const parent = tempDir();
  const dir = join(parent, "state");
  const store = await open(dir);
  await store.saveEntity(entityRecord("acme-uk"));
  await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
  await store.addPersonDecision(decision("ignore", { memberId: "m7", why: "A test account." }), NOW);
  const runId = await store.startRun("apply", ["acme-uk"], NOW);
  await store.acquireLock(runId, ["acme-uk"], NOW);
  await store.journalIntents(runId, "acme-uk", null, [intent(1)], NOW);
  const key = await store.fingerprintKey();
  return { parent, dir, store, runId, key, to: join(parent, "backup") };
}

function restore(dir: string, from: string) {
  return prepareRestore({ dir, from, toolVersion: "1.2.3", clock });
}

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}

describe("backUpState", () => {
  it("makes a private folder that works as a state, with its key and without the lock", async () => {
    const { dir, to, key, runId } = await usedState();
    expect(backUpState(dir, to)).toMatchObject({ folder: to, hasKey: true, links: 1, runs: 1, changes: 1 });
    expect(readdirSync(to).sort()).toEqual(["fingerprint.key", "state.sqlite"]);
    expect(mode(to)).toBe(0o700);
    for (const name of readdirSync(to)) expect(mode(join(to, name))).toBe(0o600);
    const copy = await open(to);
    expect(await copy.entities()).toEqual([entityRecord("acme-uk")]);
    expect(await copy.journal(runId)).toHaveLength(1);
    expect(await copy.personDecisions("acme-uk")).toMatchObject([{ memberId: "m7", why: "A test account." }]);
    expect(await copy.lockOwners()).toEqual([]);
    expect(await copy.fingerprintKey()).toEqual(key);
  });

  it("leaves the lock and the work of the run that goes on alone", async () => {
    const { dir, to, store, runId } = await usedState();
    backUpState(dir, to);
    expect(await store.lockOwners()).toMatchObject([{ runId }]);
    await store.applyLinkChanges("acme-uk", { upsert: [link("e2", "m2")], remove: [] });
    expect(await store.links("acme-uk")).toHaveLength(2);
    expect(await (await open(to)).links("acme-uk")).toHaveLength(1);
  });

  it("never touches what is there already", async () => {
    const { dir, to } = await usedState();
    mkdirSync(to);
    writeFileSync(join(to, "mine"), "");
    expect(await problemOf(() => backUpState(dir, to))).toMatchObject({
      code: "backup_exists",
      kind: "usage",
    });
    expect(readdirSync(to)).toEqual(["mine"]);
  });

  it("does not upgrade an older state on the way", async () => {
    const { dir, to, store } = await usedState();
    await store.close();
    const old = tempDir();
    await (await open(old, { migrations: MIGRATIONS.slice(0, 1) })).close();
    expect(backUpState(old, to)).toMatchObject({ format: 1 });
    expect(backups(old)).toEqual([]);
    expect(checkState(old, "1.2.3", NOW)).toMatchObject({ format: 1 });
    expect(existsSync(dir)).toBe(true);
  });

  it("makes none of a damaged state, and leaves nothing", async () => {
    const { dir, to, store, parent } = await usedState();
    const upsert = Array.from({ length: 500 }, (_, index) => link(`e${index}`, `m${index}`));
    await store.applyLinkChanges("acme-uk", { upsert, remove: [] });
    await store.close();
    const path = join(dir, "state.sqlite");
    writeFileSync(path, readFileSync(path).fill(0xff, 4096 * 16));
    expect((await problemOf(() => backUpState(dir, to))).code).toMatch(/backup_not_written|state_corrupt/);
    expect((await problemOf(() => checkState(dir, "1.2.3", NOW))).code).toBe("state_corrupt");
    expect(readdirSync(parent)).toEqual(["state"]);
  });

  it("says so when the place does not exist, and when there is no state", async () => {
    const { dir, parent } = await usedState();
    const problem = await problemOf(() => backUpState(dir, join(parent, "not", "there")));
    expect(problem).toMatchObject({ code: "backup_not_written" });
    expect(problem.why).toContain("ENOENT");
    expect((await problemOf(() => backUpState(parent, join(parent, "backup")))).code).toBe("state_missing");
  });
});

describe("prepareRestore", () => {
  it("puts a backup in the place of a damaged state, which is kept aside", async () => {
    const { dir, to, store, key } = await usedState();
    backUpState(dir, to);
    await store.close();
    writeFileSync(join(dir, "state.sqlite"), "garbage");
    writeFileSync(join(dir, "fingerprint.key"), "short");
    const prepared = await restore(dir, to);
    expect(prepared).toMatchObject({ present: null, backup: { links: 1 } });
    expect(readFileSync(join(dir, "state.sqlite"), "utf8")).toBe("garbage");
    const { keptAside, hasKey } = await prepared.commit();
    expect(hasKey).toBe(true);
    expect(readFileSync(join(keptAside ?? "", "state.sqlite"), "utf8")).toBe("garbage");
    expect(readdirSync(keptAside ?? "").sort()).toEqual(["fingerprint.key", "state.sqlite"]);
    const restored = await open(dir);
    expect(await restored.links("acme-uk")).toEqual([link("e1", "m1")]);
    expect(await restored.fingerprintKey()).toEqual(key);
    expect(mode(join(dir, "state.sqlite"))).toBe(0o600);
    expect(readdirSync(dir).filter((name) => name.includes(".new-"))).toEqual([]);
  });

  it("restores on a machine that has no state yet", async () => {
    const { dir, to, parent } = await usedState();
    backUpState(dir, to);
    const other = join(parent, "other");
    expect(await (await restore(other, to)).commit()).toEqual({ keptAside: null, hasKey: true });
    expect(await (await open(other)).entities()).toEqual([entityRecord("acme-uk")]);
  });

  it("restores nothing while a run is going on", async () => {
    const { dir, to, store } = await usedState();
    backUpState(dir, to);
    const prepared = await restore(dir, to);
    expect(await problemOf(() => prepared.commit())).toMatchObject({ code: "lock_held", kind: "locked" });
    await prepared.cancel();
    expect(await store.links("acme-uk")).toHaveLength(1);
    expect(readdirSync(dir).filter((name) => /new-|replaced-/.test(name))).toEqual([]);
  });

  it("keeps a run from beginning on the state that was put aside", async () => {
    const { dir, to, store, runId } = await usedState();
    backUpState(dir, to);
    await store.releaseLock(runId);
    await (await restore(dir, to)).commit();
    expect(await store.acquireLock("late", ["acme-uk"], NOW)).not.toEqual([]);
  });

  it("brings back the copy that an upgrade made, and leaves the key as it is", async () => {
    const dir = tempDir();
    const old = await open(dir);
    await old.saveEntity(entityRecord("acme-uk"));
    const key = await old.fingerprintKey();
    await old.close();
    await (await open(dir, { migrations: [...MIGRATIONS, addNote] })).close();
    expect((await problemOf(() => open(dir))).code).toBe("state_newer");
    await (await restore(dir, join(dir, backups(dir)[0] ?? ""))).commit();
    const restored = await open(dir);
    expect(await restored.entities()).toEqual([entityRecord("acme-uk")]);
    expect(await restored.fingerprintKey()).toEqual(key);
  });

  it("refuses what is no backup, before anything changes", async () => {
    const { dir, to, store, parent } = await usedState();
    await store.close();
    backUpState(dir, to);
    const before = contents(dir);
    expect((await problemOf(() => restore(dir, join(parent, "nowhere")))).code).toBe("backup_missing");
    expect((await problemOf(() => restore(dir, join(to, "state.sqlite", "below")))).code).toBe(
      "backup_missing",
    );
    await tamper(to, "PRAGMA user_version = 999");
    expect((await problemOf(() => restore(dir, to))).code).toBe("state_newer");
    await tamper(to, `PRAGMA user_version = 1; PRAGMA application_id = 1`);
    expect((await problemOf(() => restore(dir, to))).code).toBe("state_foreign");
    rmSync(join(to, "state.sqlite"));
    writeFileSync(join(to, "state.sqlite"), "garbage");
    expect((await problemOf(() => restore(dir, to))).code).toBe("state_corrupt");
    expect(contents(dir)).toEqual(before);
  });
});
