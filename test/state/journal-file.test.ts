import { describe, expect, it } from "vitest";
import { entityRecord, intent, link } from "./fixtures.js";
import { contents, later, NOW, open, tempDir } from "./helpers.js";
import { IBAN, outcomeOf, SPACED_IBAN, started } from "./journaled.js";

/** What is seen in the file, or with a clock that the tests move. */
describe("journal in a file", () => {
  it("stores outcomes but no links for a run that lost its lock", async () => {
    const { store, runId } = await started();
    await store.journalIntents(runId, "acme-uk", null, [intent(1)], NOW);
    const successor = await store.startRun("apply", ["acme-uk"], later(121));
    expect(await store.acquireLock(successor, ["acme-uk"], later(121))).toEqual([]);
    const theirs = link("e1", "m1", { managerMemberId: "m9" });
    await store.applyLinkChanges("acme-uk", { upsert: [theirs], remove: [] });
    await store.journalOutcomes(
      runId,
      "acme-uk",
      [outcomeOf(1, { memberId: "m1", link: link("e1", "m1") })],
      later(122),
    );
    expect(await store.journal(runId)).toMatchObject([{ outcome: "applied", memberId: "m1" }]);
    expect(await store.links("acme-uk")).toEqual([theirs]);

    await store.releaseLock(successor);
    await store.journalOutcomes(
      runId,
      "acme-uk",
      [outcomeOf(1, { memberId: "m1", link: link("e1", "m1") })],
      later(123),
    );
    expect(await store.links("acme-uk")).toEqual([theirs]);
  });

  it("never holds an IBAN, even when a caller or a server's refusal repeats one", async () => {
    const dir = tempDir();
    const store = await open(dir);
    const runId = await store.startRun("apply", ["acme-uk"], NOW);
    const leaky = intent(1, {
      fields: [{ field: "bank", from: IBAN.toLowerCase(), to: SPACED_IBAN }],
      reason: `Bank details changed to ${IBAN}.`,
    });
    await store.journalIntents(runId, "acme-uk", null, [leaky], NOW);
    const refused = { code: "bank_refused", detail: `iban '${IBAN}' is not accepted` };
    await store.journalOutcomes(
      runId,
      "acme-uk",
      [outcomeOf(1, { outcome: "failed", error: refused })],
      later(1),
    );
    const message = `Unexpected value ${SPACED_IBAN} in the answer.`;
    const lastError = { code: "bad_answer", message, why: `It said ${IBAN}.`, next: "Ask." };
    const problem = { ...lastError, kind: "unexpected" } as const;
    await store.finishRun(runId, 1, {}, later(2), {
      problem,
      results: [{ entity: "acme-uk", counts: {}, problem }],
    });
    await store.saveEntity(entityRecord("acme-uk", { lastError }));
    expect(await store.journal(runId)).toMatchObject([
      {
        fields: [{ from: "•••• 5555", to: "•••• 2606" }],
        reason: "Bank details changed to •••• 5555.",
        error: { detail: "iban '•••• 5555' is not accepted" },
      },
    ]);
    const stored = [...contents(dir).values()].map((file) => Buffer.from(file, "base64").toString("latin1"));
    expect(stored.join()).toContain("bank_refused");
    for (const canary of ["BUKB2020", "bukb2020", "2004 1010", "20041010"]) {
      expect(stored.join()).not.toContain(canary);
    }
  });
});
