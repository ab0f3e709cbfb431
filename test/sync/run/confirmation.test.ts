import { describe, expect, it } from "vitest";
import type { SafetyLimits } from "../../../src/sync/model/policy.js";
import type { EntityRecord } from "../../../src/sync/model/state-store.js";
import { newEntityRecord } from "../../../src/sync/model/state-words.js";
import {
  confirmationOf,
  confirmed,
  isAccountConfirmed,
  isUnconfirmed,
} from "../../../src/sync/run/confirmation.js";
import { ACCOUNT, LIMITS, readOf } from "../../support/people.js";

const READ = readOf();
const OTHER = readOf({ ...ACCOUNT, key: "personio.other.test" });
const NEVER = newEntityRecord("acme-uk", "personio");

function task(values: { readonly configFingerprint?: string; readonly safety?: SafetyLimits } = {}) {
  return { entity: "acme-uk", configFingerprint: "one", safety: LIMITS, ...values };
}

const RECORD: EntityRecord = { ...NEVER, ...confirmed(task(), NEVER, READ) };

const REMEMBERED = { state: { entities: async () => [RECORD] }, place: undefined };

describe("a confirmation", () => {
  it("holds as long as configuration, limits and account are the same", async () => {
    const state = await confirmationOf(task(), RECORD, READ, REMEMBERED);
    expect(state).toEqual({ configChange: null, accountChange: null });
    expect(isUnconfirmed(state)).toBe(false);
  });

  it("is missing before the first one", async () => {
    const state = await confirmationOf(task(), newEntityRecord("acme-uk", null), READ, REMEMBERED);
    expect(state.configChange).toBe("Nobody has confirmed the configuration of this entity yet.");
    expect(isUnconfirmed(state)).toBe(true);
  });

  it("does not cover another configuration", async () => {
    const state = await confirmationOf(task({ configFingerprint: "two" }), RECORD, READ, REMEMBERED);
    expect(state.configChange).toBe(
      "The configuration (filter, fields, provider or settings) is not the one a person confirmed.",
    );
    expect(isUnconfirmed(state)).toBe(true);
  });

  it("does not cover looser limits, and covers tighter ones", async () => {
    const loose = { ...LIMITS, archives: { percent: 50, atLeast: 5 }, minEmployeesPercent: 10 };
    expect((await confirmationOf(task({ safety: loose }), RECORD, READ, REMEMBERED)).configChange).toBe(
      "Safety limits were loosened since a person confirmed them: archives.percent 10 → 50, minEmployeesPercent 50 → 10.",
    );
    const tight = { ...LIMITS, archives: { percent: 1, atLeast: 1 }, minEmployeesPercent: 90 };
    expect((await confirmationOf(task({ safety: tight }), RECORD, READ, REMEMBERED)).configChange).toBeNull();
  });

  it("does not cover another account, and names both", async () => {
    const state = await confirmationOf(task(), RECORD, OTHER, REMEMBERED);
    expect(state).toEqual({
      configChange: null,
      accountChange:
        "The employees come from the HR account personio personio.other.test; a person confirmed personio personio.acme.test.",
    });
    expect(isUnconfirmed(state)).toBe(true);
    expect(isAccountConfirmed(RECORD, OTHER)).toBe(false);
    expect(isAccountConfirmed(RECORD, READ)).toBe(true);
  });

  it("of a version that stored neither account nor limits holds, but proves no account", async () => {
    const old = { ...RECORD, confirmedAccount: null, confirmedSafety: null };
    const loose = { ...LIMITS, archives: { percent: 100, atLeast: 100 } };
    expect(isUnconfirmed(await confirmationOf(task({ safety: loose }), old, OTHER, REMEMBERED))).toBe(false);
    expect(isAccountConfirmed(old, READ)).toBe(false);
  });

  it("is remembered without any secret: the account's name is all it stores of it", () => {
    expect(confirmed(task(), NEVER, READ)).toEqual({
      confirmedConfig: "one",
      confirmedAccount: "personio personio.acme.test",
      confirmedSafety: expect.stringContaining('"archives":{"atLeast":5,"percent":10}'),
    });
  });
});
