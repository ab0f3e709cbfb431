import { afterAll, beforeAll, describe, it } from "vitest";
import { disturb, titleOf } from "./disturb.js";
import { READING, takesTime, WRITING } from "./expected.js";
import { type FaultLab, openFaultLab } from "./lab.js";

/** Long enough that no healthy call meets it, also on a busy machine. */
const TIME_LIMIT_MS = 700;
/** The runs mostly wait, so several go side by side, each with a sandbox of its own. */
const LABS = 5;

const idle: FaultLab[] = [];
const waiting: ((lab: FaultLab) => void)[] = [];
beforeAll(async () => {
  for (let count = 0; count < LABS; count += 1) idle.push(await openFaultLab());
});
afterAll(async () => {
  for (const lab of idle) await lab.close();
});

async function withIdleLab(use: (lab: FaultLab) => Promise<void>): Promise<void> {
  const lab = idle.pop() ?? (await new Promise<FaultLab>((take) => waiting.push(take)));
  try {
    await use(lab);
  } finally {
    const next = waiting.shift();
    if (next) next(lab);
    else idle.push(lab);
  }
}

describe.concurrent("apply while no answer comes in time", () => {
  for (const section of [...READING, ...WRITING]) {
    for (const row of section.cases.filter(takesTime)) {
      it(`${section.where}: ${titleOf(row)}`, () =>
        withIdleLab((lab) => disturb(lab, section, row, TIME_LIMIT_MS)));
    }
  }
});
