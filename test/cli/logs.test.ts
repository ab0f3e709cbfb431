import { readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { LOG_EVENTS } from "../../src/observability/log.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

const JSON_LOG = ["--log-format", "json"];

const line = z.looseObject({
  time: z.iso.datetime(),
  level: z.enum(["error", "warn", "info", "debug"]),
  msg: z.string(),
  event: z.enum(Object.keys(LOG_EVENTS) as (keyof typeof LOG_EVENTS)[]),
  run: z.uuid().optional(),
  entity: z.literal("acme-uk").optional(),
  milliseconds: z.int().min(0).optional(),
});
type Line = z.output<typeof line>;

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** Every line of stderr; each must be one of the log's. */
function linesOf(stderr: string): Line[] {
  const lines = stderr.split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((text) => line.parse(JSON.parse(text)));
}

function eventsOf(lines: readonly Line[]): Record<string, Line> {
  return Object.fromEntries(lines.map((one) => [one.event, one]));
}

async function addToConfig(text: string): Promise<void> {
  await writeFile(workspace.configPath, `${await readFile(workspace.configPath, "utf8")}\n${text}\n`);
}

describe("a log for machines", () => {
  it("tells what came of every step of an apply, with numbers, and nothing that is not JSON", async () => {
    workspace = await openConnectedWorkspace({ employees: 20 });
    const { exitCode, stderr, stdout } = await workspace.run(["apply", "--yes", ...JSON_LOG, "-o", "json"]);
    expect(exitCode).toBe(0);
    const lines = linesOf(stderr);
    const { run, entities } = JSON.parse(stdout);
    const started = lines.findIndex(({ event }) => event === "run.started");
    expect(lines.slice(started).map((one) => one.run)).toEqual(lines.slice(started).map(() => run));
    const [entity] = entities;
    const events = eventsOf(lines);
    expect(events["entity.read"]).toMatchObject({
      entity: "acme-uk",
      level: "info",
      employees: entity.read.employees,
      members: entity.read.members,
      providerRequests: 2,
      spendeskRequests: 2,
      milliseconds: expect.any(Number),
    });
    expect(events["entity.planned"]).toMatchObject({
      entity: "acme-uk",
      ...entity.summary,
      milliseconds: expect.any(Number),
    });
    expect(events["entity.applied"]).toMatchObject({
      entity: "acme-uk",
      applied: entity.results.applied,
      failed: 0,
      notReached: 0,
      handedOff: 0,
      spendeskRequests: entity.read.requests.spendesk,
      milliseconds: expect.any(Number),
    });
    expect(lines.at(-1)).toMatchObject({ event: "command.finished", command: "apply", exitCode: 0 });
  });

  it("tells calls and their durations at level debug", async () => {
    workspace = await openConnectedWorkspace({ employees: 5 });
    const { stderr } = await workspace.run(["preview", ...JSON_LOG, "--log-level", "debug"]);
    expect(eventsOf(linesOf(stderr))["call.answered"]).toMatchObject({
      level: "debug",
      entity: "acme-uk",
      status: 200,
      host: expect.stringMatching(/^127\.0\.0\.1:/),
      purpose: expect.any(String),
      milliseconds: expect.any(Number),
    });
  });

  it("tells which entity failed and why, in one line each", async () => {
    workspace = await openConnectedWorkspace({ employees: 5 });
    workspace.env.SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET = "canary-wrong";
    const { exitCode, stderr } = await workspace.run(["preview", ...JSON_LOG]);
    const lines = linesOf(stderr);
    const events = eventsOf(lines);
    const failure = { level: "error", kind: "credentials", code: "credentials_refused" };
    expect(events["entity.failed"]).toMatchObject({ ...failure, entity: "acme-uk" });
    expect(events.problem).toMatchObject({
      ...failure,
      run: expect.any(String),
      why: expect.any(String),
      next: expect.any(String),
    });
    expect(lines.at(-1)).toMatchObject({ event: "command.finished", exitCode });
  });

  it("tells also what is wrong with the command line or the configuration", async () => {
    workspace = await openSandboxWorkspace({ employees: 0 });
    for (const argv of [["preview", "--detaild"], ["preview", "--timeout", "soon"], ["preview"]]) {
      const { stderr } = await workspace.run([...argv, ...JSON_LOG]);
      expect(linesOf(stderr).map(({ event }) => event)).toContain("problem");
    }
  });

  it("is chosen by the configuration as well, which the command line overrules", async () => {
    workspace = await openConnectedWorkspace({ employees: 5 });
    await addToConfig("log: { format: json, level: error }");
    expect((await workspace.run(["preview", "--log-level", "info", "--accept-config"])).exitCode).toBe(64);
    const quiet = done(await workspace.run(["preview"]));
    expect(quiet.stderr.split("\n").filter((text) => text.includes('"entity.read"'))).toEqual([]);
    const { stderr } = done(await workspace.run(["preview", "--log-level", "info"]));
    expect(eventsOf(linesOf(stderr))["entity.read"]).toBeDefined();
    const text = done(await workspace.run(["preview", "--log-format", "text", "--log-level", "info"]));
    expect(text.stderr).toContain("acme-uk: reading employees and members\n");
    expect(text.stderr).not.toContain('"event"');
  });
});

describe("a log for people", () => {
  it("has lines of the log only when they are asked for", async () => {
    workspace = await openAppliedWorkspace({ employees: 5 });
    expect(done(await workspace.run(["preview"])).stderr).not.toContain("event=");
    const { stderr } = done(await workspace.run(["preview", "--log-level", "info"]));
    expect(stderr).toMatch(
      /info {2}acme-uk: planned run=[0-9a-f-]+ event=entity\.planned entity=acme-uk create=0/,
    );
  });
});

describe("log.maskPersonalData", () => {
  it.each([[JSON_LOG], [[]]])("masks e-mails of messages on stderr, with flags %j", async (flags) => {
    workspace = await openConnectedWorkspace({ employees: 5, members: 2 });
    const connect = () => workspace.connect("--set", "owner=mira.nobody@acme.test", ...flags);
    expect(done(await connect()).stderr).toContain("mira.nobody@acme.test");
    await addToConfig("log: { maskPersonalData: true }");
    const masked = await connect();
    expect(masked.stderr).toContain("m•••@acme.test");
    expect(masked.stderr).not.toContain("mira.nobody");
  });

  it("leaves results as they are", async () => {
    workspace = await openConnectedWorkspace({ employees: 5 });
    const argv = ["preview", "-o", "json"];
    const emails = (stdout: string) => stdout.match(/[\w.]+@[\w.]+/g);
    const open = emails(done(await workspace.run(argv)).stdout);
    await addToConfig("log: { maskPersonalData: true }");
    expect(emails(done(await workspace.run(argv)).stdout)).toEqual(open);
    expect(open?.length).toBeGreaterThan(3);
  });
});
