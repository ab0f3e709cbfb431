import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstDifference } from "./compare.js";
import { planModel } from "./plan.js";
import { plan } from "./planner.js";
import { planReal } from "./real-planner.js";
import type { ModelInput } from "./types.js";
import { run } from "./worlds/carry-out.js";
import { checkPlan } from "./worlds/laws.js";
import { aStory, beginStory, turnPage } from "./worlds/story.js";
import { wildWorld } from "./worlds/wild.js";

/** More of them look for longer. */
const WORLDS = Number(process.env.WORLDS ?? 2000);

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
});

describe("wild worlds", () => {
  it("keep every law", () => {
    fc.assert(
      fc.property(wildWorld, (input) => checkPlan(input, plan(input))),
      { numRuns: WORLDS },
    );
  }, 600_000);
});
