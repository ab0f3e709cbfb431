import { describe, expect, it } from "vitest";
import type { EntityHandOffs, HandOffUpdate, NewHandOff } from "../../src/sync/model/hand-off.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { breakAllLocks } from "../support/locks.js";
import { intent } from "./fixtures.js";
import { contents, later, NOW, open, tempDir } from "./helpers.js";

const NONE = {
  open: 0,
  done: 0,
  taken_as_done: 0,
  done_differently: 0,
  withdrawn: 0,
  openSince: null,
  toAdopt: 0,
};

async function started(given?: StateStore, at = NOW) {
  const store = given ?? (await open(tempDir()));
  const runId = await store.startRun("apply", ["acme-uk"], at);
  await store.acquireLock(runId, ["acme-uk"], at);
  return { store, runId };
}

function added(sequence: number, rest: Partial<NewHandOff> = {}): NewHandOff {
  return { sequence, memberId: null, wanted: { lastName: `Person ${sequence}` }, wasListed: false, ...rest };
}

async function handOver(
  store: StateStore,
  runId: string,
  rows: readonly NewHandOff[],
  at = NOW,
): Promise<boolean> {
  await store.journalIntents(
    runId,
    "acme-uk",
    null,
    rows.map(({ sequence }) => intent(sequence)),
    at,
  );
  const entity: EntityHandOffs = { entity: "acme-uk", added: rows, updates: [] };
  return await store.recordHandOffs(runId, [entity], at);
}

