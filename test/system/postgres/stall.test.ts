import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { CliProcess } from "../../faults/support/cli-process.js";
import { holdWrite } from "../../faults/support/gate.js";
import { type Lab, openLab } from "../../faults/support/lab.js";
import type { Picture } from "../../faults/support/picture.js";
import { runsOfTheDay, undisturbed } from "../../faults/support/recovery.js";
import { alterLock } from "../../support/held-lock.js";
import { type CuttingProxy, openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { serverOfStates } from "../../support/postgres/place.js";
import { APPLY, expectThreeLines, through } from "./support.js";

const CREATION = 2;
/** Longer than any lease. */
const A_NIGHT_MS = 10 * 3_600_000;

let lab: Lab;
let goal: Picture;
let proxy: CuttingProxy;

beforeAll(async () => {
  // Reads that tell little: what the links remember decides, so that a wrong one shows.
  lab = await openLab({ readFields: "documented" });
  goal = await undisturbed(lab);
});
beforeEach(async () => {
  await lab.reset();
  proxy = await openCuttingProxy(serverOfStates()?.port ?? 0);
});
afterAll(() => lab.close());

function startThrough(): CliProcess {
  onTestFinished(() => proxy.close());
  const cli = lab.start(APPLY, { env: through(proxy, lab.env) });
  onTestFinished(() => cli.kill());
  return cli;
}

/** What the server sees of the lock when nobody renewed it for a night. */
async function passANight(): Promise<void> {
  const then = new Date(Date.now() - A_NIGHT_MS).toISOString();
  expect(await alterLock(lab.stateDir, `heartbeat_at = '${then}', pid_scope = 'elsewhere'`)).toBe(1);
}

/** How the network of a machine is again that had none for a while. */
const RETURNS: readonly [string, (proxy: CuttingProxy) => void][] = [
  ["hands over late what was on its way", (network) => network.resume()],
  [
    "has lost what was on its way",
    (network) => {
      network.sever();
      network.resume();
    },
  ],
];

describe.each(RETURNS)("an apply behind a network that stalls, and then %s,", (_how, comeBack) => {
  it.each(["before", "after"] as const)(
    "writes nothing more when another machine took over, %s its call was carried out",
    async (when) => {
      const held = holdWrite(lab.gate, CREATION, when);
      const first = startThrough();
      await held.arrived;
      // The intent is in the books; the outcome is not.
      proxy.stall();
      await passANight();
      const second = await lab.start(APPLY).ended;
      expect(second.code, second.stderr).toBe(0);
      expect(await lab.picture()).toEqual(goal);
      const sent = lab.gate.writes.length;

      held.release();
      await lab.gate.idle();
      comeBack(proxy);
      const { code, stderr } = await first.ended;
      expect(code, stderr).toBe(6);
      expect(stderr).toContain("lost its lock");
      expect(lab.gate.writes).toHaveLength(sent);
      expect(await lab.picture()).toEqual(goal);
      expect((await runsOfTheDay(lab)).map(({ result }) => result)).toEqual(["exit 0", "exit 6"]);
      expect((await lab.run(["preview", "--detailed-exitcode"])).exitCode).toBe(0);
    },
  );
});

describe("an apply behind a network that stalls in the middle of a transaction", () => {
  it("keeps nobody else from writing", async () => {
    const held = holdWrite(lab.gate, CREATION, "before");
    const first = startThrough();
    await held.arrived;
    const lastMessage = proxy.stallAfterNext();
    held.release();
    expect((await lastMessage).toString("latin1")).toContain("BEGIN");
    await passANight();
    const second = await lab.start(APPLY).ended;
    expect(second.code, second.stderr).toBe(0);
    expect(await lab.picture()).toEqual(goal);
    const sent = lab.gate.writes.length;
    proxy.sever();
    proxy.resume();
    const { code, stderr } = await first.ended;
    expectThreeLines(stderr, /lost its lock/);
    expect(code).toBe(6);
    expect(lab.gate.writes).toHaveLength(sent);
    expect(await lab.picture()).toEqual(goal);
  });
});
