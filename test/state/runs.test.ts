import { describe, expect, it } from "vitest";
import type { KeptProblem, RunResult } from "../../src/sync/model/run-result.js";
import { later, NOW, open, tempDir } from "./helpers.js";

describe("runs", () => {
  it("are recorded from start to finish", async () => {
    const store = await open(tempDir());
    const id = await store.startRun("apply", ["acme-uk", "acme-fr"], NOW);
    const started = {
      id,
      kind: "apply",
      startedAt: "2026-11-20T08:30:00.000Z",
      finishedAt: null,
      exitCode: null,
      entities: ["acme-uk", "acme-fr"],
      counts: {},
      folder: null,
      problem: null,
    };
    expect(await store.run(id)).toEqual(started);
    await store.finishRun(id, 3, { create: 2, failed: 1 }, later(90));
    expect(await store.run(id)).toEqual({
      ...started,
      finishedAt: "2026-11-20T08:31:30.000Z",
      exitCode: 3,
      counts: { create: 2, failed: 1 },
    });
  });

  it("come newest first, up to the limit, also when the clock jumps back", async () => {
    const store = await open(tempDir());
    const ids: string[] = [];
    for (const at of [later(0), later(500), later(-1000)]) ids.push(await store.startRun("preview", [], at));
    expect((await store.runs(2)).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(await store.runs(10)).toHaveLength(3);
  });

  it("remember what became of each entity, and why not of the run", async () => {
    const store = await open(tempDir());
    const id = await store.startRun("apply", ["acme-uk", "acme-fr"], NOW);
    expect(await store.runResults(id)).toEqual([]);
    const problem: KeptProblem = {
      ...{ kind: "credentials", code: "refused", message: "acme-uk: the key was refused." },
      ...{ why: "Status 401.", next: "Make another one." },
    };
    const results: readonly RunResult[] = [
      { entity: "acme-uk", counts: {}, problem },
      { entity: "acme-fr", counts: { create: 2 }, problem: null },
    ];
    const refusal: KeptProblem = { ...problem, kind: "safety", code: "too_many" };
    await store.finishRun(id, 5, { create: 2 }, later(90), { problem: refusal, results });
    expect(await store.runResults(id)).toEqual([results[1], results[0]]);
    expect((await store.run(id))?.problem).toEqual(refusal);

    await store.finishRun(id, 7, { create: 2 }, later(90));
    expect(await store.run(id)).toMatchObject({ exitCode: 7, problem: refusal });
    expect(await store.runResults(id)).toHaveLength(2);
  });

  it("have ids of their own", async () => {
    const store = await open(tempDir());
    expect(await store.startRun("apply", [], NOW)).not.toBe(await store.startRun("apply", [], NOW));
  });

  it("are null when unknown, and one that the state lost can't be finished", async () => {
    const store = await open(tempDir());
    expect(await store.run("nope")).toBeNull();
    const forgotten = { kind: "locked", code: "lock_lost" };
    await expect(store.finishRun("nope", 0, {}, NOW)).rejects.toMatchObject(forgotten);
    await expect(store.journalIntents("nope", "acme-uk", null, [], NOW)).rejects.toMatchObject(forgotten);
  });
});
