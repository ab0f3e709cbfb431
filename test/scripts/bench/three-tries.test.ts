import { describe, expect, it } from "vitest";
import { type Measurement, threeTries } from "../../../scripts/bench/three-tries.js";

function value(ofBudget: number, what = "a time"): Measurement {
  return { what, measured: `${ofBudget} x`, budget: "1 x", kept: ofBudget <= 1, ofBudget };
}

async function judged(...tries: readonly (readonly Measurement[])[]) {
  let count = 0;
  const results = await threeTries(() => [...(tries[count++] ?? [])]);
  return { count, results: results.map(({ what, measured, verdict }) => `${what}: ${measured} ${verdict}`) };
}

describe("three tries", () => {
  it("are not needed by what keeps its budget", async () => {
    expect(await judged([value(0.9)])).toEqual({ count: 1, results: ["a time: 0.9 x ok"] });
  });

  it("end with the first that keeps it", async () => {
    expect(await judged([value(2)], [value(1)])).toEqual({ count: 2, results: ["a time: 1 x ok"] });
  });

  it("fail only when each was over by more than 15 %", async () => {
    const near = await judged([value(2)], [value(1.15)], [value(1.3)]);
    expect(near).toEqual({ count: 3, results: ["a time: 1.15 x near"] });
    const over = await judged([value(2)], [value(1.16)], [value(1.3)]);
    expect(over).toEqual({ count: 3, results: ["a time: 1.16 x over"] });
  });

  it("take the best of each value", async () => {
    const { results } = await judged([value(2, "a"), value(0.9, "b")], [value(1, "a"), value(3, "b")]);
    expect(results).toEqual(["a: 1 x ok", "b: 0.9 x ok"]);
  });

  it("make no allowance for a count", async () => {
    const count = { what: "calls", measured: "12", budget: "11", kept: false };
    expect(await judged([count], [count], [count])).toEqual({ count: 3, results: ["calls: 12 over"] });
  });
});
