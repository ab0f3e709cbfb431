import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openState } from "../../src/state/open.js";
import { done } from "../support/connected-workspace.js";
import { copyFolder } from "../support/copy-folder.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { startCli } from "./support/cli-process.js";
import { someOf, upTo } from "./support/lanes.js";
import { liveOnce } from "./support/mortal.js";

/** Points at which the real program is killed as well. */
const REAL = 4;

let workspace: SandboxWorkspace;
/** Home of the configuration and the state; empty before each test. */
let home: string;

beforeAll(async () => {
  workspace = await openSandboxWorkspace({ employees: 12 });
  home = join(workspace.folder, "home");
});
beforeEach(() => restore(null));
afterAll(() => workspace.close());

function restore(snapshot: string | null): void {
  rmSync(home, { recursive: true, force: true });
  if (snapshot === null) mkdirSync(home);
  else copyFolder(snapshot, home);
}

function environment() {
  return { ...workspace.env, HOME: home, SPENDESK_HR_STATE_DIR: join(home, "state") };
}

function connectArguments(): string[] {
  const { sandbox } = workspace;
  const settings = {
    timezone: "Europe/London",
    "spendesk.baseUrl": sandbox.spendeskUrl(),
    "source.baseUrl": sandbox.providerUrl("personio"),
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  return ["connect", "personio", "--entity", "acme-uk", "--yes", ...flags];
}

const CONFIGURE = ["configure", "--yes", "--rule", RULE];

const run = (argv: readonly string[]) => workspace.run(argv, { cwd: home, env: environment() });

/** Runs the command in this process to its end, or to its death at the given point; gives the points passed. */
async function live(argv: readonly string[], at: number | null): Promise<number> {
  const options = { stateDir: join(home, "state"), at, files: true };
  const { passed, isOver } = await liveOnce(options, async () => void (await run(argv)));
  expect(isOver).toBe(at !== null);
  return passed;
}

/** The same with the real program. */
async function runToPoint(argv: readonly string[], point?: number): Promise<number> {
  const log = join(workspace.folder, "points");
  rmSync(log, { force: true });
  const { code, signal, stderr } = await startCli(argv, {
    cwd: home,
    env: environment(),
    faults: { FAULT_POINTS: "files", FAULT_LOG: log, ...(point && { FAULT_AT: String(point) }) },
  }).ended;
  expect({ code, signal }, stderr).toEqual(
    point === undefined ? { code: 0, signal: null } : { code: null, signal: "SIGKILL" },
  );
  return readFileSync(log, "utf8").split("\n").length - 1;
}

/** What a command leaves behind that dies at a point, in this process and as the real program. */
async function expectSameRemains(argv: readonly string[], points: number, before: string | null) {
  restore(before);
  expect(await live(argv, null)).toBe(points);
  for (const point of someOf(points, REAL)) {
    restore(before);
    await live(argv, point);
    const remains = remainsOf();
    restore(before);
    await runToPoint(argv, point);
    expect(remainsOf(), `point ${point}`).toEqual(remains);
  }
}

/** The configuration, and all other files by name; one with a name that nobody reads counts as one. */
function remainsOf(): object {
  const names = readdirSync(home, { recursive: true, encoding: "utf8" })
    // Closed in good order, the database has no log beside it.
    .filter((name) => !/-(?:wal|shm)$/.test(name))
    .map((name) => name.replace(/\b[0-9a-f-]{8,}\b/g, "…"));
  return { config: configText(), names: names.sort() };
}

function configText(): string | null {
  const path = join(home, "spendesk-hr.config.yaml");
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Whatever has its final name is whole; leftovers have names that nobody reads. */
async function expectWholeFiles(configTexts: readonly (string | null)[]): Promise<void> {
  expect(configTexts).toContain(configText());
  const dir = join(home, "state");
  if (!existsSync(dir)) return;
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  const names = readdirSync(dir);
  for (const name of names) expect(statSync(join(dir, name)).mode & 0o077, name).toBe(0);
  if (names.includes("fingerprint.key")) expect(statSync(join(dir, "fingerprint.key")).size).toBe(32);
  if (names.includes("state.sqlite")) {
    await (await openState({ dir, toolVersion: "test", clock: { now: () => new Date() } })).close();
  }
}

describe("a set-up that dies", () => {
  it("leaves no half-written file when it connects, and can be repeated", async () => {
    const points = await runToPoint(connectArguments());
    const whole = configText();
    expect(points).toBeGreaterThan(15);
    for (const point of upTo(points)) {
      restore(null);
      await live(connectArguments(), point);
      await expectWholeFiles([null, whole]);
      done(await run(connectArguments()));
      done(await run(CONFIGURE));
      expect(configText()).toContain("London");
    }
    await expectSameRemains(connectArguments(), points, null);
  });

  it("leaves the old or the new choice when it configures, and never half of it", async () => {
    done(await run(connectArguments()));
    const before = configText();
    const connected = join(workspace.folder, "connected");
    copyFolder(home, connected);
    const points = await runToPoint(CONFIGURE);
    const whole = configText();
    expect(points).toBeGreaterThan(10);
    for (const point of upTo(points)) {
      restore(connected);
      await live(CONFIGURE, point);
      await expectWholeFiles([before, whole]);
      const { exitCode, stderr } = await run(["apply", "--yes"]);
      // Confirmed is the new choice with its last commit, and not before.
      if (exitCode !== 0)
        expect(stderr).toMatch(
          /not chosen|nobody has chosen|not the one a person confirmed|nothing was ever confirmed/i,
        );
      done(await run(CONFIGURE));
      done(await run(["apply", "--yes"]));
    }
    await expectSameRemains(CONFIGURE, points, connected);
  });
});
