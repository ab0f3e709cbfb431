import { describe, expect, it } from "vitest";
import type { ReadCounts } from "../../../src/sync/model/read-counts.js";
import type { CountedChange, Finding } from "../../../src/sync/model/state-store.js";
import { safetyWindow } from "../../../src/sync/run/safety-window.js";
import { ACCOUNT, LIMITS, onlySource } from "../../support/people.js";

const NOW = new Date("2026-11-23T09:00:00.000Z");

const SOURCES = onlySource({
  providerId: ACCOUNT.source,
  accountKey: "one account",
  account: () => ACCOUNT,
  readEmployees: () => {
    throw new Error("A window reads nothing but the state.");
  },
});

const most = (employees: number) => new Map([[ACCOUNT.source, employees]]);

async function windowOf(state: {
  readonly changes?: readonly CountedChange[];
  readonly reads?: readonly ReadCounts[];
  readonly findings?: readonly Finding[];
  readonly windowDays?: number;
}) {
  const asked: string[] = [];
  const noted = (entity: string, since: Date) => asked.push(`${entity} ${since.toISOString()}`);
  const window = await safetyWindow(
    {
      countedChanges: async (entity, since) => {
        noted(entity, since);
        return state.changes ?? [];
      },
      readCounts: async (entity, since) => {
        noted(entity, since);
        return state.reads ?? [];
      },
      findings: async () => state.findings ?? [],
    },
    { entity: "acme-uk", safety: { ...LIMITS, windowDays: state.windowDays ?? 7 }, sources: SOURCES },
    NOW,
  );
  return { ...window, asked };
}

const released: Finding = {
  key: "released m-ada",
  code: "out_of_filter",
  employeeId: "ada",
  memberId: "m-ada",
  name: "Ada Test",
  since: "2026-11-20T09:00:00.000Z",
  isCounted: true,
};

describe("the days that count together", () => {
  it("begin as many whole days ago as the configuration says", async () => {
    expect(new Set((await windowOf({})).asked)).toEqual(new Set(["acme-uk 2026-11-16T09:00:00.000Z"]));
    expect(new Set((await windowOf({ windowDays: 1 })).asked)).toEqual(
      new Set(["acme-uk 2026-11-22T09:00:00.000Z"]),
    );
  });

  it("know the largest reads", async () => {
    const reads = [
      { at: "-", employees: 12, members: 3, sources: null },
      { at: "-", employees: 10, members: null, sources: null },
      { at: "-", employees: 11, members: 7, sources: null },
    ];
    expect(await windowOf({ reads })).toMatchObject({ employees: most(12), members: 7 });
    expect(await windowOf({ reads: reads.slice(1, 2) })).toMatchObject({
      employees: most(10),
      members: null,
    });
    expect(await windowOf({})).toMatchObject({ employees: new Map(), members: null });
  });

  it("know what was done, by kind and person", async () => {
    const changes: CountedChange[] = [
      { action: "archive", employeeId: "ada", memberId: "m-ada", fields: [] },
    ];
    const { counted } = await windowOf({ changes });
    expect(counted.archive.size).toBe(1);
    expect(counted.creation.size).toBe(0);
  });

  it.each<[string, Partial<Finding>, number]>([
    ["within them", {}, 1],
    ["at their very beginning", { since: "2026-11-16T09:00:00.000Z" }, 1],
    ["a moment before them", { since: "2026-11-16T08:59:59.999Z" }, 0],
    ["that a person confirmed", { isCounted: false }, 0],
    ["that is none, but a conflict", { key: "identity_unclear ada" }, 0],
    ["without a member", { memberId: null }, 0],
  ])("count a release %s", async (_what, values, count) => {
    expect((await windowOf({ findings: [{ ...released, ...values }] })).counted.release.size).toBe(count);
  });
});
