import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sandboxEnvironment } from "../../src/cli/sandbox-environment.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string };
}

describe("lucca with the Lucca API", () => {
  let desk: SandboxWorkspace;
  let env: Record<string, string | undefined>;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({
      employees: 24,
      members: 2,
      seed: 7,
      ownerEmail: "olivia.owner@acme.test",
    });
    env = { ...desk.env, ...sandboxEnvironment(desk.sandbox, "acme-uk", "lucca") };
  });
  afterEach(() => desk?.close());

  /** Runs a command whose environment has the credentials of both generations, or only some of them. */
  function run(argv: readonly string[], without = /^$/) {
    const some = Object.fromEntries(Object.entries(env).filter(([name]) => !without.test(name)));
    return desk.run(argv, { env: some });
  }

  function connect(...flags: string[]): string[] {
    return [
      ...["connect", "lucca", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
      ...["--set", "owner=olivia.owner@acme.test", "--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${desk.sandbox.providerUrl("lucca")}`],
      ...flags,
    ];
  }

  async function refusal(...flags: string[]) {
    const { document } = await desk.json<ErrorDocument>(connect(...flags), { env });
    return document.error;
  }

  it("plays the story of the demo, with tokens counted and no key of the legacy API", async () => {
    const noApiKey = /LUCCA_API_KEY$/;
    const connected = done(await run(connect("--set", "settings.apiGeneration=lucca-api"), noApiKey));
    expect(connected.stderr).not.toContain("Warning");
    expect(connected.stderr).not.toContain("IBAN");
    expect(await readFile(desk.configPath, "utf8")).toContain("apiGeneration: lucca-api");
    done(
      await run(["configure", "--yes", "--rule", "'Work Location' is one of: Remote,London,Paris"], noApiKey),
    );

    desk.sandbox.control.resetStats();
    const { stdout } = done(await run(["preview", "-o", "json"], noApiKey));
    const [entity] = JSON.parse(stdout).entities;
    expect(entity.summary).toMatchObject({ create: 15, update: 1, archive: 0 });
    expect(entity.read).toMatchObject({ complete: true, employees: 24, requests: { provider: 5 } });
    const asked = Object.keys(desk.sandbox.stats().requests).filter((route) => route.includes("/lucca/"));
    expect(asked).toContain("POST /lucca/connect/token");
    expect(asked.filter((route) => route.includes("/api/v3/"))).toEqual([]);
    expect(asked.filter((route) => route.includes("personal-records"))).toEqual([]);

    done(await run(["apply", "--yes"], noApiKey));
    expect(done(await run(["preview"], noApiKey)).stdout).toContain("Plan: no changes.");
  });

  it("says where bank details are asked for that Lucca has no BIC, and what to do", async () => {
    const { stderr } = done(
      await run(connect("--set", "settings.apiGeneration=lucca-api", "--set", "settings.bankDetails=yes")),
    );
    expect(stderr).toMatch(/Readable: [^✔⚠]*IBAN/);
    expect(stderr).toMatch(/empty for all 24 people: [^✔]*BIC/);
    expect(stderr.replace(/\s+/g, " ")).toContain("sync.deriveBic");
    done(await run(["configure", "--yes", "--include", "all"]));
    expect(done(await run(["preview", "-o", "json"])).stdout).toContain("bank_bic_missing");
  });

  it("needs the credentials of the chosen generation only, and names those that are missing", async () => {
    done(await run(connect(), /LUCCA_CLIENT/));
    const { exitCode, stderr } = await run(
      connect("--set", "settings.apiGeneration=lucca-api"),
      /LUCCA_CLIENT/,
    );
    expect(exitCode).toBe(4);
    expect(stderr).toContain("Lucca Client ID, Lucca Client secret");
    expect(stderr).toContain("SPENDESK_HR_ACME_UK_LUCCA_CLIENT_SECRET");
    expect(stderr).not.toContain("API key,");
  });

  it("drops settings of the generation that is left, and keeps the generation otherwise", async () => {
    done(await run(connect("--set", "settings.ibanField=e_iban")));
    expect(await readFile(desk.configPath, "utf8")).toContain("ibanField: e_iban");
    done(await run(connect("--set", "settings.apiGeneration=lucca-api", "--set", "settings.bankDetails=no")));
    const changed = await readFile(desk.configPath, "utf8");
    expect(changed).toContain("bankDetails: no");
    expect(changed).not.toContain("ibanField");
    done(await run(connect()));
    expect(await readFile(desk.configPath, "utf8")).toContain("apiGeneration: lucca-api");
  });

  it("refuses an unknown generation before it looks for credentials, and settings of the other one", async () => {
    expect(await refusal("--set", "settings.apiGeneration=v5")).toMatchObject({
      code: "setting_invalid",
      message: expect.stringContaining("legacy or lucca-api"),
    });
    expect(
      await refusal("--set", "settings.apiGeneration=lucca-api", "--set", "settings.ibanField=e_iban"),
    ).toMatchObject({
      code: "provider_settings",
      message: expect.stringContaining("ibanField: is only for apiGeneration legacy"),
    });
  });

  it("says in the configuration's own words what is wrong with a generation written by hand", async () => {
    done(await run(connect("--set", "settings.apiGeneration=lucca-api")));
    const text = await readFile(desk.configPath, "utf8");
    await writeFile(desk.configPath, text.replace("apiGeneration: lucca-api", "apiGeneration: newest"));
    const { exitCode, stderr } = await run(["configure", "--yes", "--include", "all"]);
    expect(exitCode).toBe(78);
    expect(stderr).toContain("apiGeneration: must be legacy or lucca-api");
  });

  it("shows both generations in `providers`", async () => {
    const { stdout } = done(await run(["providers", "lucca"]));
    for (const text of [
      "settings.apiGeneration: legacy",
      "settings.apiGeneration: lucca-api",
      "apiKey: API key, kept secret",
      "clientSecret: Client secret, kept secret",
    ]) {
      expect(stdout).toContain(text);
    }
    const { document } = await desk.json<{ provider: { variants: { choices: object[] } } }>([
      "providers",
      "lucca",
    ]);
    expect(document.provider.variants.choices).toEqual([
      expect.objectContaining({ value: "legacy", requests: expect.objectContaining({ for1000: 1 }) }),
      expect.objectContaining({ value: "lucca-api", requests: expect.objectContaining({ for1000: 14 }) }),
    ]);
    expect(done(await run(["providers", "-o", "csv"])).stdout).toContain(
      "Lucca address, API key; or Lucca address, Client ID, Client secret",
    );
  });
});
