import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstDifference, firstLimitDifference } from "./compare.js";
import { CHANGE_LIMITS, violationsOf } from "./limits.js";
import { planModel } from "./plan.js";
import { plan } from "./planner.js";
import { planReal, violationsReal } from "./real-planner.js";
import type { ModelInput, Violation } from "./types.js";
import { run } from "./worlds/carry-out.js";
import { checkPlan } from "./worlds/laws.js";
import { aStory, beginStory, turnPage } from "./worlds/story.js";
import { wildWorld } from "./worlds/wild.js";

/** More of them look for longer. */
const WORLDS = Number(process.env.WORLDS ?? 2000);

/** The state counts members, the model employee ids: they differ where somebody gets another id. */
const RENUMBERED = ["same_account_renumbered", "another_account", "link", "unlink"] as const;

/** What is read is compared with earlier reads in `limits.test.ts` and `check.test.ts`. */
function isOnChanges({ code }: Violation): boolean {
  return CHANGE_LIMITS.some(([one]) => one === code);
}

describe("the planner and the model", () => {
  const compare = (input: ModelInput): void => {
    expect(firstDifference(input, planModel(input), planReal(input))).toBeNull();
  };

  it("say the same of wild worlds", () => {
    fc.assert(fc.property(wildWorld, compare), { numRuns: WORLDS });
  }, 600_000);

  it("say the same in every run of random companies", () => {
    fc.assert(
      fc.property(aStory(), (story) => {
        const company = beginStory(story);
        for (const chapter of story.chapters) {
          turnPage(company, chapter);
          compare(run(company, chapter.mode).input);
        }
      }),
      { numRuns: WORLDS },
    );
  }, 600_000);

  it("find the same limits passed in every run of random companies", () => {
    fc.assert(
      fc.property(aStory({ without: RENUMBERED }), (story) => {
        const company = beginStory(story);
        for (const chapter of story.chapters) {
          turnPage(company, chapter);
          const input = company.input(chapter.mode.acceptsOtherNames);
          const facts = company.facts(input);
          const model = violationsOf(planModel(input), facts);
          const planner = violationsReal(input, facts);
          expect(firstLimitDifference(model.filter(isOnChanges), planner.filter(isOnChanges))).toBeNull();
          run(company, chapter.mode);
        }
      }),
      { numRuns: WORLDS },
    );
  }, 600_000);
});

describe("wild worlds", () => {
  it("keep every law", () => {
    fc.assert(
      fc.property(wildWorld, (input) => checkPlan(input, plan(input))),
      { numRuns: WORLDS },
    );
  }, 600_000);
});
