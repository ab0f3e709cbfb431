import { hostname } from "node:os";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { alterLock } from "../support/held-lock.js";
import { untilLetter } from "../support/process-letter.js";
import type { CliProcess } from "./support/cli-process.js";
import { holdWrite } from "./support/gate.js";
import { type Lab, openLab } from "./support/lab.js";
import type { Picture } from "./support/picture.js";
import { expectRecovery, runsOfTheDay, undisturbed } from "./support/recovery.js";

const CREATION = 2;
/** What Spendesk says when the next call must wait until its limit renews, in seconds. */
const USED_UP = { "x-ratelimit-limit": "50", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" };
/** Longer than any lease. */
const A_NIGHT_MS = 10 * 3_600_000;

let lab: Lab;
let goal: Picture;
let writes: number;

beforeAll(async () => {
  // Reads that tell little: what the links remember decides, so that a wrong one shows.
  lab = await openLab({ readFields: "documented" });
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

/**
 * Makes the heartbeat of the present lock as old as after a night in which its owner slept.
 * @param where `elsewhere`: on a machine (or in a container) whose processes can't be seen from here
 */
async function ageHeartbeat(where: "here" | "elsewhere"): Promise<void> {
  const then = new Date(Date.now() - A_NIGHT_MS).toISOString();
  const scope = where === "elsewhere" ? ", pid_scope = 'elsewhere'" : "";
  expect(await alterLock(lab.stateDir, `heartbeat_at = '${then}'${scope}`)).toBe(1);
}

/** Stops a process, and waits until it has stopped. */
async function stop(cli: CliProcess): Promise<void> {
  cli.signal("SIGSTOP");
  await untilLetter(cli.pid, "T");
}

describe("two applies at once", () => {
  it("turns the second away, naming the process that works", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startApply();
    await held.arrived;
    const second = await startApply().ended;
    expect(second.code).toBe(6);
    expect(second.stderr).toContain(`Process ${first.pid} on ${hostname()}`);
    expect(lab.gate.writes).toHaveLength(1);

    held.release();
    expect((await first.ended).code).toBe(0);
    expect((await runsOfTheDay(lab)).map(({ result }) => result)).toEqual(["exit 6", "exit 0"]);
    expect(lab.gate.writes).toHaveLength(writes);
    expect(await lab.picture()).toEqual(goal);
  });

  it("lets exactly one work when they start together", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const applies = [startApply(), startApply()];
    const loser = await Promise.race(applies.map(({ ended }) => ended));
    expect(loser.code).toBe(6);
    held.release();
    const codes = await Promise.all(applies.map(async ({ ended }) => (await ended).code));
    expect(codes.sort()).toEqual([0, 6]);
    expect(lab.gate.writes).toHaveLength(writes);
    expect(await lab.picture()).toEqual(goal);
  });
});

describe("an apply that sleeps through its lease", () => {
  it.each(["before", "after"] as const)(
    "stops when it wakes after another took over, %s its call was carried out",
    async (when) => {
      const held = holdWrite(lab.gate, CREATION, when);
      const sleeper = startApply();
      await held.arrived;
      await stop(sleeper);
      await ageHeartbeat("elsewhere");
      const other = await startApply().ended;
      expect(other.code, other.stderr).toBe(0);
      expect(await lab.picture()).toEqual(goal);
      const sent = lab.gate.writes.length;

      sleeper.signal("SIGCONT");
      held.release();
      const { code, stderr } = await sleeper.ended;
      expect(code).toBe(6);
      expect(stderr).toContain("lost its lock");
      expect(lab.gate.writes).toHaveLength(sent);
      expect(await lab.picture()).toEqual(goal);
      expect((await runsOfTheDay(lab)).map(({ result }) => result)).toEqual(["exit 0", "exit 6"]);
      expect((await lab.run(["preview", "--detailed-exitcode"])).exitCode).toBe(0);
    },
  );

  it("stops when another took over while it waited for the limit in the middle of a call", async () => {
    lab.gate.handle(async (call, forward) => {
      await forward();
      if (call.write === CREATION) call.answerHeaders = USED_UP;
    });
    const sleeper = startApply("--log-level", "info");
    await sleeper.says("next call in");
    await stop(sleeper);
    lab.gate.handle((_call, forward) => forward());
    await ageHeartbeat("elsewhere");
    const other = await startApply().ended;
    expect(other.code, other.stderr).toBe(0);
    const sent = lab.gate.writes.length;

    sleeper.signal("SIGCONT");
    const { code, stderr } = await sleeper.ended;
    expect(stderr).toContain("lost its lock");
    expect(code).toBe(6);
    expect(lab.gate.writes).toHaveLength(sent);
    expect(await lab.picture()).toEqual(goal);
  });

  it("goes on when nobody took over", async () => {
    const held = holdWrite(lab.gate, CREATION, "after");
    const sleeper = startApply();
    await held.arrived;
    await stop(sleeper);
    await ageHeartbeat("elsewhere");
    sleeper.signal("SIGCONT");
    held.release();
    expect((await sleeper.ended).code).toBe(0);
    expect(lab.gate.writes).toHaveLength(writes);
    expect(await lab.picture()).toEqual(goal);
  });
});

describe("an apply that was stopped half-way on this machine", () => {
  it("keeps its lock however long it lasts, and ends well when it is continued as the message says", async () => {
    const held = holdWrite(lab.gate, CREATION, "before");
    const stopped = startApply();
    await held.arrived;
    await stop(stopped);
    await ageHeartbeat("here");
    const { code, stderr } = await startApply().ended;
    expect(code).toBe(6);
    expect(stderr).toContain("Another run on acme-uk is stopped half-way");
    expect(stderr).toMatch(new RegExp(`Process ${stopped.pid} on \\S+ .*it is stopped .*not gone\\.$`, "m"));
    expect(stderr).toContain(`\`kill -CONT ${stopped.pid}\``);
    expect(stderr).toContain("`spendesk-hr unlock --entity acme-uk`");
    expect((await lab.run(["history"])).stdout).toMatch(/\bstopped\b/);

    process.kill(stopped.pid, "SIGCONT");
    held.release();
    expect((await stopped.ended).code).toBe(0);
    expect(lab.gate.writes).toHaveLength(writes);
    expect(await lab.picture()).toEqual(goal);
  });

  it("writes nothing more when its lock was removed meanwhile", async () => {
    const held = holdWrite(lab.gate, CREATION, "after");
    const stopped = startApply();
    await held.arrived;
    await stop(stopped);
    const asked = await lab.run(["unlock"]);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain("a run is stopped half-way");
    expect(asked.stderr).toContain("`spendesk-hr unlock --yes`");
    expect((await lab.run(["unlock", "--yes"])).exitCode).toBe(0);
    expect((await startApply().ended).code).toBe(0);
    const sent = lab.gate.writes.length;

    process.kill(stopped.pid, "SIGCONT");
    held.release();
    expect((await stopped.ended).code).toBe(6);
    expect(lab.gate.writes).toHaveLength(sent);
    expect(await lab.picture()).toEqual(goal);
  });
});

describe("an apply whose lock somebody removes", () => {
  it("stops after the call under way, and the next one does the rest", async () => {
    const held = holdWrite(lab.gate, CREATION, "after");
    const cli = startApply();
    await held.arrived;
    expect((await lab.run(["unlock", "--yes"])).exitCode).toBe(0);
    held.release();
    const { code, stderr } = await cli.ended;
    expect(code).toBe(6);
    expect(stderr).toContain("lost its lock");
    expect(lab.gate.writes).toHaveLength(CREATION);
    await expectRecovery(lab, goal);
  });
});
