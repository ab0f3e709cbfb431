import { describe, expect, it } from "vitest";
import { later, NOW, open, tempDir } from "./helpers.js";

describe("runs", () => {
  it("are recorded from start to finish", () => {
    const store = open(tempDir());
    const id = store.startRun("apply", ["acme-uk", "acme-fr"], NOW);
    const started = {
      id,
      kind: "apply",
      startedAt: "2026-11-20T08:30:00.000Z",
      finishedAt: null,
      exitCode: null,
      entities: ["acme-uk", "acme-fr"],
      counts: {},
      folder: null,
    };
    expect(store.run(id)).toEqual(started);
    store.finishRun(id, 3, { create: 2, failed: 1 }, later(90));
    expect(store.run(id)).toEqual({
      ...started,
      finishedAt: "2026-11-20T08:31:30.000Z",
      exitCode: 3,
      counts: { create: 2, failed: 1 },
    });
  });

  it("come newest first, up to the limit, also when the clock jumps back", () => {
    const store = open(tempDir());
    const ids = [later(0), later(500), later(-1000)].map((at) => store.startRun("preview", [], at));
    expect(store.runs(2).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(store.runs(10)).toHaveLength(3);
  });

  it("have ids of their own", () => {
    const store = open(tempDir());
    expect(store.startRun("apply", [], NOW)).not.toBe(store.startRun("apply", [], NOW));
  });

  it("are null when unknown, and finishing an unknown one is a defect", () => {
    const store = open(tempDir());
    expect(store.run("nope")).toBeNull();
    expect(() => store.finishRun("nope", 0, {}, NOW)).toThrow("There is no run nope");
  });
});
