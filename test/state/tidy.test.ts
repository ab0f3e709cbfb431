import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { decision, finding, intent, link } from "./fixtures.js";
import { later, NOW, open, tempDir } from "./helpers.js";

const DAY_S = 86_400;
const KEEP = { runsSince: later(-400 * DAY_S), changesSince: later(-1100 * DAY_S) };

/** A finished apply, so many days ago, with so many changes in the journal. */
async function applied(store: StateStore, daysAgo: number, changes = 0, exitCode = 0): Promise<string> {
  const at = later(-daysAgo * DAY_S);
  const runId = await store.startRun("apply", ["acme-uk"], at);
  const entries = Array.from({ length: changes }, (_, index) => intent(index + 1));
  if (changes > 0) await store.journalIntents(runId, "acme-uk", null, entries, at);
  await store.finishRun(runId, exitCode, {}, at);
  return runId;
}

/** Enough runs of today that none of the earlier ones is among the newest, and the lock for the last. */
async function today(store: StateStore): Promise<string> {
  let runId = "";
  for (let count = 0; count < 100; count += 1) runId = await applied(store, 0);
  await store.acquireLock(runId, NOW);
  return runId;
}

async function idsOf(store: StateStore): Promise<string[]> {
  return (await store.runs(10_000)).map(({ id }) => id);
}

