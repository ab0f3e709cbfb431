import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { answersInForce } from "../../src/sync/plan/unshown.js";
import { later, NOW, open, tamper, tempDir } from "./helpers.js";

const ADA = { memberId: "m-ada", field: "manager", value: "member m-bob" } as const;
const BOB = { memberId: "m-bob", field: "bank", value: null } as const;
const byCarol = (answer: "right" | "differs" | null) => ({ field: "manager" as const, answer, who: "carol" });

describe("what Spendesk does not show", () => {
  it("is remembered by entity, member and field, also over a restart", async () => {
    const dir = tempDir();
    const store = await open(dir);
    await store.storeUnshown("acme-uk", { answers: [byCarol("right")], baselines: [BOB, ADA] }, NOW);
    await store.storeUnshown("acme-uk", { answers: [], baselines: [{ ...ADA, value: "member m-cyd" }] }, NOW);
    await store.close();
    const again = await open(dir);
    expect(await again.baselines("acme-uk")).toEqual([{ ...ADA, value: "member m-cyd" }, BOB]);
    expect(await again.baselines("acme-fr")).toEqual([]);
    expect(await again.unshownAnswers("acme-uk")).toEqual([
      { field: "manager", answer: "right", who: "carol", at: NOW.toISOString(), endedAt: null },
    ]);
  });

  it("keeps earlier answers, and forgets what was remembered under them", async () => {
    const store = await open(tempDir());
    await store.storeUnshown("acme-uk", { answers: [byCarol("right")], baselines: [ADA, BOB] }, NOW);
    await store.storeUnshown("acme-uk", { answers: [byCarol("differs")], baselines: [] }, later(60));
    expect(await store.baselines("acme-uk")).toEqual([BOB]);
    const answers = await store.unshownAnswers("acme-uk");
    expect(answers.map(({ answer, endedAt }) => [answer, endedAt])).toEqual([
      ["differs", null],
      ["right", later(60).toISOString()],
    ]);
    expect(answersInForce(answers)).toEqual({ manager: "differs" });
  });

  it("has no answer any more once a field is not kept in step", async () => {
    const store = await open(tempDir());
    await store.storeUnshown("acme-uk", { answers: [byCarol("right")], baselines: [ADA] }, NOW);
    await store.storeUnshown("acme-uk", { answers: [byCarol(null)], baselines: [] }, later(60));
    expect(answersInForce(await store.unshownAnswers("acme-uk"))).toEqual({});
    expect(await store.baselines("acme-uk")).toEqual([]);
  });

  it("reports a stored record in the wrong form as damage", async () => {
    const dir = tempDir();
    await (await open(dir)).close();
    await expect(
      tamper(dir, "INSERT INTO baselines VALUES ('acme-uk', 'm-ada', 'iban', NULL)"),
    ).rejects.toThrow(/check constraint/iu);
  });
});

describe("an entity of an earlier version", () => {
  it("goes on to have all values written when it was synchronised, and is asked when it was not", async () => {
    const dir = tempDir();
    await (await open(dir, { migrations: MIGRATIONS.slice(0, 3) })).close();
    await tamper(
      dir,
      `INSERT INTO entities (entity, connection_status, connected_on, last_success_at) VALUES
        ('acme-uk', 'connected', '2026-11-01', '${NOW.toISOString()}'),
        ('acme-fr', 'connected', NULL, '${NOW.toISOString()}')`,
    );
    const store = await open(dir);
    expect(answersInForce(await store.unshownAnswers("acme-uk"))).toEqual({
      manager: "differs",
      bank: "differs",
    });
    expect(await store.unshownAnswers("acme-fr")).toEqual([]);
  });
});
