import { describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import { booksLost } from "../../../src/sync/apply/lost-books.js";

const AWAY = new Problem({
  kind: "temporary",
  code: "state_unreachable",
  what: "The state does not answer.",
  why: "Nobody answered.",
  next: "Run it again.",
});
const NOTHING = { total: 0, done: 0, inPart: 0, failed: 0, unknown: 0, unsent: 0 };

describe("what a run ends with that could not keep its books", () => {
  it("names the entity, and what came of each of its changes", () => {
    const tally = { total: 15, done: 1, inPart: 2, failed: 3, unknown: 4, unsent: 5 };
    expect(booksLost(AWAY, ["acme-uk"], [{ entity: "acme-uk", tally }])).toMatchObject({
      kind: "temporary",
      code: "state_unreachable",
      message: "acme-uk: The state does not answer.",
      why: "Nobody answered. acme-uk: 1 of 15 changes done, 2 done in part, 3 failed, 4 with an unknown end, 5 not sent.",
      next: "Run it again.",
    });
  });

  it("is short about many entities, and silent about those without changes", () => {
    const tally = { ...NOTHING, total: 1, done: 1 };
    const done = Array.from({ length: 8 }, (_, index) => ({ entity: `acme-${index}`, tally }));
    const { message, why } = booksLost(AWAY, [], [{ entity: "acme-uk", tally: NOTHING }, ...done]);
    expect(message).toBe("The state does not answer.");
    expect(why).not.toContain("acme-uk");
    expect(why).toMatch(/acme-5: 1 of 1 changes done\. The run had changes of 2 more entities\.$/);
  });
});
