import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { type LockOwner, WHOLE_STATE } from "../../src/sync/model/lock.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { breakAllLocks } from "../support/locks.js";
import { entityRecord, intent, link } from "./fixtures.js";
import { later, NOW, open, problemOf, tamper, tempDir } from "./helpers.js";

/** Stores of machines whose processes can't be seen from each other. */
function openFrom(dir: string, ...hosts: readonly string[]): Promise<readonly StateStore[]> {
  return Promise.all(hosts.map((host) => open(dir, { host: `${host}.acme.test`, pid: 4711 })));
}

function runsOf(owners: readonly LockOwner[]): string[] {
  return owners.map(({ runId }) => runId);
}

/** Lets the lease of a run end, on whichever clock. */
async function age(dir: string, runId: string): Promise<void> {
  await tamper(dir, `UPDATE lock SET heartbeat_at = '2020-01-01T00:00:00.000Z' WHERE run_id = '${runId}'`);
}

describe("the locks of entities", () => {
  it("let runs on different entities work at once", async () => {
    const dir = tempDir();
    const [one, two] = await openFrom(dir, "one", "two");
    expect(await one?.acquireLock("a", ["uk", "fr"], NOW)).toEqual([]);
    expect(await two?.acquireLock("b", ["de"], later(1))).toEqual([]);
    expect(await one?.keepsLock("a")).toBe(true);
    expect(await two?.keepsLock("b")).toBe(true);
    await one?.saveEntity(entityRecord("uk"));
    await two?.saveEntity(entityRecord("de"));
    expect(await one?.renewLock("a", NOW)).toBe(true);
    const owners = await two?.lockOwners();
    expect(owners).toMatchObject([
      { runId: "a", entities: ["fr", "uk"] },
      { runId: "b", entities: ["de"] },
    ]);
  });

  it("are taken all or none, and whoever is in the way is named with what they have", async () => {
    const dir = tempDir();
    const [one, two, three] = await openFrom(dir, "one", "two", "three");
    await one?.acquireLock("a", ["uk"], NOW);
    await two?.acquireLock("b", ["fr", "es"], NOW);
    const inTheWay = await three?.acquireLock("c", ["de", "fr", "uk"], NOW);
    expect(inTheWay?.map(({ runId, entities }) => [runId, entities])).toEqual([
      ["a", ["uk"]],
      ["b", ["es", "fr"]],
    ]);
    expect(await three?.keepsLock("c")).toBe(false);
    // Of those that were free, none was kept.
    expect(await two?.acquireLock("d", ["de"], NOW)).toEqual([]);
  });

  it("of the whole state exclude all others, and are excluded by each", async () => {
    const dir = tempDir();
    const [one, two] = await openFrom(dir, "one", "two");
    await one?.acquireLock("a", ["uk"], NOW);
    expect(await two?.acquireLock("move", [WHOLE_STATE], NOW)).toMatchObject([{ runId: "a" }]);
    await one?.releaseLock("a");
    expect(await two?.acquireLock("move", [WHOLE_STATE], NOW)).toEqual([]);
    expect(await one?.acquireLock("b", ["uk"], NOW)).toMatchObject([
      { runId: "move", entities: [WHOLE_STATE] },
    ]);
    await two?.releaseLock("move");
    expect(await one?.acquireLock("b", ["uk"], NOW)).toEqual([]);
  });

  it("end together when one of them is taken over, and leave those of other runs alone", async () => {
    const dir = tempDir();
    const [sleeper, other, heir] = await openFrom(dir, "one", "two", "three");
    const a = await sleeper?.startRun("apply", ["uk", "fr"], NOW);
    const b = await other?.startRun("apply", ["de"], NOW);
    const c = await heir?.startRun("apply", ["uk"], NOW);
    await sleeper?.acquireLock(a ?? "", ["uk", "fr"], NOW);
    await other?.acquireLock(b ?? "", ["de"], NOW);
    await sleeper?.journalIntents(a ?? "", "fr", "call", [intent(1)], NOW);
    await age(dir, a ?? "");
    expect(runsOf((await other?.leftLocks()) ?? [])).toEqual([a]);
    expect(await heir?.acquireLock(c ?? "", ["uk"], NOW)).toEqual([]);

    // Awake again, it writes to neither of its entities; how its last call ended it may still say.
    expect(await sleeper?.renewLock(a ?? "", NOW)).toBe(false);
    expect(await sleeper?.keepsLock(a ?? "")).toBe(false);
    for (const entity of ["uk", "fr"]) {
      const problem = await problemOf(() => sleeper?.saveEntity(entityRecord(entity)));
      expect(problem).toMatchObject({ code: "lock_lost", kind: "locked" });
    }
    const done = { sequence: 1, outcome: "applied" as const, memberId: "m1", error: null };
    await sleeper?.journalOutcomes(a ?? "", "fr", [{ ...done, link: link("e1", "m1") }], later(1));
    expect(await sleeper?.journal(a ?? "")).toMatchObject([{ outcome: "applied" }]);
    expect(await sleeper?.links("fr")).toEqual([]);

    await other?.saveEntity(entityRecord("de"));
    await heir?.saveEntity(entityRecord("uk"));
    expect(runsOf((await heir?.lockOwners()) ?? []).sort()).toEqual([b, c].sort());
    expect(await heir?.leftLocks()).toEqual([]);
  });

  it("are broken for the named runs alone", async () => {
    const dir = tempDir();
    const [one, two] = await openFrom(dir, "one", "two");
    await one?.acquireLock("a", ["uk", "fr"], NOW);
    await two?.acquireLock("b", ["de"], NOW);
    const admin = await open(dir);
    expect(await admin.breakLocks(["a", "unknown"])).toMatchObject([{ runId: "a", entities: ["fr", "uk"] }]);
    expect((await problemOf(() => one?.saveEntity(entityRecord("fr")))).code).toBe("lock_lost");
    await two?.saveEntity(entityRecord("de"));
    expect(runsOf(await breakAllLocks(admin))).toEqual(["b"]);
    expect(await admin.breakLocks(["a", "b"])).toEqual([]);
  });

  it("number runs and changes of several writers one by one", async () => {
    const dir = tempDir();
    const stores = await openFrom(dir, "one", "two", "three");
    const ids: string[] = [];
    for (const [index, store] of stores.entries()) {
      const runId = await store.startRun("apply", [`entity-${index}`], NOW);
      expect(await store.acquireLock(runId, [`entity-${index}`], NOW)).toEqual([]);
      ids.push(runId);
    }
    for (let call = 1; call <= 5; call += 1) {
      for (const [index, store] of stores.entries()) {
        await store.journalIntents(ids[index] ?? "", `entity-${index}`, `call-${call}`, [intent(call)], NOW);
        const counts = { employees: call, sources: null, members: 1 };
        await store.addReadCounts(`entity-${index}`, counts, later(call));
      }
    }
    for (const [index, store] of stores.entries()) {
      await store.finishRun(ids[index] ?? "", 0, {}, NOW);
      await store.releaseLock(ids[index] ?? "");
    }
    const [store] = stores;
    expect((await store?.runs(10))?.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const [index, id] of ids.entries()) {
      expect((await store?.journal(id))?.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
      expect(await store?.readCounts(`entity-${index}`, new Date(0))).toHaveLength(5);
    }
    expect(await store?.lockOwners()).toEqual([]);
  });
});

/** What happens to the locks, one step after the other. */
type Step =
  | { readonly take: readonly string[]; readonly run: string }
  | { readonly leave: string }
  | { readonly age: string };

const RUNS = ["a", "b", "c"];
const run = fc.constantFrom(...RUNS);
const entities = fc.oneof(
  { weight: 5, arbitrary: fc.subarray(["uk", "fr", "de", "es"], { minLength: 1 }) },
  { weight: 1, arbitrary: fc.constant([WHOLE_STATE]) },
);
const steps = fc.array(
  fc.oneof<[fc.Arbitrary<Step>, fc.Arbitrary<Step>, fc.Arbitrary<Step>]>(
    fc.record({ take: entities, run }),
    fc.record({ leave: run }),
    fc.record({ age: run }),
  ),
  { maxLength: 12 },
);

describe("locks, whatever happens", () => {
  it("never give an entity to two living runs, nor a run a part of what it asked for", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const dir = tempDir();
        const stores = new Map<string, StateStore>();
        for (const [index, store] of (await openFrom(dir, ...RUNS)).entries()) {
          stores.set(RUNS[index] ?? "", store);
        }
        const wanted = new Map<string, readonly string[]>();
        for (const step of script) {
          if ("take" in step) {
            const inTheWay = await stores.get(step.run)?.acquireLock(step.run, step.take, NOW);
            if (inTheWay?.length === 0) wanted.set(step.run, step.take);
          } else if ("leave" in step) await stores.get(step.leave)?.releaseLock(step.leave);
          else await age(dir, step.age);
          const owners = (await stores.get("a")?.lockOwners()) ?? [];
          for (const { runId, entities: has } of owners) {
            expect(has).toEqual([...(wanted.get(runId) ?? [])].sort());
          }
          const taken = owners.flatMap((owner) => owner.entities);
          expect(new Set(taken).size).toBe(taken.length);
          if (taken.includes(WHOLE_STATE)) expect(owners).toHaveLength(1);
        }
      }),
      { numRuns: inject("postgres") ? 10 : 40 },
    );
  });
});
