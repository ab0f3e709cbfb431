import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONFIRMED, run } from "./worlds/carry-out.js";
import { changesOf, checkPlan, checkTruth } from "./worlds/laws.js";
import { aStory, beginStory, type Story, turnPage } from "./worlds/story.js";

/** More of them look for longer. */
const WORLDS = Number(process.env.WORLDS ?? 2000);

function always(stories: fc.Arbitrary<Story>, check: (story: Story) => void, share = 1): void {
  fc.assert(fc.property(stories, check), { numRuns: Math.ceil(WORLDS * share) });
}

describe("runs over random worlds", () => {
  it("keep every law", () => {
    always(
      aStory(),
      (story) => {
        const company = beginStory(story);
        for (const chapter of story.chapters) {
          turnPage(company, chapter);
          const { input, plan } = run(company, chapter.mode);
          checkPlan(input, plan);
        }
        // When everything is quiet, there is soon nothing left to do.
        let left = 5;
        for (let changes = 1; changes > 0; left -= 1) {
          const { input, plan, refused } = run(company, CONFIRMED);
          checkPlan(input, plan);
          // What Spendesk refuses is tried again every night.
          const done = changesOf(plan).filter((row) => !refused.has(row));
          changes = done.length;
          if (left === 0) expect(done).toEqual([]);
        }
      },
      0.4,
    );
  }, 600_000);

  // A number given anew and an address given anew together are two signs; a decision names a number.
  it.each([
    ["addresses are given anew", ["same_account_renumbered"]],
    [
      "numbers are given anew",
      ["link", "unlink", "exchange_addresses", "join_with_recycled_address", "join_decomposed_address"],
    ],
  ] as const)(
    "never take one human being for another where %s",
    (_case, without) => {
      always(
        aStory({ isCareful: true, without }),
        (story) => {
          const company = beginStory(story);
          for (const chapter of story.chapters) {
            turnPage(company, chapter);
            const before = company.members.map((member) => ({ ...member }));
            const result = run(company, chapter.mode);
            checkTruth(company, before, result);
          }
        },
        0.2,
      );
    },
    600_000,
  );
});
