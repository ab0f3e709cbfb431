import { readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { writesTo } from "../support/sandbox-requests.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";

interface Card {
  readonly entity: string;
  readonly connectionStatus: string;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  readonly lastSuccessAt: string | null;
  readonly lastAttemptAt: string | null;
  readonly nextSteps: readonly string[];
}

const SECRET = "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function card(): Promise<Card> {
  const { exitCode, document } = await workspace.json<{ entities: Card[] }>(["status"]);
  expect(exitCode).toBe(0);
  const [first] = document.entities;
  if (!first) throw new Error("no card");
  return first;
}

async function editConfig(from: string, to: string): Promise<void> {
  const text = await readFile(workspace.configPath, "utf8");
  expect(text).toContain(from);
  await writeFile(workspace.configPath, text.replace(from, to));
}

async function writeConfig(): Promise<void> {
  const { sandbox, configPath } = workspace;
  await writeFile(
    configPath,
    [
      "version: 1",
      "entities:",
      "  acme-uk:",
      "    timezone: Europe/London",
      `    spendesk: { baseUrl: "${sandbox.spendeskUrl()}" }`,
      `    source: { provider: personio, baseUrl: "${sandbox.providerUrl("personio")}" }`,
      `    employees: { include: filter, filter: ["${RULE}"] }`,
      "credentials: { store: env }",
      "",
    ].join("\n"),
  );
}

describe("the connection status", () => {
  it("goes from awaiting actions over connected to a recorded success", async () => {
    workspace = await openSandboxWorkspace();
    done(await workspace.connect());
    expect(await card()).toMatchObject({
      connectionStatus: "awaiting_actions",
      nextSteps: ["spendesk-hr configure --entity acme-uk"],
    });
    done(await workspace.configure());
    expect(await card()).toMatchObject({
      connectionStatus: "connected",
      lastSuccessAt: null,
      nextSteps: ["spendesk-hr apply --entity acme-uk"],
    });
    done(await workspace.run(["apply", "--yes"]));
    const after = await card();
    expect(after).toMatchObject({ connectionStatus: "connected", error: null, nextSteps: [] });
    expect(after.lastSuccessAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("is shown to people with its symbol and its word", async () => {
    workspace = await openAppliedWorkspace();
    const { stdout } = done(await workspace.run(["status"]));
    expect(stdout).toContain("acme-uk  ✔ connected");
    expect(stdout).toContain(RULE);
    expect(stdout).toMatch(/✔ \d+ managed$/m);
  });

  it("awaits actions once the filter was changed by hand, and apply stops until that is accepted", async () => {
    workspace = await openAppliedWorkspace();
    await editConfig("London,Paris", "London,Berlin");
    expect(await card()).toMatchObject({ connectionStatus: "awaiting_actions" });

    const refused = await workspace.run(["apply", "--yes"]);
    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain("--accept-config");
    expect(writesTo(workspace.sandbox)).toEqual({});
    expect(await card()).toMatchObject({ connectionStatus: "awaiting_actions", error: null });

    done(await workspace.run(["apply", "--yes", "--accept-config"]));
    expect(Object.keys(writesTo(workspace.sandbox))).toContain("POST /spendesk/v1/users");
    expect(await card()).toMatchObject({ connectionStatus: "connected" });
  });

  it("is connected again when the filter is put back, and stays so for another order of its values", async () => {
    workspace = await openAppliedWorkspace();
    await editConfig("London,Paris", "Paris,London");
    expect(await card()).toMatchObject({ connectionStatus: "connected" });
    await editConfig("Remote,Paris,London", "Remote,London");
    expect(await card()).toMatchObject({ connectionStatus: "awaiting_actions" });
    await editConfig("Remote,London", "Remote,London,Paris");
    expect(await card()).toMatchObject({ connectionStatus: "connected" });
  });

  it("is an error after a wrong secret, keeps the last success, and recovers", async () => {
    workspace = await openAppliedWorkspace();
    const before = await card();
    const secret = workspace.env[SECRET];
    workspace.env[SECRET] = "papi-of-another-account";
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(4);

    const failed = await card();
    expect(failed).toMatchObject({
      connectionStatus: "error",
      lastSuccessAt: before.lastSuccessAt,
      nextSteps: [
        expect.stringMatching(/^Run `spendesk-hr connect personio/u),
        "spendesk-hr preview --entity acme-uk (shows whether it works again)",
      ],
    });
    expect(failed.error?.message).toContain("Personio");
    expect(failed.error?.hint).toBe(failed.nextSteps[0]);
    expect((await workspace.run(["status"])).stdout).toContain("✘ error");

    workspace.env[SECRET] = secret;
    done(await workspace.run(["preview"]));
    expect(await card()).toMatchObject({
      connectionStatus: "connected",
      error: null,
      lastSuccessAt: before.lastSuccessAt,
    });
  });

  it("tells the last attempt from the last success", async () => {
    workspace = await openConnectedWorkspace();
    const at = (time: string) => ({ now: () => new Date(time) });
    done(await workspace.run(["apply", "--yes"], at("2030-01-01T06:00:00Z")));
    workspace.sandbox.control.setFaults(["html@/personio"]);
    await workspace.run(["apply", "--yes"], at("2030-01-02T06:00:00Z"));
    expect(await card()).toMatchObject({
      lastSuccessAt: "2030-01-01T06:00:00.000Z",
      lastAttemptAt: "2030-01-02T06:00:00.000Z",
    });
  });

  it("awaits actions for a configuration written by hand until apply accepts it", async () => {
    workspace = await openSandboxWorkspace();
    await writeConfig();
    expect(await card()).toMatchObject({ connectionStatus: "awaiting_actions", lastAttemptAt: null });
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(5);
    expect(writesTo(workspace.sandbox)).toEqual({});
    done(await workspace.run(["apply", "--yes", "--accept-config"]));
    expect(await card()).toMatchObject({ connectionStatus: "connected" });
    done(await workspace.run(["apply", "--yes"]));
  });

  it("confirms a configuration written by hand with configure", async () => {
    workspace = await openSandboxWorkspace();
    await writeConfig();
    done(await workspace.run(["configure", "--yes"]));
    expect(await card()).toMatchObject({ connectionStatus: "connected" });
    done(await workspace.run(["apply", "--yes"]));
  });
});
