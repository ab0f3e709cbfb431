import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { CliProcess } from "../../faults/support/cli-process.js";
import { holdWrite } from "../../faults/support/gate.js";
import { type Lab, openLab } from "../../faults/support/lab.js";
import { booksOf, undisturbed } from "../../faults/support/recovery.js";
import { type CuttingProxy, openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { keepStatesOn } from "../../support/postgres/place.js";
import { type StandBy, startPostgres, type TestServer } from "../../support/postgres/server.js";
import { APPLY, expectThreeLines, through } from "./support.js";

const CREATION = 2;

let server: TestServer;
let standBy: StandBy;
let lab: Lab;
let proxy: CuttingProxy;
/** What an apply that nothing disturbs leaves behind. */
let goal: object;

beforeAll(async () => {
  server = await startPostgres();
  keepStatesOn(server);
  lab = await openLab();
  await undisturbed(lab);
  goal = await booksOf(lab);
  standBy = await server.follow();
  proxy = await openCuttingProxy(server.port);
});
beforeEach(() => lab.reset());
afterAll(async () => {
  await lab.close();
  await proxy.close();
  await standBy.stop();
  await server.stop();
});

function startThrough(): CliProcess {
  const cli = lab.start(APPLY, { env: through(proxy, lab.env) });
  onTestFinished(() => cli.kill());
  return cli;
}

describe("an apply whose database", () => {
  it.each(["before", "after"] as const)(
    "is restarted, %s a call was carried out, goes on by itself",
    async (when) => {
      const held = holdWrite(lab.gate, CREATION, when);
      const cli = startThrough();
      await held.arrived;
      await server.restart();
      held.release();
      const { code, stderr } = await cli.ended;
      expect(code, stderr).toBe(0);
      expect(await booksOf(lab)).toEqual(goal);
    },
  );

  it("only follows another one says so, and writes nothing", async () => {
    const { exitCode, stderr } = await lab.run(APPLY, { env: through(standBy, lab.env) });
    expect(exitCode, stderr).toBe(7);
    expectThreeLines(stderr, /^The state in \S+ takes no changes\.$/, /name the primary server/);
    expect(lab.gate.writes).toEqual([]);
    expect((await lab.run(["status"], { env: through(standBy, lab.env) })).exitCode).toBe(0);
  });

  // The last one: afterwards the first server is gone.
  it("is lost, and another one takes over, goes on there and writes nothing twice", async () => {
    const held = holdWrite(lab.gate, CREATION, "after");
    const cli = startThrough();
    await held.arrived;
    proxy.leadTo(standBy.port);
    proxy.sever();
    await server.crash();
    const before = proxy.passed;
    held.release();
    // It finds the way there before the other server has taken over.
    await expect.poll(() => proxy.passed, { timeout: 600_000 }).toBeGreaterThan(before + 5);
    await standBy.promote();
    keepStatesOn(standBy);
    Object.assign(lab.env, through(standBy, lab.env));
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(0);
    expect(await booksOf(lab)).toEqual(goal);
  });
});
