import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Waits } from "../../../src/state/postgres/patience.js";
import { holdWrite } from "../../faults/support/gate.js";
import { type Lab, openLab } from "../../faults/support/lab.js";
import type { Picture } from "../../faults/support/picture.js";
import { booksOf, expectHonestBooks, expectRecovery, undisturbed } from "../../faults/support/recovery.js";
import { breakAllLocks } from "../../support/locks.js";
import { type CuttingProxy, openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { serverOfStates } from "../../support/postgres/place.js";
import { schemaOf } from "../../support/postgres/state.js";
import type { CliRun } from "../../support/run-cli.js";
import { expectThreeLines, through } from "./support.js";

const CREATION = 2;
const LONG = { timeout: 300_000 };
/** Nobody waits a minute for the end of a test. */
const HASTY: Partial<Waits> = { connectMs: 3_000, answerMs: 3_000, lockMs: 100, patienceMs: 6_000 };

let lab: Lab;
let goal: Picture;
let books: object;
let proxy: CuttingProxy;

beforeAll(async () => {
  lab = await openLab();
  goal = await undisturbed(lab);
  books = await booksOf(lab);
});
beforeEach(async () => {
  await lab.reset();
  proxy = await openCuttingProxy(serverOfStates()?.port ?? 0);
});
afterAll(() => lab.close());

/** An apply that gets something to write into the books, Spendesk having created somebody, once it is let. */
async function untilOutcome(
  databaseWaits: Partial<Waits>,
  signal?: AbortSignal,
): Promise<{ readonly run: Promise<CliRun>; readonly letGo: () => void }> {
  onTestFinished(() => proxy.close());
  const held = holdWrite(lab.gate, CREATION, "after");
  const run = lab.run(["apply", "--yes", "-v"], {
    env: through(proxy, lab.env),
    databaseWaits,
    ...(signal && { signal }),
  });
  await held.arrived;
  return { run, letGo: held.release };
}

const DEPARTURES: readonly [string, () => void][] = [
  [
    "is gone",
    () => {
      proxy.leadTo(null);
      proxy.sever();
    },
  ],
  ["does not answer", () => proxy.stall()],
];

/** The process of a run that could not give its lock back has ended, but for the tests it has not. */
async function expectNextRun(result: string): Promise<void> {
  await lab.read(breakAllLocks);
  await expectHonestBooks(lab, result);
  await expectRecovery(lab, goal);
}

/** Without the lines of the log that begin with a time. */
const said = (stderr: string): string => stderr.replaceAll(/^\d{4}-.*\n/gmu, "");

/** What a line of the log says of a wait. */
const TOLD = /waiting for the database of the state, up to \d+ s more/gu;

describe.each(DEPARTURES)("an apply whose database %s in the middle", (_how, goAway) => {
  it("says what it waits for, and after that what was done", LONG, async () => {
    const { run, letGo } = await untilOutcome(HASTY);
    goAway();
    letGo();
    const { exitCode, stderr } = await run;
    expect(exitCode, stderr).toBe(7);
    expect(stderr).toMatch(TOLD);
    expectThreeLines(said(stderr), /^acme-uk: The state in \S+ does not answer\.$/, /same command again/);
    expect(stderr).toMatch(/ acme-uk: \d+ of \d+ changes done.*, \d+ not sent\.$/m);
    expect(stderr).not.toContain("failed,");
    proxy.resume();
    await lab.gate.idle();
    await expectNextRun("interrupted");
  });
});

describe("an apply whose database is gone", () => {
  it("goes on once it is back", LONG, async () => {
    const { run, letGo } = await untilOutcome({});
    proxy.leadTo(null);
    proxy.sever();
    letGo();
    const before = proxy.connections;
    await expect.poll(() => proxy.connections, { timeout: 60_000 }).toBeGreaterThan(before + 1);
    proxy.leadTo(serverOfStates()?.port ?? 0);
    const { exitCode, stderr } = await run;
    expect(exitCode, stderr).toBe(0);
    expect(stderr.match(TOLD)).toHaveLength(1);
    expect(await booksOf(lab)).toEqual(books);
  });

  it("does not wait for long once somebody wants to stop", LONG, async () => {
    const control = new AbortController();
    const { run, letGo } = await untilOutcome({ patienceMs: 3_600_000, stopMs: 0 }, control.signal);
    proxy.leadTo(null);
    proxy.sever();
    letGo();
    const before = proxy.connections;
    await expect.poll(() => proxy.connections, { timeout: 60_000 }).toBeGreaterThan(before);
    control.abort();
    const { stderr } = await run;
    expectThreeLines(said(stderr), /^acme-uk: The state in \S+ does not answer\.$/);
    await expectNextRun("interrupted");
  });
});

describe("an apply whose journal is locked by a maintenance", () => {
  async function lockJournal(): Promise<() => Promise<void>> {
    const { socket: host, port, user } = serverOfStates() ?? {};
    const other = new pg.Client({ host, port, user, database: "postgres" });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query(`BEGIN; LOCK TABLE ${schemaOf(lab.stateDir)}.journal IN ACCESS EXCLUSIVE MODE`);
    return async () => void (await other.query("COMMIT"));
  }

  it("waits until that is over", LONG, async () => {
    const { run, letGo } = await untilOutcome({ lockMs: 50 });
    const unlock = await lockJournal();
    letGo();
    await expect.poll(() => proxy.heard.includes("ROLLBACK"), { timeout: 60_000 }).toBe(true);
    await unlock();
    const { exitCode, stderr } = await run;
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(TOLD);
    expect(await booksOf(lab)).toEqual(books);
  });

  it("calls nothing a failure that Spendesk did, when it lasts too long", LONG, async () => {
    const { run, letGo } = await untilOutcome(HASTY);
    const unlock = await lockJournal();
    letGo();
    const { exitCode, stderr } = await run;
    await unlock();
    expect(exitCode, stderr).toBe(7);
    expectThreeLines(said(stderr), /^acme-uk: The state in \S+ is in use by another process\.$/);
    expect(stderr).toMatch(/ acme-uk: \d+ of \d+ changes done.*, \d+ not sent\.$/m);
    await expectNextRun("exit 7");
  });
});
