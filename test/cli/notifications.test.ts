import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type HttpReceiver,
  type MailReceiver,
  openHttpReceiver,
  openMailReceiver,
} from "../observability/notify/receivers.js";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import type { CliOptions } from "../support/run-cli.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

const SLACK_PATH = "/services/T000/B000/slack-address-of-the-test";
const QUICK = { sleep: async () => {}, random: () => 0, timeoutMs: 1000 };

const NOVA = { firstName: "Nova", lastName: "Keller", workEmail: "nova.keller@acme.test", office: "London" };

let workspace: SandboxWorkspace;
let http: HttpReceiver;
let mail: MailReceiver;
let now: Date;

beforeEach(async () => {
  [workspace, http, mail] = await Promise.all([
    openAppliedWorkspace({ employees: 30 }),
    openHttpReceiver(),
    openMailReceiver(),
  ]);
  now = new Date();
  await appendFile(
    workspace.configPath,
    [
      "notify:",
      "  on: [failure, safety, key_expiring, changes]",
      "  slack: true",
      "  healthchecks: true",
      `  email: { host: 127.0.0.1, port: ${mail.port}, from: sync@acme.test, to: [it@acme.test] }`,
      "metrics: { textfile: spendesk-hr.prom }",
      "",
    ].join("\n"),
  );
  workspace.env.SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL = `${http.url}${SLACK_PATH}`;
  workspace.env.SPENDESK_HR_INSTALLATION_NOTIFY_HEALTHCHECKS_URL = `${http.url}/ping/check`;
});
afterEach(() => Promise.all([workspace.close(), http.close(), mail.close()]));

const apply = (flags: readonly string[] = [], options: Partial<CliOptions> = {}) =>
  workspace.run(["apply", "--yes", ...flags], { network: QUICK, now: () => now, ...options });

const slackTexts = () =>
  http.calls.filter(({ path }) => path === SLACK_PATH).map(({ body }) => JSON.parse(body).text as string);
const pings = () =>
  http.calls.map(({ path }) => path.split("?")[0]).filter((path) => path?.startsWith("/ping"));
const metrics = () => readFile(join(workspace.folder, "spendesk-hr.prom"), "utf8");

describe("notifications and metrics of apply", () => {
  it("keep quiet after a run without changes, but for the monitor", async () => {
    const run = await apply();
    expect(run.exitCode).toBe(0);
    expect(run.stderr).not.toContain("Warning");
    expect(slackTexts()).toEqual([]);
    expect(mail.mails).toEqual([]);
    expect(pings()).toEqual(["/ping/check/start", "/ping/check"]);
    expect(await metrics()).toContain('spendesk_hr_entity_failed{entity="acme-uk"} 0');
  });

  it("tell of an outage once, and of its end", async () => {
    workspace.sandbox.control.setFaults(["503"]);
    expect((await apply()).exitCode).toBe(7);
    expect((await apply()).exitCode).toBe(7);
    workspace.sandbox.control.setFaults([]);
    expect((await apply()).exitCode).toBe(0);
    expect(slackTexts().map((text) => text.split("\n")[0])).toEqual([
      "*spendesk-hr: the sync failed (acme-uk)*",
      "*spendesk-hr: the sync works again (acme-uk)*",
    ]);
    expect(slackTexts()[0]).toContain("503");
    expect(mail.mails.map(({ to }) => to)).toEqual([["it@acme.test"], ["it@acme.test"]]);
    expect(pings().filter((path) => path === "/ping/check/fail")).toHaveLength(2);
  });

  it("tell of changes by numbers, with the metrics saying the same", async () => {
    workspace.sandbox.control.upsertEmployee(NOVA);
    expect((await apply()).exitCode).toBe(0);
    const [text] = slackTexts();
    expect(text).toContain("acme-uk: 1 created.");
    expect(text).not.toContain("Nova");
    expect(await metrics()).toContain(
      'spendesk_hr_changes{entity="acme-uk",action="create",outcome="applied"} 1',
    );
  });

  it("tell of a safety stop with its numbers and the way out", async () => {
    for (const { id } of workspace.sandbox.control.employees().slice(0, 20)) {
      workspace.sandbox.control.removeEmployee(id);
    }
    expect((await apply()).exitCode).toBe(5);
    expect(slackTexts()[0]).toContain("the sync stopped for safety");
    expect(slackTexts()[0]).toContain("--allow-employees 10");
    expect(await metrics()).toContain("spendesk_hr_last_run_exit_code 5");
  });

  it("tell of a key that ends soon once a day", async () => {
    const key = (date: string) =>
      workspace.run(["credentials", "set", "spendesk", "--expires-on", date, "--no-input"]);
    const inAWeek = new Date(now.getTime() + 7 * 86_400_000).toISOString().slice(0, 10);
    expect((await key(inAWeek)).exitCode).toBe(0);
    await apply();
    await apply();
    now = new Date(now.getTime() + 25 * 3_600_000);
    await apply();
    expect(slackTexts()).toHaveLength(2);
    expect(slackTexts()[0]).toContain(`the Spendesk API key ends on ${inAWeek}`);
  });

  it("name whom people are to look at once it reaches somebody, and then once a day", async () => {
    const config = await readFile(workspace.configPath, "utf8");
    const asked = config.replace(/^ {2}email: .*\n/m, "").replace("on: [failure", "on: [attention, failure");
    await writeFile(workspace.configPath, asked);
    // Two people with one address.
    const twins = [NOVA, { ...NOVA, firstName: "Piet", lastName: "Smit" }];
    for (const twin of twins) workspace.sandbox.control.upsertEmployee(twin);
    const slack = workspace.env.SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL;
    workspace.env.SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL = "http://127.0.0.1:1/nobody";
    expect((await apply()).stderr).toContain("Warning: the notification by slack was not sent");
    workspace.env.SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL = slack;
    for (const hours of [6, 6, 6, 18]) {
      now = new Date(now.getTime() + hours * 3_600_000);
      const run = await apply();
      expect(run.exitCode, run.stderr).toBe(0);
    }
    const [news, reminder, ...more] = slackTexts();
    expect(news).toMatch(/acme-uk: 2 new to look at: Nova Keller: .* Piet Smit: /);
    expect(reminder).toContain("acme-uk: 2 still to look at: Nova Keller, Piet Smit.");
    expect(more).toEqual([]);
  });

  it("tell of a state that can't be opened", async () => {
    const run = await apply(["--state-dir", "/dev/null/state"]);
    expect(run.exitCode).toBe(78);
    expect(slackTexts()[0]).toContain("the sync failed");
  });

  it("never change how the run ends when nobody can be reached", async () => {
    await http.close();
    await mail.close();
    workspace.sandbox.control.upsertEmployee(NOVA);
    const run = await apply();
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("Warning: the notification by slack was not sent");
    expect(run.stderr).toContain("Warning: the notification by email was not sent");
    expect(run.stderr).not.toContain("slack-address-of-the-test");
    http = await openHttpReceiver();
    mail = await openMailReceiver();
  });

  it("say which credential is missing, and go on", async () => {
    delete workspace.env.SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL;
    const run = await apply();
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("Warning: nobody will be notified");
    expect(run.stderr).toContain("SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL");
  });

  it("are left to apply: a preview tells nobody", async () => {
    workspace.sandbox.control.setFaults(["503"]);
    expect((await workspace.run(["preview"], { network: QUICK })).exitCode).toBe(7);
    expect(http.calls).toEqual([]);
  });
});
