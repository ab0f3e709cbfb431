import { PassThrough } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { GlobalOptions, ProcessContext } from "../../src/cli/cli-context.js";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { createCliContext } from "../../src/cli/create-context.js";
import { startTimeLimit } from "../../src/cli/time-limit.js";
import { holdCall, holdWrite } from "../faults/support/gate.js";
import { type Lab, openLab } from "../faults/support/lab.js";
import type { Picture } from "../faults/support/picture.js";
import { expectRecovery, undisturbed } from "../faults/support/recovery.js";
import { type HeldTimers, holdTimers } from "../support/held-timers.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

const GLOBALS: GlobalOptions = {
  config: undefined,
  entity: [],
  group: [],
  output: "table",
  csvBom: false,
  stateDir: undefined,
  input: true,
  color: false,
  pager: false,
  quiet: false,
  logLevel: undefined,
  logFormat: undefined,
  debug: false,
};

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
    expect(stderr).toContain("acme-uk: The command did not end within the time of --timeout 59s.");
    expect(lab.gate.writes).toHaveLength(2);
    const outcomes = await lab.read(async (state) =>
      (await state.journal((await state.runs(1))[0]?.id ?? "")).map(
        ({ outcome, error }) => error?.code ?? outcome,
      ),
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
    expect(stderr).toContain("The command did not end within the time of --timeout 2s.");
    await expectRecovery(lab, goal);
  });

  it.each(["10m", "0"])("changes nothing when there is time enough: %s", async (limit) => {
    const run = await lab.run(["apply", "--yes", "--timeout", limit]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(await lab.picture()).toEqual(goal);
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

describe("the time of a command without --timeout", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const HOUR = 3_600_000;

  /** Starts the clock of a command as it was typed, with or without a terminal on one of its streams. */
  function start(options: Record<string, unknown>, terminal: "stdin" | "stderr" | null, command = "apply") {
    const definition = COMMANDS.find(({ name }) => name === command);
    if (!definition) throw new Error(`no command ${command}`);
    const said: string[] = [];
    const stream = (name: string) => Object.assign(new PassThrough(), { isTTY: name === terminal });
    const process: ProcessContext = {
      stdin: stream("stdin"),
      stdout: new PassThrough(),
      stderr: stream("stderr").on("data", (chunk: Buffer) => said.push(chunk.toString())),
      env: {},
      cwd: "/",
      clock: { now: () => new Date() },
      signal: new AbortController().signal,
    };
    const context = createCliContext(GLOBALS, process, async () => 0);
    const stopper = new AbortController();
    const stop = startTimeLimit(definition, options, stopper, context);
    return { signal: stopper.signal, said: () => said.join(""), stop };
  }

  it.each(["apply", "preview", "members", "explain"])(
    "ends after two hours without a terminal: %s",
    (command) => {
      const { signal, said } = start({}, null, command);
      vi.advanceTimersByTime(2 * HOUR - 1);
      expect(signal.aborted).toBe(false);
      vi.advanceTimersByTime(1);
      expect(signal.reason).toMatchObject({
        kind: "temporary",
        code: "timed_out",
        message: "The command did not end within the time of a command without a terminal (--timeout 2h).",
        next: expect.stringContaining("`--timeout 0`"),
      });
      expect(said()).toContain("finishing the call under way, then stopping");
    },
  );

  it("leaves the time for what is waited for on purpose", () => {
    const { signal } = start({ jitter: "24h", waitLock: "10m" }, null);
    vi.advanceTimersByTime(26 * HOUR + 10 * 60_000 - 1);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.aborted).toBe(true);
  });

  it.each([
    ["somebody may watch it", {}, "stderr", "apply"],
    ["somebody may type", {}, "stdin", "apply"],
    ["--timeout 0 says so", { timeout: "0" }, null, "apply"],
    ["the command has no such flag", {}, null, "status"],
  ] as const)("does not end when %s", (_, options, terminal, command) => {
    const { signal } = start(options, terminal, command);
    vi.advanceTimersByTime(1000 * HOUR);
    expect(signal.aborted).toBe(false);
  });

  it("is the one of the flag when it is given", () => {
    const { signal } = start({ timeout: "5h" }, null);
    vi.advanceTimersByTime(5 * HOUR - 1);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ message: expect.stringContaining("--timeout 5h") });
  });

  it("is over with the command", () => {
    const { signal, stop } = start({}, null);
    stop();
    vi.advanceTimersByTime(3 * HOUR);
    expect(signal.aborted).toBe(false);
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
