import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setKeyExpiry } from "../../../src/cli/key-expiry.js";
import type { SourceConfig } from "../../../src/config/entity-config.js";
import { openState } from "../../../src/state/open.js";
import { done, openAppliedWorkspace } from "../../support/connected-workspace.js";
import type { CliOptions } from "../../support/run-cli.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { openTwoEntities } from "../../support/two-entities.js";

interface Card {
  readonly key: {
    readonly state: string;
    readonly expiresOn: string | null;
    readonly daysLeft: number | null;
  };
  readonly warnings: readonly { readonly code: string; readonly text: string }[];
  readonly nextSteps: readonly string[];
}

interface RunDocument {
  readonly entities: readonly {
    readonly entity: string;
    readonly warnings?: readonly { readonly code: string; readonly text: string }[];
    readonly error?: { readonly code: string };
  }[];
}

const RENEWAL = "spendesk-hr credentials set spendesk --entity acme-uk";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** The day the key ends, at noon in London, some days later or earlier. */
function on(day: string, time = "12:00:00Z"): Partial<CliOptions> {
  return { now: () => new Date(`${day}T${time}`) };
}

const SOURCE: SourceConfig = {
  ...{ name: "personio", provider: "personio", baseUrl: null, settings: {}, statuses: {} },
  ...{ filter: null, configured: true },
};

async function keyEnds(day: string | null, entity = "acme-uk"): Promise<void> {
  const state = await openState({
    dir: workspace.stateDir,
    toolVersion: "test",
    clock: { now: () => new Date() },
  });
  await setKeyExpiry(state, { id: entity, sources: [SOURCE] }, day);
  await state.close();
}

function timesSaid(stderr: string): number {
  return stderr.split("\n").filter((line) => line.startsWith("Warning: The Spendesk API key")).length;
}

describe("the life of a Spendesk key", () => {
  beforeEach(async () => {
    workspace = await openAppliedWorkspace();
    await keyEnds("2031-06-30");
  });

  async function card(options: Partial<CliOptions>): Promise<Card> {
    const { document } = await workspace.json<{ entities: Card[] }>(["status"], options);
    const [first] = document.entities;
    if (!first) throw new Error("no card");
    return first;
  }

  it.each([
    ["2031-05-30", "lasting", 31, 0],
    ["2031-05-31", "ending", 30, 1],
    ["2031-06-30", "ending", 0, 1],
    ["2031-07-01", "ended", -1, 1],
  ])("is %s: %s with %i days left on the card", async (day, state, daysLeft, warnings) => {
    const one = await card(on(day));
    expect(one.key).toEqual({ state, expiresOn: "2031-06-30", daysLeft });
    expect(one.warnings).toHaveLength(warnings);
    expect(one.nextSteps.some((step) => step.startsWith(RENEWAL))).toBe(warnings > 0);
    const { stdout, stderr } = done(await workspace.run(["status"], on(day)));
    expect(stdout).toMatch(/API key ends\s+2031-06-30 \((in 31 days|in 30 days|today|1 day ago)\)/);
    expect(timesSaid(stderr)).toBe(warnings);
  });

  it("counts the days of the entity's time zone", async () => {
    // London is an hour ahead of UTC in summer.
    expect((await card(on("2031-06-30", "22:59:00Z"))).key.daysLeft).toBe(0);
    expect((await card(on("2031-06-30", "23:01:00Z"))).key.daysLeft).toBe(-1);
  });

  it.each([["preview"], ["apply"]])(
    "is a warning of %s in its last 30 days, once on stderr and in JSON",
    async (command) => {
      const argv = command === "apply" ? ["apply", "--yes"] : ["preview"];
      expect(timesSaid(done(await workspace.run(argv, on("2031-05-30"))).stderr)).toBe(0);
      const { stderr } = done(await workspace.run(argv, on("2031-06-10")));
      expect(timesSaid(stderr)).toBe(1);
      expect(stderr).toContain(`ends on 2031-06-30 (in 20 days).`);
      expect(stderr).toContain(`run \`${RENEWAL}\``);
      const { document } = await workspace.json<RunDocument>(argv, on("2031-06-10"));
      expect(document.entities[0]?.warnings).toMatchObject([{ code: "spendesk_key_ends_soon" }]);
    },
  );

  it.each([["preview"], ["apply"]])(
    "ends %s with 4, the steps of the renewal and no request, once it is over",
    async (command) => {
      workspace.sandbox.control.resetStats();
      const run = await workspace.run([command, ...(command === "apply" ? ["--yes"] : [])], on("2031-07-01"));
      expect(run.exitCode).toBe(4);
      expect(run.stderr).toContain("The Spendesk API key of acme-uk ended on 2031-06-30 (1 day ago)");
      expect(run.stderr).toContain("Account Owner");
      expect(run.stderr).toContain("Settings > Integrations > API access");
      expect(run.stderr).toContain(`run \`${RENEWAL}\``);
      expect(run.stderr).toContain(`\`${RENEWAL} --expires-on YYYY-MM-DD\``);
      expect(workspace.sandbox.stats().total).toBe(0);
    },
  );

  it("goes on once the day was corrected, or taken away", async () => {
    expect((await workspace.run(["preview"], on("2031-07-01"))).exitCode).toBe(4);
    await keyEnds("2032-06-30");
    expect(timesSaid(done(await workspace.run(["preview"], on("2031-07-01"))).stderr)).toBe(0);
    await keyEnds(null);
    done(await workspace.run(["preview"], on("2040-01-01")));
    expect((await card(on("2040-01-01"))).key).toEqual({ state: "unknown", expiresOn: null, daysLeft: null });
  });

  it("goes on after the command that the message names", async () => {
    const argv = [...RENEWAL.split(" ").slice(1), "--expires-on", "2032-06-30"];
    done(await workspace.run(argv, on("2031-07-01")));
    done(await workspace.run(["apply", "--yes"], on("2031-07-01")));
    expect((await card(on("2031-07-01"))).key).toMatchObject({ state: "lasting", expiresOn: "2032-06-30" });
  });

  it("starts anew with connect, which does not take an old day over", async () => {
    done(await workspace.connect("--set", "keyExpiresOn=2031-06-30"));
    done(await workspace.run(["connect", "--yes"], on("2031-07-01")));
    expect((await card(on("2031-07-01"))).key.state).toBe("unknown");
  });
});

describe("the keys of two entities", () => {
  it("are told apart: one that has ended stops its own entity only", async () => {
    workspace = await openTwoEntities();
    await keyEnds("2031-06-30", "acme-fr");
    const { exitCode, document } = await workspace.json<RunDocument>(["apply", "--yes"], on("2031-07-01"));
    expect(exitCode).toBe(4);
    const errors = document.entities.map(({ entity, error }) => [entity, error?.code]);
    expect(Object.fromEntries(errors)).toEqual({ "acme-uk": undefined, "acme-fr": "spendesk_key_ended" });
    expect(workspace.sandbox.control.members("acme-uk").length).toBeGreaterThan(10);
    expect(workspace.sandbox.control.members("acme-fr")).toEqual([]);
  });
});
