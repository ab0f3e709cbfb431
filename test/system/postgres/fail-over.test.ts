import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { holdWrite } from "../../faults/support/gate.js";
import { type Lab, openLab } from "../../faults/support/lab.js";
import type { Picture } from "../../faults/support/picture.js";
import { undisturbed } from "../../faults/support/recovery.js";
import { openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { keepStatesOn } from "../../support/postgres/place.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { APPLY, expectThreeLines, through } from "./support.js";

const CREATION = 2;

let server: TestServer;
let lab: Lab;
let goal: Picture;

beforeAll(async () => {
  server = await startPostgres();
  keepStatesOn(server);
  lab = await openLab();
  goal = await undisturbed(lab);
  await lab.reset();
});
afterAll(async () => {
  await lab.close();
  await server.stop();
});

describe("an apply whose database is lost, and one takes over that has missed the run", () => {
  it("ends as one that lost its lock, and the next one finds out what was done", async () => {
    const standBy = await server.follow();
    onTestFinished(() => standBy.stop());
    await standBy.fallBehind();
    const proxy = await openCuttingProxy(server.port);
    onTestFinished(() => proxy.close());
    const held = holdWrite(lab.gate, CREATION, "after");
    const cli = lab.start(APPLY, { env: through(proxy, lab.env) });
    onTestFinished(() => cli.kill());
    await held.arrived;
    await standBy.promote();
    proxy.leadTo(standBy.port);
    proxy.sever();
    keepStatesOn(standBy);
    Object.assign(lab.env, through(standBy, lab.env));
    const sent = lab.gate.writes.length;
    held.release();
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(6);
    expectThreeLines(stderr, /^acme-uk: The run lost its lock and stopped writing/, /spendesk-hr preview/);
    expect(stderr).toMatch(/ acme-uk: \d+ of \d+ changes done.*, \d+ not sent\.$/m);
    expect(lab.gate.writes).toHaveLength(sent);
    // What was let through was lost with the rest, and so the limits count it once more.
    const again = await lab.run([...APPLY, "--allow-updates", "8"]);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(await lab.picture()).toEqual(goal);
  });
});
