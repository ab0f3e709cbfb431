import { describe, expect, it } from "vitest";
import {
  attributesUsedBy,
  parseFilter,
  parseValueRule,
  withUsedAttributes,
} from "../../../src/sync/filter/index.js";
import type { Employee, EmployeeRead } from "../../../src/sync/model/index.js";

function people(count: number): Employee[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${index}`,
    status: "active",
    custom: { Squad: `S${index}`, Shirt: "M" },
  }));
}

async function* readOf(...pages: readonly (readonly Employee[])[]): EmployeeRead {
  yield* pages;
  return { complete: true, total: pages.flat().length };
}

async function keptOf(read: EmployeeRead): Promise<{ people: Employee[]; outcome: unknown }> {
  const all: Employee[] = [];
  for (;;) {
    const next = await read.next();
    if (next.done) return { people: all, outcome: next.value };
    all.push(...next.value);
  }
}

describe("attributes that are used", () => {
  const isUsed = attributesUsedBy(
    [null, parseFilter(["'custom.SQUAD' is: S1", { any: ["'Department' is: Ops", "'custom.Level' is: 2"] }])],
    [
      parseValueRule({ field: "custom.Cost  Group" }),
      parseValueRule({ if: "'custom.Wing' is: A", value: "x" }),
    ],
  );

  it.each(["squad", "Squad ", "level", "cost group", "WING"])("knows %s", (key) => {
    expect(isUsed(key)).toBe(true);
  });

  it.each(["Shirt", "Department", "custom.Squad", ""])("does not know %s", (key) => {
    expect(isUsed(key)).toBe(false);
  });

  it("keeps those, and of the first hundred people all of them", async () => {
    const all = people(250);
    const { people: kept, outcome } = await keptOf(
      withUsedAttributes(readOf(all.slice(0, 60), all.slice(60)), isUsed),
    );
    expect(kept.slice(0, 100)).toEqual(all.slice(0, 100));
    expect(kept.slice(100)).toEqual(
      all.slice(100).map(({ custom, ...rest }) => ({ ...rest, custom: { Squad: custom.Squad } })),
    );
    expect(outcome).toEqual({ complete: true, total: 250 });
  });

  it("leaves whoever has nothing else as they are", async () => {
    const lean = people(150).map((person) => ({ ...person, custom: {} }));
    const { people: kept } = await keptOf(withUsedAttributes(readOf(lean), attributesUsedBy([])));
    expect(kept.every((person, index) => person === lean[index])).toBe(true);
  });
});
