import { describe, expect, it } from "vitest";
import { intent, link } from "./fixtures.js";
import { later, NOW, problemOf } from "./helpers.js";
import { outcomeOf, started } from "./journaled.js";

describe("journal", () => {
  it("holds intents before the call and outcomes with links after it", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", "call-1", [intent(1), intent(2)], NOW);
    const intended = {
      runId,
      entity: "acme-uk",
      outcome: "intended",
      error: null,
      intendedAt: NOW.toISOString(),
      settledAt: null,
      handOff: null,
    };
    expect(await store.journal(runId)).toEqual([
      { ...intent(1), ...intended },
      { ...intent(2), ...intended },
    ]);
    expect(await store.links("acme-uk")).toEqual([]);

    const refused = { code: "email_taken", detail: "The e-mail is in use." };
    await store.journalOutcomes(
      runId,
      "acme-uk",
      [
        outcomeOf(1, { memberId: "m1", link: link("e1", "m1") }),
        outcomeOf(2, { outcome: "failed", error: refused }),
      ],
      later(2),
    );
    const settledAt = later(2).toISOString();
    expect(await store.journal(runId)).toEqual([
      { ...intent(1), ...intended, memberId: "m1", outcome: "applied", settledAt },
      { ...intent(2), ...intended, outcome: "failed", error: refused, settledAt },
    ]);
    expect(await store.links("acme-uk")).toEqual([link("e1", "m1")]);
  });

  it("takes a second intent of the same change and keeps its first time and description", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", "call-1", [intent(1)], NOW);
    await store.journalOutcomes(
      runId,
      "acme-uk",
      [outcomeOf(1, { outcome: "intended", memberId: "m1", link: link("e1", "m1") })],
      later(1),
    );
    const manager = intent(1, { fields: [{ field: "manager", from: null, to: "m9" }] });
    await store.journalIntents(runId, "acme-uk", "call-2", [manager], later(5));
    expect(await store.journal(runId)).toMatchObject([
      {
        outcome: "intended",
        memberId: "m1",
        intendedAt: NOW.toISOString(),
        settledAt: null,
        fields: intent(1).fields,
      },
    ]);
    const linked = link("e1", "m1", { managerMemberId: "m9" });
    await store.journalOutcomes(runId, "acme-uk", [outcomeOf(1, { link: linked })], later(6));
    expect(await store.journal(runId)).toMatchObject([
      { outcome: "applied", memberId: "m1", settledAt: later(6).toISOString() },
    ]);
    expect(await store.links("acme-uk")).toEqual([linked]);
  });

  it("opens a settled change again with its next intent", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", "call-1", [intent(1)], NOW);
    await store.journalOutcomes(
      runId,
      "acme-uk",
      [outcomeOf(1, { outcome: "failed", error: { code: "busy", detail: "Later." } })],
      later(1),
    );
    await store.journalIntents(runId, "acme-uk", "call-2", [intent(1)], later(2));
    expect(await store.journal(runId)).toMatchObject([{ outcome: "intended", error: null, settledAt: null }]);
  });

  it("numbers changes per entity and sorts by entity, then number", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", null, [intent(10), intent(2)], NOW);
    await store.journalIntents(runId, "acme-fr", null, [intent(2)], NOW);
    expect((await store.journal(runId)).map(({ entity, sequence }) => [entity, sequence])).toEqual([
      ["acme-fr", 2],
      ["acme-uk", 2],
      ["acme-uk", 10],
    ]);
    expect(await store.journal("another")).toEqual([]);
  });

  it("stores outcomes and links of one call together or not at all", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", null, [intent(1)], NOW);
    await expect(
      store.journalOutcomes(
        runId,
        "acme-uk",
        [outcomeOf(1, { link: link("e1", "m1") }), outcomeOf(99)],
        later(1),
      ),
    ).rejects.toMatchObject({ kind: "locked", code: "lock_lost" });
    const badLink = link("e1", "m1", { absentReads: -1 });
    expect(
      (
        await problemOf(() =>
          store.journalOutcomes(runId, "acme-uk", [outcomeOf(1, { link: badLink })], later(1)),
        )
      ).code,
    ).toBe("state_failed");
    expect(await store.journal(runId)).toMatchObject([{ outcome: "intended", settledAt: null }]);
    expect(await store.links("acme-uk")).toEqual([]);
  });

  it("remembers what a person confirmed in advance", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", null, [intent(1, { isCounted: false }), intent(2)], NOW);
    await store.journalIntents(runId, "acme-uk", null, [intent(1, { isCounted: true })], later(1));
    expect((await store.journal(runId)).map(({ isCounted }) => isCounted)).toEqual([false, true]);
  });

  it("stores the intents of one call together or not at all", async () => {
    const { store, runId } = await started();
    // SQLite refuses the fraction in a whole-number column.
    const problem = await problemOf(() =>
      store.journalIntents(runId, "acme-uk", null, [intent(1), intent(2.5)], NOW),
    );
    expect(problem.code).toBe("state_failed");
    expect(await store.journal(runId)).toEqual([]);
  });

  it("belongs to a run that exists", async () => {
    const { store } = await started();
    expect(
      (await problemOf(() => store.journalIntents("nope", "acme-uk", null, [intent(1)], NOW))).code,
    ).toBe("lock_lost");
  });
});
