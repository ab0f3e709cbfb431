import { describe, expect, it } from "vitest";
import { type SettledAnswer, stillInForce } from "../../../src/sync/model/baseline.js";

describe("answers about values that Spendesk does not show", () => {
  it("hold until another one ended them", () => {
    const answer: SettledAnswer = {
      ...{ field: "manager", answer: "right", who: "carol", at: "2026-11-20T09:00:00.000Z", endedAt: null },
    };
    const ended: SettledAnswer = { ...answer, answer: "differs", endedAt: "2026-11-20T09:00:00.000Z" };
    const bank: SettledAnswer = { ...answer, field: "bank", who: null };
    expect(stillInForce([ended, answer, bank])).toEqual([answer, bank]);
  });
});
