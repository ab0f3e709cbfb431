import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Link } from "../../src/sync/member.js";
import { link } from "./fixtures.js";
import { open, problemOf, tempDir } from "./helpers.js";

describe("links", () => {
  it("keep every value, per entity", () => {
    const store = open(tempDir());
    const full = link("e1", "m1", {
      hrStatus: "previously_managed",
      bankFingerprint: "abc",
      managerMemberId: "m9",
      archived: true,
      absentReads: 3,
      email: null,
    });
    store.applyLinkChanges("acme-uk", { upsert: [full, link("e2", "m2")], remove: [] });
    store.applyLinkChanges("acme-fr", { upsert: [link("e1", "m1")], remove: [] });
    expect(store.links("acme-uk")).toEqual([full, link("e2", "m2")]);
    expect(store.links("acme-fr")).toEqual([link("e1", "m1")]);
    expect(store.links("acme-de")).toEqual([]);
  });

  it("let a member move from one employee to another in one batch", () => {
    const store = open(tempDir());
    store.applyLinkChanges("acme-uk", { upsert: [link("old", "m1"), link("e2", "m2")], remove: [] });
    store.applyLinkChanges("acme-uk", { upsert: [link("new", "m1")], remove: ["old"] });
    expect(store.links("acme-uk")).toEqual([link("e2", "m2"), link("new", "m1")]);
  });

  it("let a member move without being told whose link ends", () => {
    const store = open(tempDir());
    store.applyLinkChanges("acme-uk", { upsert: [link("old", "m1")], remove: [] });
    store.applyLinkChanges("acme-uk", { upsert: [link("new", "m1")], remove: [] });
    expect(store.links("acme-uk")).toEqual([link("new", "m1")]);
  });

  it("let two employees swap their members", () => {
    const store = open(tempDir());
    store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1"), link("e2", "m2")], remove: [] });
    store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m2"), link("e2", "m1")], remove: [] });
    expect(store.links("acme-uk")).toEqual([link("e1", "m2"), link("e2", "m1")]);
  });

  it("are changed all or not at all", () => {
    const store = open(tempDir());
    store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
    const bad = link("e3", "m3", { absentReads: -1 });
    const problem = problemOf(() =>
      store.applyLinkChanges("acme-uk", { upsert: [link("e2", "m2"), bad], remove: ["e1"] }),
    );
    expect(problem.code).toBe("state_failed");
    expect(store.links("acme-uk")).toEqual([link("e1", "m1")]);
  });

  it("never hold an employee or a member twice, whatever the batches", () => {
    const store = open(tempDir());
    let runs = 0;
    const pair = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
    const batch = fc.record({ upsert: fc.array(pair, { maxLength: 8 }), remove: fc.array(fc.nat(5)) });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 6 }), (batches) => {
        const entity = `entity-${runs++}`;
        let model: readonly Link[] = [];
        for (const { upsert, remove } of batches) {
          const links = upsert.map(([employee, member]) => link(`e${employee}`, `m${member}`));
          const gone = remove.map((employee) => `e${employee}`);
          store.applyLinkChanges(entity, { upsert: links, remove: gone });
          model = model.filter(({ employeeId }) => !gone.includes(employeeId));
          for (const next of links) {
            model = model.filter((l) => l.employeeId !== next.employeeId && l.memberId !== next.memberId);
            model = [...model, next];
          }
        }
        expect(store.links(entity)).toEqual(model.toSorted((a, b) => (a.employeeId < b.employeeId ? -1 : 1)));
      }),
      { numRuns: 50 },
    );
  });
});
