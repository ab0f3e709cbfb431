import { describe, expect, it } from "vitest";
import { keepToken, type TokenKeeperOptions } from "../../src/http/token-keeper.js";
import { Problem } from "../../src/shared/errors.js";

/** Tokens `t-1`, `t-2`, …; what `fail` says about one is thrown instead. */
function keeper(options: TokenKeeperOptions & { lifeSeconds?: number } = {}, fail = (_count: number) => {}) {
  const asked = { count: 0 };
  const { lifeSeconds = null, ...rest } = options;
  const tokens = keepToken(async () => {
    asked.count += 1;
    const { count } = asked;
    await Promise.resolve();
    fail(count);
    return { value: `t-${count}`, lifeSeconds };
  }, rest);
  return { tokens, asked, value: async () => (await tokens.current()).value };
}

function problem(kind: "temporary" | "credentials"): Problem {
  return new Problem({ kind, code: kind, what: "No token came.", why: "Of the test.", next: "Go on." });
}

describe("a kept token", () => {
  it("is asked for at the first call and shared by all", async () => {
    const { asked, value } = keeper();
    expect(asked.count).toBe(0);
    expect(await Promise.all([value(), value(), value()])).toEqual(["t-1", "t-1", "t-1"]);
    expect(asked.count).toBe(1);
  });

  it("is replaced ahead of its end, once for all who ask at the same time", async () => {
    const clock = { ms: 0 };
    const { asked, value } = keeper({ lifeSeconds: 600, now: () => clock.ms });
    await value();
    clock.ms = 549_999;
    expect(await value()).toBe("t-1");
    clock.ms = 550_000;
    expect(await Promise.all([value(), value()])).toEqual(["t-2", "t-2"]);
    expect(asked.count).toBe(2);
  });

  it("is replaced once when it is refused, however many calls it was refused to", async () => {
    const { tokens, asked, value } = keeper();
    const used = await value();
    expect([tokens.refuse(used), tokens.refuse(used)]).toEqual([true, true]);
    expect(await Promise.all([value(), value()])).toEqual(["t-2", "t-2"]);
    expect(tokens.refuse("t-1")).toBe(true);
    expect(asked.count).toBe(2);
  });

  it("is not replaced again and again: a new one that is refused as well is the last", async () => {
    const { tokens, asked, value } = keeper();
    tokens.refuse(await value());
    expect(tokens.refuse(await value())).toBe(false);
    expect(asked.count).toBe(2);
  });

  it("is replaced as often as the API wants it", async () => {
    const { tokens, value } = keeper({ renewals: Number.POSITIVE_INFINITY });
    for (const expected of ["t-1", "t-2", "t-3", "t-4"]) {
      expect(await value()).toBe(expected);
      expect(tokens.refuse(expected)).toBe(true);
    }
  });

  it("is asked for again after a trouble that passes, and never after a refusal", async () => {
    const passing = keeper({}, (count) => {
      if (count === 1) throw problem("temporary");
    });
    await expect(passing.value()).rejects.toMatchObject({ code: "temporary" });
    expect(await passing.value()).toBe("t-2");
    const refused = keeper({}, () => {
      throw problem("credentials");
    });
    await expect(refused.value()).rejects.toMatchObject({ code: "credentials" });
    await expect(refused.value()).rejects.toMatchObject({ code: "credentials" });
    expect(refused.asked.count).toBe(1);
  });

  it("tells calls whose token could not be replaced the reason", async () => {
    const { tokens, value } = keeper({}, (count) => {
      if (count === 2) throw problem("credentials");
    });
    const used = await value();
    tokens.refuse(used);
    await expect(value()).rejects.toMatchObject({ code: "credentials" });
    expect(tokens.refuse(used)).toBe(true);
    await expect(value()).rejects.toMatchObject({ code: "credentials" });
  });
});
