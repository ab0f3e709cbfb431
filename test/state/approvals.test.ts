import { describe, expect, it } from "vitest";
import type { Approval, Outcome, StateStore } from "../../src/sync/model/state-store.js";
import { intent } from "./fixtures.js";
import { later, NOW, open, problemOf, tamper, tempDir } from "./helpers.js";

const ADA: Approval = { employeeId: "e1", kinds: ["update", "bank_change"], isCounted: false };
const BEA: Approval = { employeeId: "e2", kinds: ["archive"], isCounted: true };

/** A run that holds the lock, with intents for both. */
async function begun(store: StateStore): Promise<string> {
  const runId = await store.startRun("apply", ["acme-uk"], NOW);
  await store.acquireLock(runId, ["acme-uk"], NOW);
  await store.replaceApprovals("acme-uk", [ADA, BEA], NOW);
  await store.journalIntents(runId, "acme-uk", null, [intent(1), intent(2)], NOW);
  return runId;
}

describe("approvals", () => {
  it("take the place of all others of their entity", async () => {
    const store = await open(tempDir());
    expect(await store.approvals("acme-uk")).toEqual([]);
    await store.replaceApprovals("acme-uk", [BEA, ADA], NOW);
    await store.replaceApprovals("acme-fr", [BEA], NOW);
    expect(await store.approvals("acme-uk")).toEqual([ADA, BEA]);
    await store.replaceApprovals("acme-uk", [{ ...ADA, kinds: [] }], later(1));
    expect(await store.approvals("acme-uk")).toEqual([{ ...ADA, kinds: [] }]);
    expect(await store.approvals("acme-fr")).toEqual([BEA]);
  });

  it("are replaced all or not at all", async () => {
    const store = await open(tempDir());
    await store.replaceApprovals("acme-uk", [ADA], NOW);
    expect((await problemOf(() => store.replaceApprovals("acme-uk", [BEA, BEA], NOW))).code).toBe(
      "state_failed",
    );
    expect(await store.approvals("acme-uk")).toEqual([ADA]);
  });

  it.each<[Outcome, boolean]>([
    ["applied", true],
    ["handed_off", true],
    ["intended", false],
    ["failed", false],
    ["skipped", false],
  ])("of a change that is %s end: %s", async (outcome, ends) => {
    const store = await open(tempDir());
    const runId = await begun(store);
    const error = outcome === "failed" || outcome === "skipped" ? { code: "c", detail: "d" } : null;
    await store.replaceApprovals("acme-fr", [ADA], NOW);
    await store.journalOutcomes(
      runId,
      "acme-uk",
      [{ sequence: 1, outcome, memberId: null, error, link: null }],
      later(1),
    );
    expect(await store.approvals("acme-uk")).toEqual(ends ? [BEA] : [ADA, BEA]);
    expect(await store.approvals("acme-fr")).toEqual([ADA]);
  });

  it("end when the change is handed off", async () => {
    const store = await open(tempDir());
    const runId = await begun(store);
    const added = [{ sequence: 2, memberId: null, wanted: {}, wasListed: false }];
    await store.recordHandOffs(runId, [{ entity: "acme-uk", added, updates: [] }], later(1));
    expect(await store.approvals("acme-uk")).toEqual([ADA]);
  });

  it("are not read when they are of an unknown kind", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await store.replaceApprovals("acme-uk", [ADA], NOW);
    await tamper(dir, `UPDATE approvals SET kinds = '["everything"]'`);
    expect((await problemOf(() => store.approvals("acme-uk"))).code).toBe("state_corrupt");
  });
});
