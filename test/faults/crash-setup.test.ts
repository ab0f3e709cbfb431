import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { environmentWherever, existsWherever, keepState, openWherever } from "../support/wherever.js";
import { startCli } from "./support/cli-process.js";
import { someOf, upTo } from "./support/lanes.js";
import { liveOnce } from "./support/mortal.js";

/** Points at which the real program is killed as well. */
const REAL = 4;

let workspace: SandboxWorkspace;
/** Home of the configuration and the state; empty before each test. */
let home: string;
/** Goes back to a home in which there is nothing. */
let emptyHome: () => Promise<void>;

beforeAll(async () => {
  workspace = await openSandboxWorkspace({ employees: 12 });
  home = join(workspace.folder, "home");
  mkdirSync(join(home, "state"), { recursive: true });
  const forget = await keepState(join(home, "state"), join(workspace.folder, "nothing"));
  emptyHome = async () => {
    await forget();
    emptyFolder();
  };
});
beforeEach(() => emptyHome());
afterAll(() => workspace.close());

function emptyFolder(): void {
  rmSync(home, { recursive: true });
  mkdirSync(home);
}

/** Keeps the home as it is now; gives what goes back to it. */
async function keepHome(): Promise<() => Promise<void>> {
  const config = readFileSync(configPath());
  const putStateBack = await keepState(join(home, "state"), join(workspace.folder, "connected"));
  return async () => {
    emptyFolder();
    await putStateBack();
    writeFileSync(configPath(), config);
  };
}

function configPath(): string {
  return join(home, "spendesk-hr.config.yaml");
}

function environment() {
  const stateDir = join(home, "state");
  return {
    ...workspace.env,
    HOME: home,
    SPENDESK_HR_STATE_DIR: stateDir,
    ...environmentWherever(stateDir),
  };
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
async function expectSameRemains(argv: readonly string[], points: number, before: () => Promise<void>) {
  await before();
  expect(await live(argv, null)).toBe(points);
  for (const point of someOf(points, REAL)) {
    await before();
    await live(argv, point);
    const remains = remainsOf();
    await before();
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
  return existsSync(configPath()) ? readFileSync(configPath(), "utf8") : null;
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
  if (await existsWherever(dir)) {
    await (await openWherever({ dir, toolVersion: "test", clock: { now: () => new Date() } })).close();
  }
}

describe("a set-up that dies", () => {
  it("leaves no half-written file when it connects, and can be repeated", async () => {
    const points = await runToPoint(connectArguments());
    const whole = configText();
    expect(points).toBeGreaterThan(10);
    for (const point of upTo(points)) {
      await emptyHome();
      await live(connectArguments(), point);
      await expectWholeFiles([null, whole]);
      done(await run(connectArguments()));
      done(await run(CONFIGURE));
      expect(configText()).toContain("London");
    }
    await expectSameRemains(connectArguments(), points, emptyHome);
  });

  it("leaves the old or the new choice when it configures, and never half of it", async () => {
    done(await run(connectArguments()));
    const before = configText();
    const connected = await keepHome();
    const points = await runToPoint(CONFIGURE);
    const whole = configText();
    expect(points).toBeGreaterThan(5);
    for (const point of upTo(points)) {
      await connected();
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
