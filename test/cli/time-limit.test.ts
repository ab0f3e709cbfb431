import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { holdCall, holdWrite } from "../faults/support/gate.js";
import { type Lab, openLab } from "../faults/support/lab.js";
import type { Picture } from "../faults/support/picture.js";
import { expectRecovery, undisturbed } from "../faults/support/recovery.js";
import { type HeldTimers, holdTimers } from "../support/held-timers.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let lab: Lab;
let goal: Picture;

beforeAll(async () => {
  lab = await openLab();
  goal = await undisturbed(lab);
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

/** The time of `--timeout 59s`, which is over when a test says so. */
function holdLimit(): HeldTimers {
  const limit = holdTimers(59_000);
  onTestFinished(() => limit.release());
  return limit;
}

describe("apply --timeout", () => {
  it("finishes the call under way, records it, stops and ends with 7", async () => {
    const limit = holdLimit();
    const held = holdWrite(lab.gate, 2, "before");
    const run = lab.run(["apply", "--yes", "--timeout", "59s"]);
    await held.arrived;
    limit.ring();
    held.release();
    const { exitCode, stderr } = await run;
    expect(exitCode, stderr).toBe(7);
    expect(stderr).toContain(
      "The time of --timeout 59s is over: finishing the call under way, then stopping.",
    );
    expect(stderr).toContain("acme-uk: The command did not end within --timeout 59s.");
    expect(lab.gate.writes).toHaveLength(2);
    const outcomes = lab.read((state) =>
      state.journal(state.runs(1)[0]?.id ?? "").map(({ outcome, error }) => error?.code ?? outcome),
    );
    expect(outcomes).toContain("applied");
    expect(outcomes).toContain("timed_out");
    await expectRecovery(lab, goal);
  });

  it("is kept by the real program, which stops however long its call takes", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const cli = lab.start(["apply", "--yes", "--timeout", "2s"]);
    onTestFinished(() => cli.kill());
    // On a busy machine it may be over before anything is written.
    await cli.says("The time of --timeout 2s is over: finishing the call under way, then stopping.");
    held.release();
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(7);
    expect(stderr).toContain("The command did not end within --timeout 2s.");
    await expectRecovery(lab, goal);
  });

  it("changes nothing when there is time enough", async () => {
    const run = await lab.run(["apply", "--yes", "--timeout", "10m"]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(lab.picture()).toEqual(goal);
  });
});

describe("preview --timeout", () => {
  it("ends a read that takes too long with 7 and the code timed_out", async () => {
    const limit = holdLimit();
    const held = holdCall(lab.gate, ({ method }) => method === "GET", "before");
    onTestFinished(held.release);
    const run = lab.run(["preview", "--timeout", "59s", "-o", "json"]);
    await held.arrived;
    limit.ring();
    const { exitCode, stdout, stderr } = await run;
    expect(exitCode, stderr).toBe(7);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "timed_out" } });
  });
});

describe("a duration", () => {
  let workspace: SandboxWorkspace;

  afterEach(() => workspace.close());

  it.each(["5", "0s", "25h", "1.5m", "soon", "-5s", "1d"])("can't be %s", async (text) => {
    workspace = await openSandboxWorkspace({ employees: 0 });
    const run = await workspace.run(["preview", `--timeout=${text}`, "-o", "json"]);
    expect(run.exitCode).toBe(64);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "not_a_duration" } });
  });
});
