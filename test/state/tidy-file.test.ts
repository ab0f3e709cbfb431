import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decision, intent } from "./fixtures.js";
import { later, NOW, open, tempDir } from "./helpers.js";
import { applied, DAY_S, idsOf, KEEP, today } from "./tidied.js";

/** What is seen in the file, or with a clock that the tests move. */
describe("tidy in a file", () => {
  it("keeps hand-offs that are not over, and the last ones", async () => {
    const dir = tempDir();
    const store = await open(dir);
    const ids: string[] = [];
    for (let run = 0; run < 3; run += 1) {
      const at = later(-2000 * DAY_S);
      const runId = await store.startRun("apply", ["acme-uk"], at);
      await store.acquireLock(runId, ["acme-uk"], at);
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
    await store.acquireLock("another", ["acme-uk"], later(100_000));
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
