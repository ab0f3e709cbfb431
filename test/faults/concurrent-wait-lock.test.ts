import { hostname } from "node:os";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { untilLetter } from "../support/process-letter.js";
import type { CliProcess } from "./support/cli-process.js";
import { holdWrite } from "./support/gate.js";
import { type Lab, openLab } from "./support/lab.js";
import type { Picture } from "./support/picture.js";
import { runsOfTheDay, undisturbed } from "./support/recovery.js";

let lab: Lab;
let goal: Picture;
let writes: number;

beforeAll(async () => {
  lab = await openLab();
  goal = await undisturbed(lab);
  writes = lab.gate.writes.length;
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

function startApply(...flags: string[]): CliProcess {
  const cli = lab.start(["apply", "--yes", ...flags]);
  onTestFinished(() => cli.kill());
  return cli;
}

describe("an apply with --wait-lock", () => {
  it("waits for the other run, reads anew and finds nothing left to do", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startApply();
    await held.arrived;
    const second = startApply("--wait-lock", "5m", "--log-level", "info");
    await second.says(`Waiting up to 5m for the run of process ${first.pid} on ${hostname()}`);
    held.release();
    expect((await first.ended).code).toBe(0);
    const { code, stdout } = await second.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^acme-uk: nothing to do\./);
    expect((await runsOfTheDay(lab)).map(({ result }) => result)).toEqual(["exit 0", "exit 0"]);
    expect(lab.gate.writes).toHaveLength(writes);
    expect(await lab.picture()).toEqual(goal);
  });

  it("gives up when the time is over, and says who holds the lock", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startApply();
    await held.arrived;
    const { code, stdout, stderr } = await startApply("--wait-lock", "1s").ended;
    expect({ code, stdout }).toEqual({ code: 6, stdout: "" });
    expect(stderr).toContain("It had waited for 1s.");
    expect(stderr).toContain(`Process ${first.pid} on ${hostname()}`);
    expect(lab.gate.writes).toHaveLength(1);
    held.release();
    expect((await first.ended).code).toBe(0);
  });

  it("is stopped by Ctrl-C while it waits", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startApply();
    await held.arrived;
    const second = startApply("--wait-lock", "5m", "--log-level", "info");
    await second.says("Waiting up to 5m");
    second.signal("SIGINT");
    expect((await second.ended).code).toBe(130);
    held.release();
    expect((await first.ended).code).toBe(0);
    expect(await lab.picture()).toEqual(goal);
  });

  it("says of a run that was stopped how to let it go on, and waits for it", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startApply();
    await held.arrived;
    first.signal("SIGSTOP");
    await untilLetter(first.pid, "T");
    const second = startApply("--wait-lock", "5m", "--log-level", "info");
    await second.says(`is stopped; \`kill -CONT ${first.pid}\` lets it go on`);
    process.kill(first.pid, "SIGCONT");
    held.release();
    expect((await first.ended).code).toBe(0);
    expect((await second.ended).code).toBe(0);
    expect(await lab.picture()).toEqual(goal);
  });

  it("takes over from a run that was killed", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startApply();
    await held.arrived;
    const second = startApply("--wait-lock", "5m", "--log-level", "info");
    await second.says("Waiting up to 5m");
    await first.kill();
    held.release();
    expect((await second.ended).code).toBe(0);
    expect(await lab.picture()).toEqual(goal);
  });
});
