import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openState } from "../../src/state/open.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { startCli } from "./support/cli-process.js";
import { upTo } from "./support/lanes.js";

const PATIENCE = { timeout: 120_000 };

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
  else cpSync(snapshot, home, { recursive: true });
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

/** Runs the command to its end, or to its death at the given point. Gives the number of points passed. */
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

function configText(): string | null {
  const path = join(home, "spendesk-hr.config.yaml");
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Whatever has its final name is whole; leftovers have names that nobody reads. */
function expectWholeFiles(configTexts: readonly (string | null)[]): void {
  expect(configTexts).toContain(configText());
  const dir = join(home, "state");
  if (!existsSync(dir)) return;
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  const names = readdirSync(dir);
  for (const name of names) expect(statSync(join(dir, name)).mode & 0o077, name).toBe(0);
  if (names.includes("fingerprint.key")) expect(statSync(join(dir, "fingerprint.key")).size).toBe(32);
  if (names.includes("state.sqlite")) {
    openState({ dir, toolVersion: "test", clock: { now: () => new Date() } }).close();
  }
}

describe("a set-up that is killed", () => {
  it("leaves no half-written file when it connects, and can be repeated", PATIENCE, async () => {
    const points = await runToPoint(connectArguments());
    const whole = configText();
    expect(points).toBeGreaterThan(15);
    for (const point of upTo(points)) {
      restore(null);
      await runToPoint(connectArguments(), point);
      expectWholeFiles([null, whole]);
      done(await run(connectArguments()));
      done(await run(CONFIGURE));
      expect(configText()).toContain("London");
    }
  });

  it("leaves the old or the new choice when it configures, and never half of it", PATIENCE, async () => {
    done(await run(connectArguments()));
    const before = configText();
    const connected = join(workspace.folder, "connected");
    cpSync(home, connected, { recursive: true });
    const points = await runToPoint(CONFIGURE);
    const whole = configText();
    expect(points).toBeGreaterThan(10);
    for (const point of upTo(points)) {
      restore(connected);
      await runToPoint(CONFIGURE, point);
      expectWholeFiles([before, whole]);
      const { exitCode, stderr } = await run(["apply", "--yes"]);
      // Confirmed is the new choice with its last commit, and not before.
      if (exitCode !== 0)
        expect(stderr).toMatch(/not chosen|nobody has chosen|not the one a person confirmed/i);
      done(await run(CONFIGURE));
      done(await run(["apply", "--yes"]));
    }
  });
});
