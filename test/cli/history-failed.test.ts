import { readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

interface Failed {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

interface Run {
  readonly id: string;
  readonly result: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly error: Failed | null;
}

interface RunDocument {
  readonly run: Run;
  readonly entities: readonly {
    readonly entity: string;
    readonly result: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly error: Failed | null;
  }[];
  readonly changes: readonly { readonly entity: string }[];
}

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function lastRun(...flags: string[]): Promise<Run> {
  const { document } = await workspace.json<{ runs: Run[] }>(["history", ...flags]);
  const [run] = document.runs;
  if (!run) throw new Error("no runs");
  return run;
}

async function inWords(...argv: string[]): Promise<string> {
  return done(await workspace.run(argv)).stdout.replace(/\s+/gu, " ");
}

/** Two entities, of which one has a wrong key. */
async function openHalfBroken(): Promise<void> {
  workspace = await openTwoEntities();
  workspace.env.SPENDESK_HR_ACME_FR_SPENDESK_CLIENT_SECRET = "wrong";
}

describe("a run of which an entity failed", () => {
  it.each([
    ["apply", ["apply", "--yes"]],
    ["preview", ["preview"]],
  ])("tells which one, why, and what to do: %s", async (_kind, argv) => {
    await openHalfBroken();
    expect((await workspace.run(argv)).exitCode).toBe(4);
    const { id } = await lastRun();
    const text = await inWords("history", id);
    expect(text).toContain("Not done in 1 of 2 entities: ✘ acme-fr: Spendesk does not accept the API key.");
    expect(text).toContain("status 401");
    expect(text).toContain("→ Let the Account Owner");
    const { document } = await workspace.json<RunDocument>(["history", id]);
    expect(document.run).toMatchObject({ result: "exit 4", error: null });
    expect(document.entities).toMatchObject([
      {
        entity: "acme-fr",
        result: "exit 4",
        error: { code: "spendesk_credentials_refused", hint: expect.stringContaining("API access") },
      },
      { entity: "acme-uk", result: "exit 0", error: null },
    ]);
  });

  it("has of each entity its own end, counts and changes", async () => {
    await openHalfBroken();
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(4);
    const whole = await lastRun();
    expect(whole.counts.applied).toBeGreaterThan(0);
    expect(await lastRun("--entity", "acme-uk")).toMatchObject({ result: "exit 0", counts: whole.counts });
    const broken = await lastRun("--entity", "acme-fr");
    expect(broken).toMatchObject({ result: "exit 4", counts: { applied: 0 } });
    expect(broken.counts.create).toBeUndefined();

    const failed = await inWords("history", whole.id, "--entity", "acme-fr");
    expect(failed).toContain("acme-fr: ✘ credentials or permission ✘ acme-fr: Spendesk does not accept");
    expect(failed).toContain("It wrote nothing.");
    const fine = await inWords("history", whole.id, "--entity", "acme-uk");
    expect(fine).toContain("acme-uk: ✔ done");
    expect(fine).not.toContain("✘");
    const { document } = await workspace.json<RunDocument>(["history", whole.id, "--entity", "acme-uk"]);
    expect(document.entities.map(({ entity }) => entity)).toEqual(["acme-uk"]);
  });
});

describe("the list of runs", () => {
  it("has one clock, that of the first entity, and says which where there are several", async () => {
    workspace = await openTwoEntities();
    const config = await readFile(workspace.configPath, "utf8");
    const last = config.lastIndexOf("Europe/London");
    await writeFile(workspace.configPath, `${config.slice(0, last)}Europe/Paris${config.slice(last + 13)}`);
    const at = (time: string) => ({ now: () => new Date(time) });
    for (const [entity, time] of [
      ["acme-uk", "2030-01-02T06:00:00Z"],
      ["acme-fr", "2030-01-02T06:10:00Z"],
    ] as const) {
      await workspace.run(["preview", "--entity", entity], at(time));
    }
    const text = await inWords("history", "--limit", "2");
    expect(text).toMatch(/2030-01-02 06:10 UTC .*2030-01-02 06:00 UTC /u);
    expect(await inWords("history", "--entity", "acme-fr", "--limit", "1")).toContain("2030-01-02 07:10 (");
  });
});

describe("a run that was stopped as a whole", () => {
  it("tells what stopped it before it came to its entities", async () => {
    workspace = await openSandboxWorkspace();
    done(await workspace.connect());
    done(await workspace.configure());
    expect((await workspace.run(["apply"])).exitCode).toBe(5);
    const { id, error } = await lastRun();
    expect(error).toMatchObject({ code: expect.any(String), hint: expect.stringContaining("--yes") });
    const text = await inWords("history", id);
    expect(text).toContain(error?.message.slice(0, 30));
    expect(text).toContain("--yes");
  });

  it("tells which entity a limit stopped, and what is wrong with the other one", async () => {
    await openHalfBroken();
    const config = await readFile(workspace.configPath, "utf8");
    await writeFile(workspace.configPath, config.replace("London,Paris", "London,Berlin"));
    await workspace.run(["apply", "--yes"]);
    const { id } = await lastRun();
    const { document } = await workspace.json<RunDocument>(["history", id]);
    expect(document.run.error?.message).toContain("Nothing was written");
    expect(document.entities).toMatchObject([
      { entity: "acme-fr", result: "exit 4", error: { code: "spendesk_credentials_refused" } },
      { entity: "acme-uk", result: "exit 5", error: { hint: expect.stringContaining("--entity acme-uk") } },
    ]);
    const text = await inWords("history", id);
    expect(text).toContain("✘ Nothing was written");
    expect(text).toContain("Not done in 2 of 2 entities: ✘ acme-fr: Spendesk does not accept");
    expect(text).toContain("✘ acme-uk: the plan is not safe to apply as it is.");
  });
});
