import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clockAhead } from "../../src/cli/clock-watch.js";
import { done, openConnectedWorkspace } from "../support/connected-workspace.js";
import { withState } from "../support/memory.js";
import { runProgram } from "../support/run-program.js";
import { writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_TRAVEL = pathToFileURL(join(import.meta.dirname, "../system/e2e/support/time-travel.mjs")).href;

let workspace: SandboxWorkspace;
/** How far the APIs are ahead of this computer, in milliseconds. */
let apisAhead: number;

beforeEach(async () => {
  apisAhead = 0;
  const toldTime = () => Date.now() + apisAhead;
  workspace = await openConnectedWorkspace({ employees: 20, toldTime });
});
afterEach(() => workspace.close());

interface Document {
  readonly entities: readonly { readonly warnings: readonly { code: string; text: string }[] }[];
}

const writes = () => writesTo(workspace.sandbox);

describe("a clock that is more than an hour off", () => {
  it.each([
    ["ahead of", -61 * MINUTE, "1 h 1 min"],
    ["behind", 3 * HOUR, "3 h 0 min"],
    ["ahead of", -180 * DAY, "180 days"],
  ])("stops apply: %s the APIs by %i ms", async (way, ahead, amount) => {
    apisAhead = ahead;
    const run = await workspace.run(["apply", "--yes", "-o", "json"]);
    expect(run.exitCode, run.stderr).toBe(78);
    expect(JSON.parse(run.stdout)).toMatchObject({
      error: {
        code: "clock_skew",
        message: expect.stringMatching(
          new RegExp(`^Nothing was written: this computer's clock is ${amount} ${way} \\w+'s\\.`),
        ),
        hint: expect.stringContaining("`spendesk-hr doctor`"),
      },
    });
    expect(writes()).toEqual({});
    await withState(workspace, async (state) => {
      expect((await state.runs(1))[0]).toMatchObject({ kind: "apply", exitCode: 78 });
      expect(await state.links("acme-uk")).toEqual([]);
    });
  });

  it("stops an apply with nothing to do as well, which may have something to do", async () => {
    done(await workspace.run(["apply", "--yes"]));
    apisAhead = -2 * HOUR;
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(78);
  });

  it("stops the real program as cron starts it, and doctor with it", async () => {
    const env = Object.fromEntries(
      Object.entries(workspace.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const ahead = {
      cwd: workspace.folder,
      env: { ...env, NODE_OPTIONS: `--import ${TIME_TRAVEL}`, TIME_TRAVEL_MS: String(180 * DAY) },
    };
    const run = await runProgram(["apply", "--yes"], ahead);
    expect(run.exitCode, run.stderr).toBe(78);
    expect(run.stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/^Nothing was written: this computer's clock is 180 days ahead of \w+'s\.$/),
      expect.stringContaining("Which day it is decides who has left"),
      expect.stringContaining("timedatectl set-ntp true"),
    ]);
    expect(writes()).toEqual({});
    const doctor = await runProgram(["doctor", "-o", "json"], ahead);
    expect(doctor.exitCode).toBe(78);
    expect(doctor.stdout).toContain("clock_skew");
  });

  it("is said by preview, which shows its plan all the same", async () => {
    apisAhead = -2 * HOUR;
    const { exitCode, document } = await workspace.json<Document>(["preview"]);
    expect(exitCode).toBe(0);
    expect(document.entities[0]?.warnings).toContainEqual({
      code: "clock_skew",
      text: expect.stringMatching(/2 h 0 min ahead of .*`apply` refuses to work with it/),
    });
    const { stderr } = await workspace.run(["preview"]);
    expect(stderr.match(/Warning: This computer's clock is 2 h 0 min ahead/g)).toHaveLength(1);
  });
});

describe("configure with a wrong clock", () => {
  it("says so before its plan is confirmed", async () => {
    apisAhead = -2 * HOUR;
    const { stderr } = done(await workspace.configure());
    expect(stderr).toMatch(/Warning: This computer's clock is 2 h 0 min ahead of/);
  });
});

describe("a clock that is some minutes off", () => {
  it.each([-10 * MINUTE, 55 * MINUTE])("is a warning of apply: %i ms", async (ahead) => {
    apisAhead = ahead;
    const run = done(await workspace.run(["apply", "--yes"]));
    expect(run.stderr).toMatch(
      /^Warning: This computer's clock is \d+ min (ahead of|behind) \w+'s\. Set the clock/m,
    );
    expect(writes()).not.toEqual({});
  });

  it("is not worth a word within two of them", async () => {
    apisAhead = -2 * MINUTE;
    expect(done(await workspace.run(["apply", "--yes"])).stderr).not.toContain("clock");
  });
});

describe("clockAhead", () => {
  const now = new Date("2026-11-20T12:00:00Z");

  it("takes an answer out of a cache for as old as it says it is", () => {
    expect(clockAhead({ date: "Fri, 20 Nov 2026 09:00:00 GMT", age: "10800" }, now)).toBe(0);
    expect(clockAhead({ date: "Fri, 20 Nov 2026 09:00:00 GMT" }, now)).toBe(3 * HOUR);
  });

  it.each([{}, { date: "soon" }, { date: "" }])("can't tell by the headers %j", (headers) => {
    expect(clockAhead(headers, now)).toBeNull();
  });
});
