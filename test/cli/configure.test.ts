import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

interface StatusDocument {
  readonly entities: readonly { readonly connectionStatus: string }[];
}

describe("configure without a terminal", () => {
  let desk: SandboxWorkspace;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 20, members: 2 });
    expect((await desk.connect()).exitCode).toBe(0);
  });
  afterEach(() => desk?.close());

  async function refusal(...flags: string[]) {
    const { exitCode, document } = await desk.json<ErrorDocument>(["configure", ...flags]);
    return { exitCode, ...document.error };
  }

  async function file(): Promise<string> {
    return readFile(desk.configPath, "utf8");
  }

  async function connectionStatus(): Promise<string | undefined> {
    return (await desk.json<StatusDocument>(["status"])).document.entities[0]?.connectionStatus;
  }

  it("stores rules and settings, shows the preview and ends connected", async () => {
    const flags = ["--rule", RULE, "--set", "leavers.graceDays=3", "--set", "sync.update=email,name"];
    const { exitCode, stdout } = await desk.configure(...flags);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Plan: ");
    expect(stdout).toContain("Next: spendesk-hr apply --entity acme-uk");
    expect(await file()).toContain(`      filter:\n        - "${RULE}"\n`);
    expect(await file()).toContain("graceDays: 3");
    expect(await file()).toContain("update:\n        - email\n        - name\n");
    expect(await connectionStatus()).toBe("connected");
    expect(desk.sandbox.control.members()).toHaveLength(2);
  });

  it("gives one document with the plan and the next step", async () => {
    const { document } = await desk.json<{
      connectionStatus: string;
      summary: { create: number };
      nextSteps: string[];
    }>(["configure", "--include", "all", "--yes"]);
    expect(document.connectionStatus).toBe("connected");
    expect(document.summary.create).toBeGreaterThan(0);
    expect(document.nextSteps).toEqual(["spendesk-hr apply --entity acme-uk"]);
  });

  it("keeps the comments of the file", async () => {
    const before = (await file()).replace("timezone: Europe/London", "timezone: Europe/London # head office");
    await writeFile(desk.configPath, before);
    expect((await desk.configure("--include", "all")).exitCode).toBe(0);
    expect(await file()).toBe(`${before}    employees:\n      include: all\n`);
  });

  it("confirms the present choice again without any flag", async () => {
    await desk.configure();
    const before = await file();
    await desk.connect();
    expect(await connectionStatus()).toBe("awaiting_actions");
    expect((await desk.run(["configure", "--yes"])).exitCode).toBe(0);
    expect(await file()).toBe(before);
    expect(await connectionStatus()).toBe("connected");
  });

  it("changes a setting and leaves the choice of employees as it is", async () => {
    await desk.configure();
    expect((await desk.configure("--set", "leavers.absent=archive")).exitCode).toBe(0);
    expect(await file()).toContain(RULE);
    expect(await file()).toContain("absent: archive");
  });

  it("asks for the missing answer by naming its flags", async () => {
    const { exitCode, code, hint } = await refusal("--yes");
    expect([exitCode, code]).toEqual([64, "answer_missing"]);
    expect(hint).toContain("--include all");
    expect(hint).toContain("--rule");
  });

  it("shows the plan and stores nothing when nobody confirms", async () => {
    const before = await file();
    const { exitCode, stderr } = await desk.run(["configure", "--rule", RULE]);
    expect(exitCode).toBe(5);
    expect(stderr).toContain("Plan: ");
    expect(stderr).toContain("Run the same command with `--yes`.");
    expect(await file()).toBe(before);
    expect(await connectionStatus()).toBe("awaiting_actions");
  });

  it("stores nothing when it was told to stop meanwhile", async () => {
    const before = await file();
    const run = await desk.run(["configure", "--include", "all", "--yes"], { signal: AbortSignal.abort() });
    expect(run.exitCode).toBe(130);
    expect(await file()).toBe(before);
  });

  it.each([
    [["--include", "all", "--rule", RULE], 64, "include_and_rules"],
    [["--include", "filter"], 64, "include_and_rules"],
    [["--include", "all", "--set", "leavers.grace=3"], 64, "setting_unknown"],
    [["--include", "all", "--set", "leavers.graceDays"], 64, "setting_syntax"],
    [["--include", "all", "--set", "leavers.graceDays=many"], 78, "config_invalid"],
    [["--include", "all", "--set", "sync.update=emails"], 78, "config_invalid"],
    [["--rule", "'Work Location' is oen of: London"], 78, "filter_syntax"],
    [["--rule", "'Wrk Location' is one of: London"], 78, "filter_unknown_field"],
    [["--rule", "'Work Location' is one of: Atlantis"], 78, "filter_selects_nobody"],
  ])("refuses %j with exit code %i (%s) and stores nothing", async (flags, expected, expectedCode) => {
    await desk.configure("--include", "all");
    const before = await file();
    const { exitCode, code } = await refusal("--yes", ...flags);
    expect([exitCode, code]).toEqual([expected, expectedCode]);
    expect(await file()).toBe(before);
    expect(await connectionStatus()).toBe("connected");
  });

  it("blames the flag and not the file for a value that can't be", async () => {
    const rule = await refusal("--yes", "--rule", "'Wrk Location' is one of: London");
    expect(rule.message).toContain('Did you mean "Work Location"?');
    expect(rule.hint).toContain("corrected `--rule`");
    const setting = await refusal("--yes", "--include", "all", "--set", "leavers.graceDays=many");
    expect(setting.message).toContain("leavers.graceDays must be a whole number from 0 to 365");
    expect(setting.hint).toContain("the configuration file was not changed");
  });

  it("refuses an entity that is disconnected", async () => {
    await desk.run(["disconnect", "--yes"]);
    const { exitCode, code, hint } = await refusal("--yes", "--include", "all");
    expect([exitCode, code]).toEqual([78, "entity_disconnected"]);
    expect(hint).toContain("spendesk-hr connect personio --entity acme-uk");
  });

  it("works on one entity at a time", async () => {
    const more = `${await file()}  acme-fr:\n    timezone: Europe/Paris\n    source: { provider: personio }\n`;
    await writeFile(desk.configPath, more);
    const { exitCode, code, message } = await refusal("--yes", "--include", "all");
    expect([exitCode, code]).toEqual([64, "one_entity_only"]);
    expect(message).toContain("acme-uk, acme-fr");
  });
});
