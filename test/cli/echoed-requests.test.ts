import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpReceiver, openHttpReceiver } from "../observability/notify/receivers.js";
import { done } from "../support/connected-workspace.js";
import { withState } from "../support/memory.js";
import type { CliRun } from "../support/run-cli.js";
import { runProgram } from "../support/run-program.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { bankNeedles, found, keyNeedles, type Needle, secretNeedles } from "../support/secret-needles.js";
import { openTalkativeHop, type TalkativeHop } from "../support/talkative-hop.js";

let workspace: SandboxWorkspace;
let hop: TalkativeHop;
let receiver: HttpReceiver;

beforeAll(async () => {
  workspace = await openSandboxWorkspace({ employees: 25, bulkUpdates: false });
  hop = await openTalkativeHop(workspace.sandbox.url);
  receiver = await openHttpReceiver();
  const through = (url: string) => url.replace(workspace.sandbox.url, `http://127.0.0.1:${hop.port}`);
  done(
    await workspace.connect(
      ...["--set", `spendesk.baseUrl=${through(workspace.sandbox.spendeskUrl())}`],
      ...["--set", `source.baseUrl=${through(workspace.sandbox.providerUrl("personio"))}`],
    ),
  );
  done(await workspace.configure("--rule", RULE));
  await appendFile(
    workspace.configPath,
    "notify:\n  on: [failure, safety, changes]\n  slack: true\nmetrics: { textfile: spendesk-hr.prom }\n",
  );
  workspace.env.SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL = `${receiver.url}/services/of-the-test`;
});
afterAll(async () => {
  await hop.close();
  await receiver.close();
  await workspace.close();
});

const LOUD = ["--debug", "--log-level", "debug"];

/** Runs the command line loudly. */
type Run = (...argv: readonly string[]) => Promise<CliRun>;

/** In this process, which does not wait before it tries again. */
const here: Run = (...argv) =>
  workspace.run([...argv, ...LOUD], { network: { sleep: async () => {}, random: () => 0 } });

/** As a process of its own. */
const realProgram: Run = (...argv) => {
  const env = Object.fromEntries(
    Object.entries(workspace.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return runProgram([...argv, ...LOUD], { cwd: workspace.folder, env });
};

const WHERE = { "the real program": realProgram, "this process": here };

function needles(): readonly Needle[] {
  const tokens = [...hop.tokens].flatMap((token) => secretNeedles("token", token));
  expect(tokens.length).toBeGreaterThan(0);
  return [...keyNeedles(workspace), ...bankNeedles(workspace), ...tokens];
}

/** Every file below the folder, the database and its log included, and everything people were sent. */
async function whereverItMayBe(...runs: readonly CliRun[]): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(workspace.folder, { recursive: true, withFileTypes: true });
  const texts = new Map<string, string>();
  for (const file of entries.filter((entry) => entry.isFile())) {
    const content = await readFile(join(file.parentPath, file.name));
    texts.set(file.name, `${content.toString("latin1")}\n${content.toString("utf8")}`);
  }
  for (const [index, { stdout, stderr }] of runs.entries()) texts.set(`output ${index}`, stdout + stderr);
  texts.set("notifications", JSON.stringify(receiver.calls));
  return texts;
}

async function expectNothingLeaked(...runs: readonly CliRun[]): Promise<void> {
  const wanted = needles();
  const texts = await whereverItMayBe(...runs);
  expect([...texts.keys()]).toEqual(
    expect.arrayContaining(["state.sqlite", "spendesk-hr.prom", "notifications"]),
  );
  for (const [where, text] of texts) expect(found(wanted, text), where).toEqual([]);
}

/** What the journal and the entity's record say about what went wrong. */
function kept(): Promise<readonly string[]> {
  return withState(workspace, async (state) => {
    const [last] = await state.runs(1);
    const details = last ? (await state.journal(last.id)).flatMap(({ error }) => error?.detail ?? []) : [];
    const { lastError } = (await state.entity("acme-uk")) ?? {};
    return [...details, ...(lastError ? [lastError.message] : [])];
  });
}

describe("a refusal that says back all it was sent", () => {
  it.each([
    [400, "the real program"],
    [422, "this process"],
    [409, "this process"],
    [200, "this process"],
  ] as const)(
    "leaves nothing of it behind when people are written (status %i, in %s)",
    async (status, where) => {
      const run = WHERE[where];
      hop.echo(({ method, path }) => method !== "GET" && /users/.test(path), status);
      const before = hop.echoed();
      const first = await run("apply", "--yes", "-o", "json");
      expect(first.exitCode, first.stderr).toBe(3);
      const second = await run("apply", "--yes", "--log-format", "json");
      hop.echo(null);
      expect(hop.echoed() - before).toBeGreaterThan(1);
      const words = (await kept()).join("\n");
      expect(words).toContain("You sent");
      expect(words).toContain("[secret]");
      await expectNothingLeaked(first, second);
    },
  );

  it.each([
    ["personio", 403, "the real program"],
    ["personio", 429, "this process"],
    ["personio/v1/company", 400, "this process"],
    ["personio/v1/auth", 200, "this process"],
    ["personio/v1/company", 200, "this process"],
    ["spendesk/v1/auth", 401, "this process"],
    ["spendesk/v1/users", 403, "this process"],
  ] as const)(
    "leaves nothing of it behind when %s is read (status %i, in %s)",
    async (path, status, where) => {
      const run = WHERE[where];
      hop.echo((call) => call.path.includes(path), status);
      const runs = [await run("apply", "--yes", "-o", "json"), await run("preview"), await run("doctor")];
      hop.echo(null);
      expect(runs[0]?.exitCode).not.toBe(0);
      const history = await run("history", "-o", "json");
      const status_ = await run("status", "-o", "json");
      await expectNothingLeaked(...runs, history, status_);
      expect(receiver.calls.length).toBeGreaterThan(0);
    },
  );

  it("does not spoil the next run", async () => {
    expect((await here("apply", "--yes")).exitCode).toBe(0);
  });
});
