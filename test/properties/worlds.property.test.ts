import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQuickState, type QuickState } from "../support/quick-state.js";
import { openWorld, type World } from "../support/world.js";
import type { Chapter } from "../support/world-chapter.js";
import { checkChapter } from "../support/world-laws.js";
import { WorldClock } from "../support/world-process.js";
import { type WorldScript, type WorldStep, worldScript } from "../support/world-script.js";
import { checkTruth } from "../support/world-truth-laws.js";

/** More of them look for longer. */
const WORLDS = Number(process.env.WORLDS ?? 1000);

const clock = new WorldClock();
let memory: QuickState;
let worlds = 0;
beforeAll(async () => {
  memory = await openQuickState(clock);
});
afterAll(() => memory.close());

async function createWorld(script: WorldScript): Promise<World> {
  worlds += 1;
  return await openWorld(script, `world-${worlds}`, memory.state, clock);
}

/** Nothing happens, nothing goes wrong, and somebody insists. */
const QUIET: WorldStep = {
  days: 0,
  hr: [],
  hand: [],
  policy: null,
  reads: "complete",
  faults: [],
  noArchive: false,
  insists: true,
};

describe("runs over random worlds", () => {
  it("do no harm, keep their books, and end in the truth of the HR tool", async () => {
    await fc.assert(
      fc.asyncProperty(worldScript, async (script) => {
        const world = await createWorld(script);
        for (const step of script.steps) {
          const chapter = await world.play(step);
          checkChapter(chapter);
          checkTruthAfter(chapter);
        }
        await checkConverges(world);
      }),
      { numRuns: WORLDS },
    );
  }, 3_600_000);
});

/** After a run that nothing disturbed. */
function checkTruthAfter(chapter: Chapter): void {
  const [looked] = chapter.previews;
  const last = chapter.attempts.at(-1);
  if (!last?.result || !last.isUndisturbed || !("planned" in looked)) return;
  checkTruth(chapter, last, looked.planned.plan);
}

/** When everything is quiet again, two runs at most are needed, and then there is nothing left to do. */
async function checkConverges(world: World): Promise<void> {
  for (let runs = 0; runs < 3; runs += 1) {
    const chapter = await world.play(QUIET);
    checkChapter(chapter);
    checkTruthAfter(chapter);
    const [looked] = chapter.previews;
    // A filter that selects nobody stops every run.
    if ("problem" in looked) return;
    const last = chapter.attempts.at(-1);
    if (last?.problem?.code === "no_employees") return;
    // The second run archives whoever is missing for the second time.
    if (runs === 2) expect(looked.planned.plan.changes).toEqual([]);
  }
}