describe("tidy", () => {
  it("forgets old runs, those that wrote only after a longer time", async () => {
    const store = await open(tempDir());
    const [ancient, idle, wrote] = [
      await applied(store, 1200, 2),
      await applied(store, 500),
      await applied(store, 500, 2),
    ];
    const young = await applied(store, 399);
    expect(await store.tidy(await today(store), KEEP)).toMatchObject({ forgottenRuns: 2 });
    expect(await idsOf(store)).toHaveLength(102);
    expect(await idsOf(store)).toEqual(expect.arrayContaining([wrote, young]));
    expect(await store.run(ancient)).toBeNull();
    expect(await store.run(idle)).toBeNull();
    expect(await store.journal(ancient)).toEqual([]);
    expect(await store.journal(wrote)).toHaveLength(2);
  });

  it("keeps an entity's last success, however old it is", async () => {
    const store = await open(tempDir());
    const success = await applied(store, 5000, 1);
    for (let count = 0; count < 150; count += 1) await applied(store, 4000, 0, 7);
    const runId = await applied(store, 4000, 0, 7);
    await store.acquireLock(runId, NOW);
    expect(await store.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 51 });
    expect(await store.run(success)).not.toBeNull();
    expect(await store.journal(success)).toHaveLength(1);
  });

  it("keeps the newest runs when the clock jumps years ahead", async () => {
    const store = await open(tempDir());
    const ids: string[] = [];
    for (let run = 0; run < 80; run += 1) ids.push(await applied(store, 5000, 1));
    await store.acquireLock(ids[79] ?? "", NOW);
    expect(await store.tidy(ids[79] ?? "", KEEP)).toMatchObject({ forgottenRuns: 0 });
    expect(await idsOf(store)).toHaveLength(80);
  });

  it("keeps hand-offs that are not over, and the last ones", async () => {
    const dir = tempDir();
    const store = await open(dir);
    const ids: string[] = [];
    for (let run = 0; run < 3; run += 1) {
      const at = later(-2000 * DAY_S);
      const runId = await store.startRun("apply", ["acme-uk"], at);
      await store.acquireLock(runId, at);
      await store.journalIntents(runId, "acme-uk", null, [intent(1)], at);
      const added = [{ sequence: 1, memberId: null, wanted: {}, wasListed: false }];
      expect(await store.recordHandOffs(runId, [{ entity: "acme-uk", added, updates: [] }], at)).toBe(true);
      await store.releaseLock(runId);
      await store.finishRun(runId, 0, {}, at);
      ids.push(runId);
    }
    const [open1, over, last] = ids;
    for (const runId of [over, last]) {
      const settled = { runId: runId ?? "", sequence: 1, status: "done" as const, closed: true as const };
      await store.updateHandOffs("acme-uk", [settled], NOW);
    }
    expect(await store.tidy(await today(store), KEEP)).toMatchObject({ forgottenRuns: 1 });
    expect(await store.run(over ?? "")).toBeNull();
    expect(await store.run(open1 ?? "")).not.toBeNull();
    expect(await store.run(last ?? "")).not.toBeNull();
    expect(await store.handOffs("acme-uk", false)).toHaveLength(1);
  });

  it("forgets head-counts after sixty days, except the newest of each entity", async () => {
    const store = await open(tempDir());
    for (const [entity, ...days] of [
      ["acme-uk", 90, 61, 59, 1],
      ["acme-fr", 300, 200],
    ] as const) {
      for (const ago of days) {
        await store.addReadCounts(
          entity,
          { employees: ago, members: ago, sources: null },
          later(-ago * DAY_S),
        );
      }
    }
    await store.tidy(await today(store), KEEP);
    const left = async (entity: string) =>
      (await store.readCounts(entity, new Date(0))).map(({ employees }) => employees);
    expect(await left("acme-uk")).toEqual([59, 1]);
    expect(await left("acme-fr")).toEqual([200]);
  });

  it("forgets decisions that were over long ago, and keeps those in force", async () => {
    const store = await open(tempDir());
    const at = later(-3000 * DAY_S);
    const [old, recent, forGood] = ["e1", "e2", "e3"].map((id) =>
      decision("ignore", { employee: { source: "personio", account: "a", id }, at: at.toISOString() }),
    );
    const lapsed = decision("ignore", { memberId: "m9", until: "2019-01-01", at: at.toISOString() });
    const running = decision("ignore", { memberId: "m8", until: "2026-11-01", at: at.toISOString() });
    for (const one of [old, recent, forGood, lapsed, running])
      if (one) await store.addPersonDecision(one, at);
    await store.endPersonDecision(old?.id ?? "", later(-1101 * DAY_S));
    await store.endPersonDecision(recent?.id ?? "", later(-1099 * DAY_S));
    await store.tidy(await today(store), KEEP);
    const left = (await store.personDecisions("acme-uk")).map(({ id }) => id);
    expect(new Set(left)).toEqual(new Set([recent?.id, forGood?.id, running.id]));
  });

  it("forgets answers about what Spendesk does not show that ended long ago, and keeps the one in force", async () => {
    const store = await open(tempDir());
    const answer = (word: "right" | "differs") => ({
      answers: [{ field: "manager" as const, answer: word, who: "carol" }],
      baselines: [{ memberId: "m1", field: "bank" as const, value: null }],
    });
    await store.storeUnshown("acme-uk", answer("right"), later(-3000 * DAY_S));
    await store.storeUnshown("acme-uk", answer("differs"), later(-1101 * DAY_S));
    await store.storeUnshown("acme-uk", answer("right"), later(-1099 * DAY_S));
    await store.tidy(await today(store), KEEP);
    expect((await store.unshownAnswers("acme-uk")).map(({ answer: word }) => word)).toEqual([
      "right",
      "differs",
    ]);
    expect(await store.baselines("acme-uk")).toHaveLength(1);
  });

  it("keeps findings and approvals, and what links know of people", async () => {
    const store = await open(tempDir());
    const long = later(-3000 * DAY_S);
    await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
    await store.replaceApprovals(
      "acme-uk",
      [{ employeeId: "e1", kinds: ["archive"], isCounted: true }],
      long,
    );
    await store.replaceFindings("acme-uk", [finding("k1", { since: long.toISOString() })]);
    await store.tidy(await today(store), KEEP);
    expect(await store.links("acme-uk")).toEqual([link("e1", "m1")]);
    expect(await store.approvals("acme-uk")).toHaveLength(1);
    expect(await store.findings("acme-uk")).toHaveLength(1);
  });

  it("forgets nothing for a run that does not hold the lock", async () => {
    const store = await open(tempDir());
    await applied(store, 5000);
    const long = later(-3000 * DAY_S);
    for (const employees of [1, 2])
      await store.addReadCounts("acme-uk", { employees, members: 1, sources: null }, long);
    const ended = decision("ignore", { memberId: "m1" });
    await store.addPersonDecision(ended, long);
    await store.endPersonDecision(ended.id, long);
    const runId = await today(store);
    await store.acquireLock("another", later(100_000));
    expect(await store.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 0 });
    expect(await idsOf(store)).toHaveLength(101);
    expect(await store.readCounts("acme-uk", new Date(0))).toHaveLength(2);
    expect(await store.personDecisions("acme-uk")).toHaveLength(1);
  });

  it("leaves no trace of forgotten people in the file, and gives space back", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await applied(store, 2000, 20_000);
    const runId = await today(store);
    const before = statSync(join(dir, "state.sqlite")).size;
    expect(await store.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 1, isCompacted: true });
    expect(statSync(join(dir, "state.sqlite")).size).toBeLessThan(before / 10);
    await store.close();
    expect(readFileSync(join(dir, "state.sqlite")).includes("e19999@acme.test")).toBe(false);
  });

  it("leaves no trace of forgotten people in free pages where compacting is not worth it", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await applied(store, 2000, 200);
    const runId = await today(store);
    await store.close();
    const file = join(dir, "state.sqlite");
    expect(readFileSync(file).includes("e199@acme.test")).toBe(true);
    const again = await open(dir);
    expect(await again.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 1, isCompacted: false });
    await again.close();
    expect(readFileSync(file).includes("e199@acme.test")).toBe(false);
  });

  it("removes what killed processes left a day ago, and nothing else", async () => {
    const dir = tempDir();
    const store = await open(dir);
    const runId = await today(store);
    const uuid = "0f0f0f0f-1111-4222-8333-444444444444";
    const old = [
      `state.sqlite.new-${uuid}`,
      `state.sqlite.new-${uuid}-journal`,
      `fingerprint.key.new-${uuid}`,
      `notifications.json.${uuid}.tmp`,
      `.notifications.json.${uuid}.tmp`,
    ];
    const kept = ["state.sqlite.backup-v1-20200101T000000000Z", "state.sqlite.new-mine", "notes.txt"];
    for (const name of [...old, ...kept]) {
      writeFileSync(join(dir, name), "");
      utimesSync(join(dir, name), later(-2 * DAY_S), later(-2 * DAY_S));
    }
    const young = `state.sqlite.new-${uuid.replace("0f", "1f")}`;
    writeFileSync(join(dir, young), "");
    utimesSync(join(dir, young), later(-3600), later(-3600));
    expect(await store.tidy(runId, KEEP)).toMatchObject({ removedFiles: old.length });
    for (const name of old) expect(existsSync(join(dir, name)), name).toBe(false);
    expect(readdirSync(dir)).toEqual(expect.arrayContaining([...kept, young, "state.sqlite"]));
  });
});
