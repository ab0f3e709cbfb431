import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StateStore } from "../../src/sync/ports.js";
import { intent } from "./fixtures.js";
import { later, NOW, open, tempDir } from "./helpers.js";

const DAY_S = 86_400;
const KEEP = { runsSince: later(-400 * DAY_S), changesSince: later(-1100 * DAY_S) };

/** A finished apply, so many days ago, with so many changes in the journal. */
function applied(store: StateStore, daysAgo: number, changes = 0, exitCode = 0): string {
  const at = later(-daysAgo * DAY_S);
  const runId = store.startRun("apply", ["acme-uk"], at);
  const entries = Array.from({ length: changes }, (_, index) => intent(index + 1));
  if (changes > 0) store.journalIntents(runId, "acme-uk", null, entries, at);
  store.finishRun(runId, exitCode, {}, at);
  return runId;
}

/** Enough runs of today that none of the earlier ones is among the newest, and the lock for the last. */
function today(store: StateStore): string {
  let runId = "";
  for (let count = 0; count < 100; count += 1) runId = applied(store, 0);
  store.acquireLock(runId, NOW);
  return runId;
}

function idsOf(store: StateStore): string[] {
  return store.runs(10_000).map(({ id }) => id);
}

describe("tidy", () => {
  it("forgets old runs, those that wrote only after a longer time", () => {
    const store = open(tempDir());
    const [ancient, idle, wrote] = [applied(store, 1200, 2), applied(store, 500), applied(store, 500, 2)];
    const young = applied(store, 399);
    expect(store.tidy(today(store), KEEP)).toMatchObject({ forgottenRuns: 2 });
    expect(idsOf(store)).toHaveLength(102);
    expect(idsOf(store)).toEqual(expect.arrayContaining([wrote, young]));
    expect(store.run(ancient)).toBeNull();
    expect(store.run(idle)).toBeNull();
    expect(store.journal(ancient)).toEqual([]);
    expect(store.journal(wrote)).toHaveLength(2);
  });

  it("keeps an entity's last success, however old it is", () => {
    const store = open(tempDir());
    const success = applied(store, 5000, 1);
    for (let count = 0; count < 150; count += 1) applied(store, 4000, 0, 7);
    const runId = applied(store, 4000, 0, 7);
    store.acquireLock(runId, NOW);
    expect(store.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 51 });
    expect(store.run(success)).not.toBeNull();
    expect(store.journal(success)).toHaveLength(1);
  });

  it("keeps the newest runs when the clock jumps years ahead", () => {
    const store = open(tempDir());
    const ids = Array.from({ length: 80 }, () => applied(store, 5000, 1));
    store.acquireLock(ids[79] ?? "", NOW);
    expect(store.tidy(ids[79] ?? "", KEEP)).toMatchObject({ forgottenRuns: 0 });
    expect(idsOf(store)).toHaveLength(80);
  });

  it("keeps hand-offs that are not over, and the last ones", () => {
    const dir = tempDir();
    const store = open(dir);
    const [open1, over, last] = [0, 1, 2].map(() => {
      const at = later(-2000 * DAY_S);
      const runId = store.startRun("apply", ["acme-uk"], at);
      store.acquireLock(runId, at);
      store.journalIntents(runId, "acme-uk", null, [intent(1)], at);
      const added = [{ sequence: 1, memberId: null, wanted: {}, wasListed: false }];
      expect(store.recordHandOffs(runId, [{ entity: "acme-uk", added, updates: [] }], at)).toBe(true);
      store.releaseLock(runId);
      store.finishRun(runId, 0, {}, at);
      return runId;
    });
    for (const runId of [over, last]) {
      const settled = { runId: runId ?? "", sequence: 1, status: "done" as const, closed: true as const };
      store.updateHandOffs("acme-uk", [settled], NOW);
    }
    expect(store.tidy(today(store), KEEP)).toMatchObject({ forgottenRuns: 1 });
    expect(store.run(over ?? "")).toBeNull();
    expect(store.run(open1 ?? "")).not.toBeNull();
    expect(store.run(last ?? "")).not.toBeNull();
    expect(store.handOffs("acme-uk", false)).toHaveLength(1);
  });

  it("forgets nothing for a run that does not hold the lock", () => {
    const store = open(tempDir());
    applied(store, 5000);
    const runId = today(store);
    store.acquireLock("another", later(100_000));
    expect(store.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 0 });
    expect(idsOf(store)).toHaveLength(101);
  });

  it("leaves no trace of forgotten people in the file, and gives space back", () => {
    const dir = tempDir();
    const store = open(dir);
    applied(store, 2000, 20_000);
    const runId = today(store);
    const before = statSync(join(dir, "state.sqlite")).size;
    expect(store.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 1, isCompacted: true });
    expect(statSync(join(dir, "state.sqlite")).size).toBeLessThan(before / 10);
    store.close();
    expect(readFileSync(join(dir, "state.sqlite")).includes("e19999@acme.test")).toBe(false);
  });

  it("removes what killed processes left a day ago, and nothing else", () => {
    const dir = tempDir();
    const store = open(dir);
    const runId = today(store);
    const uuid = "0f0f0f0f-1111-4222-8333-444444444444";
    const old = [
      `state.sqlite.new-${uuid}`,
      `state.sqlite.new-${uuid}-journal`,
      `fingerprint.key.new-${uuid}`,
      `notifications.json.${uuid}.tmp`,
    ];
    const kept = ["state.sqlite.backup-v1-20200101T000000000Z", "state.sqlite.new-mine", "notes.txt"];
    for (const name of [...old, ...kept]) {
      writeFileSync(join(dir, name), "");
      utimesSync(join(dir, name), later(-2 * DAY_S), later(-2 * DAY_S));
    }
    const young = `state.sqlite.new-${uuid.replace("0f", "1f")}`;
    writeFileSync(join(dir, young), "");
    utimesSync(join(dir, young), later(-3600), later(-3600));
    expect(store.tidy(runId, KEEP)).toMatchObject({ removedFiles: old.length });
    for (const name of old) expect(existsSync(join(dir, name)), name).toBe(false);
    expect(readdirSync(dir)).toEqual(expect.arrayContaining([...kept, young, "state.sqlite"]));
  });
});
