import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type CliProcess, startCli } from "../../faults/support/cli-process.js";
import { holdWrite } from "../../faults/support/gate.js";
import { type Lab, openLab } from "../../faults/support/lab.js";
import type { Picture } from "../../faults/support/picture.js";
import { expectRecovery, undisturbed } from "../../faults/support/recovery.js";
import { alterLock } from "../../support/held-lock.js";
import { openSandboxWorkspace } from "../../support/sandbox-workspace.js";
import { APPLY, expectThreeLines } from "./support.js";

const MACHINES = 3;
const LATE_CLOCK = pathToFileURL(join(import.meta.dirname, "../../support/late-clock.mjs")).href;
const HOURS_MS = 3_600_000;

describe("several machines that come first at the same time", () => {
  // Both mean the same entity: one that finds its lock taken says so, and does it when the other is done.
  it("make one state together", async () => {
    const workspace = await openSandboxWorkspace({ employees: 5 });
    onTestFinished(() => workspace.close());
    const { sandbox, env } = workspace;
    const homes = Array.from({ length: MACHINES }, (_, index) => join(workspace.folder, `home-${index}`));
    const connect = (home: string): ReturnType<typeof startCli>["ended"] => {
      mkdirSync(home, { recursive: true });
      const argv = [
        ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
        ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
        ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
      ];
      const own = { ...env, HOME: home, SPENDESK_HR_STATE_DIR: join(home, "state") };
      return startCli(argv, { cwd: home, env: own }).ended;
    };
    const endings = await Promise.all(homes.map(connect));
    for (const [index, { code, stderr }] of endings.entries()) {
      expect([0, 6], stderr).toContain(code);
      if (code !== 6) continue;
      expect(stderr).toContain("Another run is working on acme-uk");
      const again = await connect(homes[index] ?? "");
      expect(again.code, again.stderr).toBe(0);
    }
    const { exitCode, stderr } = await workspace.run(["status"], { cwd: homes[0] ?? "" });
    expect(exitCode, stderr).toBe(0);
  });
});

describe("machines whose clocks are hours apart", () => {
  let lab: Lab;
  let goal: Picture;
  let late: string;

  beforeAll(async () => {
    lab = await openLab();
    goal = await undisturbed(lab);
    late = join(lab.folder, "late");
    writeFileSync(late, "");
  });
  beforeEach(() => lab.reset());
  afterAll(() => lab.close());

  function startWithClock(hours: number): CliProcess {
    const clock = { LATE_CLOCK_FILE: late, LATE_CLOCK_BY: String(hours * HOURS_MS) };
    const env = { ...lab.env, NODE_OPTIONS: `--import ${LATE_CLOCK}`, ...clock };
    const cli = lab.start(APPLY, { env });
    onTestFinished(() => cli.kill());
    return cli;
  }

  /** From now on the process that holds the lock can't be seen from here: only its age tells. */
  async function moveElsewhere(more = ""): Promise<void> {
    expect(await alterLock(lab.stateDir, `pid_scope = 'elsewhere'${more}`)).toBe(1);
  }

  // Whoever is hours off writes nothing to Spendesk, but takes a lock: that comes first.
  it.each([5, -5])("leave a living lock alone, %i hours ahead", async (hours) => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startWithClock(0);
    await held.arrived;
    await moveElsewhere();
    const second = await startWithClock(hours).ended;
    expect(second.code, second.stderr).toBe(6);
    expectThreeLines(second.stderr, /Another run is working on acme-uk/);
    held.release();
    expect((await first.ended).code).toBe(0);
    expect(await lab.picture()).toEqual(goal);
  });

  it("take a dead one over when its time is up by the clock of the server, and not before", async () => {
    const held = holdWrite(lab.gate, 1, "before");
    const first = startWithClock(0);
    await held.arrived;
    await first.kill();
    held.release();
    await lab.gate.idle();
    await moveElsewhere();
    const early = await startWithClock(5).ended;
    expect(early.code, early.stderr).toBe(6);
    const then = new Date(Date.now() - 3 * 60_000).toISOString();
    await moveElsewhere(`, heartbeat_at = '${then}'`);
    await expectRecovery(lab, goal);
  });
});
