import { describe, expect, it } from "vitest";
import { decision, finding, link } from "./fixtures.js";
import { later, NOW, open, tempDir } from "./helpers.js";
import { applied, DAY_S, idsOf, KEEP, today } from "./tidied.js";

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
    expect(await store.runResults(ancient)).toEqual([]);
    expect(await store.runResults(wrote)).toHaveLength(1);
    expect(await store.journal(wrote)).toHaveLength(2);
  });

  it("keeps an entity's last success, however old it is", async () => {
    const store = await open(tempDir());
    const success = await applied(store, 5000, 1);
    for (let count = 0; count < 150; count += 1) await applied(store, 4000, 0, 7);
    const runId = await applied(store, 4000, 0, 7);
    await store.acquireLock(runId, ["acme-uk"], NOW);
    expect(await store.tidy(runId, KEEP)).toMatchObject({ forgottenRuns: 51 });
    expect(await store.run(success)).not.toBeNull();
    expect(await store.journal(success)).toHaveLength(1);
  });

  it("keeps the newest runs when the clock jumps years ahead", async () => {
    const store = await open(tempDir());
    const ids: string[] = [];
    for (let run = 0; run < 80; run += 1) ids.push(await applied(store, 5000, 1));
    await store.acquireLock(ids[79] ?? "", ["acme-uk"], NOW);
    expect(await store.tidy(ids[79] ?? "", KEEP)).toMatchObject({ forgottenRuns: 0 });
    expect(await idsOf(store)).toHaveLength(80);
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
});
