import { describe, expect, it } from "vitest";
import type { Approval, Outcome, StateStore } from "../../src/sync/model/state-store.js";
import { intent } from "./fixtures.js";
import { later, NOW, open, problemOf, tamper, tempDir } from "./helpers.js";

const ADA: Approval = { employeeId: "e1", kinds: ["update", "bank_change"], isCounted: false };
const BEA: Approval = { employeeId: "e2", kinds: ["archive"], isCounted: true };

/** A run that holds the lock, with intents for both. */
function begun(store: StateStore): string {
  const runId = store.startRun("apply", ["acme-uk"], NOW);
  store.acquireLock(runId, NOW);
  store.replaceApprovals("acme-uk", [ADA, BEA], NOW);
  store.journalIntents(runId, "acme-uk", null, [intent(1), intent(2)], NOW);
  return runId;
}

describe("approvals", () => {
  it("take the place of all others of their entity", () => {
    const store = open(tempDir());
    expect(store.approvals("acme-uk")).toEqual([]);
    store.replaceApprovals("acme-uk", [BEA, ADA], NOW);
    store.replaceApprovals("acme-fr", [BEA], NOW);
    expect(store.approvals("acme-uk")).toEqual([ADA, BEA]);
    store.replaceApprovals("acme-uk", [{ ...ADA, kinds: [] }], later(1));
    expect(store.approvals("acme-uk")).toEqual([{ ...ADA, kinds: [] }]);
    expect(store.approvals("acme-fr")).toEqual([BEA]);
  });

  it("are replaced all or not at all", () => {
    const store = open(tempDir());
    store.replaceApprovals("acme-uk", [ADA], NOW);
    expect(problemOf(() => store.replaceApprovals("acme-uk", [BEA, BEA], NOW)).code).toBe("state_failed");
    expect(store.approvals("acme-uk")).toEqual([ADA]);
  });

  it.each<[Outcome, boolean]>([
    ["applied", true],
    ["handed_off", true],
    ["intended", false],
    ["failed", false],
    ["skipped", false],
  ])("of a change that is %s end: %s", (outcome, ends) => {
    const store = open(tempDir());
    const runId = begun(store);
    const error = outcome === "failed" || outcome === "skipped" ? { code: "c", detail: "d" } : null;
    store.replaceApprovals("acme-fr", [ADA], NOW);
    store.journalOutcomes(
      runId,
      "acme-uk",
      [{ sequence: 1, outcome, memberId: null, error, link: null }],
      later(1),
    );
    expect(store.approvals("acme-uk")).toEqual(ends ? [BEA] : [ADA, BEA]);
    expect(store.approvals("acme-fr")).toEqual([ADA]);
  });

  it("end when the change is handed off", () => {
    const store = open(tempDir());
    const runId = begun(store);
    const added = [{ sequence: 2, memberId: null, wanted: {}, wasListed: false }];
    store.recordHandOffs(runId, [{ entity: "acme-uk", added, updates: [] }], later(1));
    expect(store.approvals("acme-uk")).toEqual([ADA]);
  });

  it("are not read when they are of an unknown kind", () => {
    const dir = tempDir();
    const store = open(dir);
    store.replaceApprovals("acme-uk", [ADA], NOW);
    tamper(dir, `UPDATE approvals SET kinds = '["everything"]'`);
    expect(problemOf(() => store.approvals("acme-uk")).code).toBe("state_corrupt");
  });
});
