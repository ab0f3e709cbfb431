import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { CliProcess } from "./support/cli-process.js";
import { holdCall, holdWrite } from "./support/gate.js";
import { type Lab, openLab } from "./support/lab.js";
import type { Picture } from "./support/picture.js";
import { expectHonestBooks, expectRecovery, undisturbed } from "./support/recovery.js";

const CREATION = 2;
const HEARD = "Finishing the call under way";

let lab: Lab;
let goal: Picture;

beforeAll(async () => {
  lab = await openLab();
  goal = await undisturbed(lab);
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

function startApply(): CliProcess {
  const cli = lab.start(["apply", "--yes"]);
  onTestFinished(() => cli.kill());
  return cli;
}

/** Outcomes of the newest run by person. */
function outcomes(): Promise<Record<string, string>> {
  return lab.read(async (state) => {
    const [run] = await state.runs(1);
    return Object.fromEntries(
      (await state.journal(run?.id ?? "")).map(({ email, outcome, error }) => [
        email?.split("@")[0],
        error ? `${outcome} ${error.code}` : outcome,
      ]),
    );
  });
}

describe.each(["SIGINT", "SIGTERM"] as const)("an apply that gets %s", (signal) => {
  it("finishes the call under way, records it and stops", async () => {
    const held = holdWrite(lab.gate, CREATION, "before");
    const cli = startApply();
    await held.arrived;
    cli.signal(signal);
    await cli.says(HEARD);
    held.release();
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(130);
    expect(lab.gate.writes).toHaveLength(CREATION);
    // Done are the creations without a manager; a restore or a creation with one is half done.
    expect(await outcomes()).toMatchObject({
      gus: "failed interrupted",
      kim: "failed interrupted",
      lou: "applied",
      nia: "applied",
      bea: "skipped interrupted",
      eli: "skipped interrupted",
    });
    await expectRecovery(lab, goal);
  });

  it("ends at once when it gets it twice, and the next apply finds out what was done", async () => {
    const held = holdWrite(lab.gate, CREATION, "after");
    const cli = startApply();
    await held.arrived;
    cli.signal(signal);
    await cli.says(HEARD);
    cli.signal(signal);
    expect((await cli.ended).code).toBe(130);
    held.release();
    await lab.gate.idle();
    expect(lab.gate.writes).toHaveLength(CREATION);
    await expectHonestBooks(lab, /^interrupted$/);
    await expectRecovery(lab, goal);
  });

  it("writes nothing when it is still reading", async () => {
    const links = (await lab.picture()).links;
    const held = holdCall(lab.gate, ({ method }) => method === "GET", "before");
    const cli = startApply();
    await held.arrived;
    cli.signal(signal);
    await cli.says(HEARD);
    held.release();
    expect((await cli.ended).code).toBe(130);
    expect(lab.gate.writes).toEqual([]);
    expect((await lab.picture()).links).toEqual(links);
    await expectRecovery(lab, goal);
  });
});