describe("hand-offs", () => {
  it("are journaled and open from the moment their run records them", async () => {
    const { store, runId } = await started();
    expect(await store.handOffCounts("acme-uk")).toEqual(NONE);
    const wanted = { bankFingerprint: "f1", manager: { employeeId: "e9", memberId: null } };
    expect(await handOver(store, runId, [added(1, { wanted, wasListed: true })])).toBe(true);
    const { email, name, fields } = intent(1);
    expect(await store.handOffs("acme-uk", false)).toEqual([
      {
        ...{ runId, sequence: 1, action: "create", employeeId: "e1", memberId: null, email, name, fields },
        ...{ wanted, wasListed: true, status: "open", handedOffAt: NOW.toISOString() },
      },
    ]);
    expect(await store.journal(runId)).toMatchObject([
      {
        outcome: "handed_off",
        settledAt: NOW.toISOString(),
        handOff: { status: "open", detail: null, settledAt: null },
      },
    ]);
    expect(await store.handOffCounts("acme-uk")).toEqual({ ...NONE, open: 1, openSince: NOW.toISOString() });
    expect(await store.handOffs("acme-fr", false)).toEqual([]);
  });

  it("come oldest first", async () => {
    const { store, runId } = await started();
    await handOver(store, runId, [added(2), added(1)]);
    await store.releaseLock(runId);
    const second = await started(store, later(-60));
    await handOver(store, second.runId, [added(1)], later(-60));
    expect((await store.handOffs("acme-uk", false)).map((one) => [one.runId, one.sequence])).toEqual([
      [runId, 1],
      [runId, 2],
      [second.runId, 1],
    ]);
  });

  it("are not recorded by a run that lost the lock", async () => {
    const { store, runId } = await started();
    await breakAllLocks(store);
    expect(await handOver(store, runId, [added(1)])).toBe(false);
    expect(await store.handOffs("acme-uk", false)).toEqual([]);
    expect(await store.journal(runId)).toMatchObject([{ outcome: "intended", handOff: null }]);
  });

  it("are recorded for all entities or for none", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", null, [intent(1)], NOW);
    const entities = ["acme-uk", "acme-fr"].map((entity) => ({ entity, added: [added(1)], updates: [] }));
    await expect(store.recordHandOffs(runId, entities, NOW)).rejects.toMatchObject({ code: "lock_lost" });
    expect(await store.handOffs("acme-uk", false)).toEqual([]);
  });

  it("keep the first status they ended with", async () => {
    const { store, runId } = await started();
    await handOver(store, runId, [added(1)]);
    const key = { runId, sequence: 1 };
    const update = (rest: Partial<HandOffUpdate>, seconds: number) =>
      store.updateHandOffs("acme-uk", [{ ...key, ...rest }], later(seconds));
    await update({ status: "done_differently", detail: "The last name is another.", memberId: "m1" }, 60);
    await update({ status: "withdrawn", detail: "Too late." }, 90);
    expect(await store.handOffs("acme-uk", false)).toMatchObject([
      { status: "done_differently", memberId: "m1" },
    ]);
    expect(await store.journal(runId)).toMatchObject([
      {
        handOff: {
          status: "done_differently",
          detail: "The last name is another.",
          settledAt: later(60).toISOString(),
        },
      },
    ]);
    expect(await store.handOffCounts("acme-uk")).toEqual({ ...NONE, done_differently: 1, toAdopt: 1 });
  });

  it("are out of hand once they ended and the links know, and never while they are open", async () => {
    const { store, runId } = await started();
    await handOver(store, runId, [added(1), added(2)]);
    const updates: HandOffUpdate[] = [
      { runId, sequence: 1, closed: true },
      { runId, sequence: 2, status: "done", closed: true },
    ];
    await store.updateHandOffs("acme-uk", updates, NOW);
    expect((await store.handOffs("acme-uk", false)).map(({ sequence }) => sequence)).toEqual([1]);
    expect(await store.handOffCounts("acme-uk")).toEqual({
      ...NONE,
      open: 1,
      done: 1,
      openSince: NOW.toISOString(),
    });
  });

  it("can want less than before", async () => {
    const { store, runId } = await started();
    await handOver(store, runId, [added(1, { wanted: { firstName: "Ada", lastName: "Lovelace" } })]);
    await store.updateHandOffs("acme-uk", [{ runId, sequence: 1, wanted: { lastName: "Lovelace" } }], NOW);
    expect(await store.handOffs("acme-uk", false)).toMatchObject([{ wanted: { lastName: "Lovelace" } }]);
    expect((await store.handOffs("acme-uk", false))[0]?.wanted).not.toHaveProperty("firstName");
  });

  it("come back on demand when those of the last run were never seen", async () => {
    const { store, runId } = await started();
    await handOver(store, runId, [added(1)]);
    await store.updateHandOffs(
      "acme-uk",
      [{ runId, sequence: 1, status: "taken_as_done", closed: true }],
      later(1),
    );
    expect(await store.handOffs("acme-uk", false)).toEqual([]);
    expect(await store.handOffs("acme-uk", true)).toMatchObject([{ sequence: 1, status: "taken_as_done" }]);
    await store.releaseLock(runId);
    const second = await started(store, later(60));
    await handOver(store, second.runId, [added(1)], later(60));
    expect((await store.handOffs("acme-uk", true)).map((one) => one.runId)).toEqual([second.runId]);
  });

  it("hold no bank account, also not in what a person reads about them", async () => {
    const dir = tempDir();
    const { store, runId } = await started(await open(dir));
    await handOver(store, runId, [added(1)]);
    const detail = 'The last name is "GB33BUKB20201555555555".';
    await store.updateHandOffs("acme-uk", [{ runId, sequence: 1, status: "done_differently", detail }], NOW);
    await store.close();
    for (const content of contents(dir).values()) {
      expect(Buffer.from(content, "base64").includes("GB33BUKB20201555555555")).toBe(false);
    }
  });
});

describe("folders of hand-offs", () => {
  it("are unfinished until the run's changes count as handed off", async () => {
    const { store, runId } = await started();
    await store.noteFolder(runId, "/somewhere/folder");
    const left = { id: runId, startedAt: NOW.toISOString(), folder: "/somewhere/folder" };
    expect(await store.unfinishedHandOffs()).toEqual([left]);
    await handOver(store, runId, [added(1)]);
    expect(await store.unfinishedHandOffs()).toEqual([]);
    expect((await store.run(runId))?.folder).toBe("/somewhere/folder");
  });
});
