import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Link } from "../../src/sync/model/member.js";
import { link } from "./fixtures.js";
import { open, problemOf, tamper, tempDir } from "./helpers.js";

describe("links", () => {
  it("keep every value, per entity", async () => {
    const store = await open(tempDir());
    const full = link("e1", "m1", {
      hrStatus: "previously_managed",
      released: "data",
      bankFingerprint: "abc",
      managerMemberId: "m9",
      archived: true,
      hidden: true,
      absentReads: 3,
      seen: { emails: ["new@acme.test", "old@acme.test"], firstName: null, lastName: null, startDate: null },
      written: {
        email: {
          value: "new@acme.test",
          before: "old@acme.test",
          times: 2,
          wasSeen: false,
          reportedEdit: null,
        },
        lastName: { value: "Lovelace", before: null, times: 1, wasSeen: true, reportedEdit: "Byron" },
      },
    });
    await store.applyLinkChanges("acme-uk", { upsert: [full, link("e2", "m2")], remove: [] });
    await store.applyLinkChanges("acme-fr", { upsert: [link("e1", "m1")], remove: [] });
    expect(await store.links("acme-uk")).toEqual([full, link("e2", "m2")]);
    expect(await store.links("acme-fr")).toEqual([link("e1", "m1")]);
    expect(await store.links("acme-de")).toEqual([]);
  });

  it("let a member move from one employee to another in one batch", async () => {
    const store = await open(tempDir());
    await store.applyLinkChanges("acme-uk", { upsert: [link("old", "m1"), link("e2", "m2")], remove: [] });
    await store.applyLinkChanges("acme-uk", { upsert: [link("new", "m1")], remove: [link("old", "m1")] });
    expect(await store.links("acme-uk")).toEqual([link("e2", "m2"), link("new", "m1")]);
  });

  it("let a member move without being told whose link ends", async () => {
    const store = await open(tempDir());
    await store.applyLinkChanges("acme-uk", { upsert: [link("old", "m1")], remove: [] });
    await store.applyLinkChanges("acme-uk", { upsert: [link("new", "m1")], remove: [] });
    expect(await store.links("acme-uk")).toEqual([link("new", "m1")]);
  });

  it("let two employees swap their members", async () => {
    const store = await open(tempDir());
    await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1"), link("e2", "m2")], remove: [] });
    await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m2"), link("e2", "m1")], remove: [] });
    expect(await store.links("acme-uk")).toEqual([link("e1", "m2"), link("e2", "m1")]);
  });

  it("of one employee id are apart in each account and source", async () => {
    const store = await open(tempDir());
    const links = [
      link("e1", "m1", { account: null }),
      link("e1", "m2", { account: "acme-fr.personio.test" }),
      link("e1", "m3", { account: "acme.bamboohr.test", source: "bamboohr" }),
      link("e1", "m4"),
    ];
    await store.applyLinkChanges("acme-uk", { upsert: links, remove: [] });
    expect(new Set(await store.links("acme-uk"))).toEqual(new Set(links));
    await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m9", { account: null })], remove: [] });
    expect(new Set((await store.links("acme-uk")).map(({ memberId }) => memberId))).toEqual(
      new Set(["m2", "m3", "m4", "m9"]),
    );
  });

  it("are removed only when source, account, employee and member are the ones named", async () => {
    const store = await open(tempDir());
    const one = link("e1", "m1");
    await store.applyLinkChanges("acme-uk", { upsert: [one], remove: [] });
    const others = [
      link("e1", "m2"),
      link("e2", "m1"),
      link("e1", "m1", { account: null }),
      link("e1", "m1", { source: "bamboohr" }),
    ];
    await store.applyLinkChanges("acme-uk", { upsert: [], remove: others });
    await store.applyLinkChanges("acme-fr", { upsert: [], remove: [one] });
    expect(await store.links("acme-uk")).toEqual([one]);
    // Only who it is counts, not what was known of them at the time.
    await store.applyLinkChanges("acme-uk", { upsert: [], remove: [{ ...one, absentReads: 7 }] });
    expect(await store.links("acme-uk")).toEqual([]);
  });

  it("are not read when their columns are not in the expected form", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
    for (const columns of [
      "seen_emails = 'ada@acme.test'",
      "seen_emails = '[1]'",
      "seen_emails = '[]', written = '{\"email\":{\"value\":1}}'",
      "written = '{\"bank\":{}}'",
    ]) {
      await tamper(dir, `UPDATE links SET ${columns}`);
      expect((await problemOf(() => store.links("acme-uk"))).code, columns).toBe("state_corrupt");
    }
  });

  it("are changed all or not at all", async () => {
    const store = await open(tempDir());
    await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
    const bad = link("e3", "m3", { absentReads: -1 });
    const problem = await problemOf(() =>
      store.applyLinkChanges("acme-uk", { upsert: [link("e2", "m2"), bad], remove: [link("e1", "m1")] }),
    );
    expect(problem.code).toBe("state_failed");
    expect(await store.links("acme-uk")).toEqual([link("e1", "m1")]);
  });

  it("never hold an employee or a member twice, whatever the batches", async () => {
    const store = await open(tempDir());
    let runs = 0;
    const pair = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
    const batch = fc.record({ upsert: fc.array(pair, { maxLength: 8 }), remove: fc.array(pair) });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 6 }), async (batches) => {
        const entity = `entity-${runs++}`;
        let model: readonly Link[] = [];
        for (const { upsert, remove } of batches) {
          const links = upsert.map(([employee, member]) => link(`e${employee}`, `m${member}`));
          const gone = remove.map(([employee, member]) => link(`e${employee}`, `m${member}`));
          await store.applyLinkChanges(entity, { upsert: links, remove: gone });
          model = model.filter(
            (l) => !gone.some((g) => l.employeeId === g.employeeId && l.memberId === g.memberId),
          );
          for (const next of links) {
            model = model.filter((l) => l.employeeId !== next.employeeId && l.memberId !== next.memberId);
            model = [...model, next];
          }
        }
        expect(await store.links(entity)).toEqual(
          model.toSorted((a, b) => (a.employeeId < b.employeeId ? -1 : 1)),
        );
      }),
      { numRuns: 50 },
    );
  });
});
