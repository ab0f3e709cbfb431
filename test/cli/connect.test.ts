import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CliOptions, CliRun } from "../support/run-cli.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

interface ConnectDocument {
  readonly connectionStatus: string;
  readonly check: {
    readonly members: number;
    readonly employees: number;
    readonly ownerFound: boolean | null;
    readonly findings: readonly { readonly label: string; readonly state: string; readonly next: string }[];
  };
  readonly nextSteps: readonly string[];
}

describe("connect without a terminal", () => {
  let desk: SandboxWorkspace;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 10, members: 2, ownerEmail: "olivia.owner@acme.test" });
  });
  afterEach(() => desk?.close());

  /** The flags of a whole `connect`, without those that a test leaves out. */
  function command(...more: string[]): string[] {
    return [
      ...["connect", "personio", "--entity", "acme-uk", "--set", "timezone=Europe/London"],
      ...["--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${desk.sandbox.providerUrl("personio")}`],
      ...more,
    ];
  }

  async function refusal(argv: readonly string[], options: Partial<CliOptions> = {}) {
    const { exitCode, document } = await desk.json<ErrorDocument>(argv, options);
    return { exitCode, ...document.error };
  }

  /** The environment without the credentials. */
  function withoutCredentials(env = desk.env): Record<string, string | undefined> {
    return Object.fromEntries(Object.entries(env).filter(([name]) => !/_CLIENT_(ID|SECRET)$/.test(name)));
  }

  async function file(): Promise<string> {
    return readFile(desk.configPath, "utf8");
  }

  async function expectNothingStored(): Promise<void> {
    expect(await readdir(desk.folder)).toEqual([]);
  }

  it("connects with flags and credentials from the environment, and reports with the provider's names", async () => {
    desk.sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["team"] } } });
    const { exitCode, document } = await desk.json<ConnectDocument>(
      command("--yes", "--set", "owner=olivia.owner@acme.test", "--set", "keyExpiresOn=2099-05-31"),
    );
    expect(exitCode).toBe(0);
    expect(document.connectionStatus).toBe("awaiting_actions");
    expect(document.nextSteps).toEqual(["spendesk-hr configure --entity acme-uk"]);
    expect(document.check).toMatchObject({ members: 3, employees: 10, ownerFound: true });
    const team = document.check.findings.find(({ label }) => label === "Team");
    expect(team).toMatchObject({ state: "missing", next: expect.stringContaining("tick Team.") });
    expect(await file()).toContain("protect:\n      - olivia.owner@acme.test\n");
    const status = await desk.json<{ entities: { keyExpiresOn: string }[] }>(["status"]);
    expect(status.document.entities[0]?.keyExpiresOn).toBe("2099-05-31");
  });

  it("says which tick box a missing permission has, also in the text", async () => {
    desk.sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["team"] } } });
    const { stderr } = await desk.run(command("--yes"));
    expect(stderr).toContain("⚠ Team can't be read. It is for: Filter by Team. In Personio: Marketplace");
    expect(stderr).toContain("✔ Readable: Email, First name");
  });

  it("stops at a required permission that is missing and names it", async () => {
    desk.sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["email"] } } });
    const { exitCode, code, message, hint } = await refusal(command("--yes"));
    expect([exitCode, code]).toEqual([4, "permission_missing"]);
    expect(message).toContain("can't read what the sync needs: Email.");
    expect(hint).toContain("tick Email.");
    await expectNothingStored();
  });

  describe("--set", () => {
    it.each([
      ["timezone", "setting_syntax", "A `--set` flag has no value"],
      ["timezon=UTC", "setting_unknown", "There is no setting timezon."],
      ["timezone=Mars", "setting_invalid", "It must be a time zone such as Europe/London, or UTC."],
      [
        "walletCurrency=pounds",
        "setting_invalid",
        "It must be a currency code of three letters such as GBP.",
      ],
      ["owner=olivia", "setting_invalid", "It must be an e-mail address."],
      ["keyExpiresOn=31.05.2099", "setting_invalid", "It must be a day of the form YYYY-MM-DD."],
      ["keyExpiresOn=2020-01-31", "setting_invalid", "This day is over."],
      ["source.baseUrl=http://hr.example.test", "setting_invalid", "It can't be used."],
      ["credentials.store=keychian", "setting_invalid", "Did you mean `keychain`?"],
    ])("refuses %s with %s", async (setting, expected, says) => {
      const { exitCode, code, message } = await refusal(command("--yes", "--set", setting));
      expect([exitCode, code]).toEqual([64, expected]);
      expect(message).toContain(says);
      await expectNothingStored();
    });

    it("suggests the setting that was meant, those of the provider included", async () => {
      expect((await refusal(command("--set", "timezon=UTC"))).hint).toBe("Did you mean `--set timezone=…`?");
      const { message, hint } = await refusal(command("--set", "settings.ibanAtribute=IBAN"));
      expect(hint).toBe("Did you mean `--set settings.ibanAttribute=…`?");
      expect(message).toContain("settings.bicAttribute");
    });

    it("knows the environments of Spendesk, and takes one address only", async () => {
      const argv = ["connect", "personio", "--entity", "acme-uk", "--set", "timezone=UTC"];
      const wrong = await refusal([...argv, "--set", "spendesk.environment=demos"]);
      expect([wrong.exitCode, wrong.code]).toEqual([64, "setting_invalid"]);
      expect(wrong.message).toContain("It must be production or demo. Did you mean `demo`?");
      const both = await refusal(command("--set", "spendesk.environment=demo"));
      expect(both.message).toContain("It can't stand beside spendesk.environment");
    });

    it("stores settings of the provider, and takes one away when it is empty", async () => {
      await desk.run(command("--yes", "--set", "settings.ibanAttribute=dynamic_81001"));
      expect(await file()).toContain("settings:\n        ibanAttribute: dynamic_81001\n");
      await desk.run(command("--yes"));
      expect(await file()).toContain("ibanAttribute: dynamic_81001\n");
      await desk.run(command("--yes", "--set", "settings.ibanAttribute="));
      expect(await file()).toContain("settings: {}\n");
    });

    it("writes the chosen credential store above the entities", async () => {
      const env = { ...desk.env, SPENDESK_HR_CREDENTIALS_STORE: undefined };
      expect((await desk.run(command("--yes", "--set", "credentials.store=env"), { env })).exitCode).toBe(0);
      expect(await file()).toMatch(/^credentials:\n {2}store: env$/m);
      expect((await desk.run(["configure", "--include", "all", "--yes"], { env })).exitCode).toBe(0);
    });

    it("warns when the environment goes on deciding another store", async () => {
      const { stderr } = await desk.run(command("--yes", "--set", "credentials.store=keychain"));
      expect(stderr).toContain("Warning: SPENDESK_HR_CREDENTIALS_STORE is env and has precedence");
    });
  });

  describe("missing answers", () => {
    it.each([
      [["connect", "personio"], "--entity acme-uk"],
      [["connect", "--entity", "acme-uk"], "spendesk-hr connect personio"],
      [["connect", "personio", "--entity", "acme-uk"], "--set timezone=Europe/London"],
    ])("end %j and name what to add", async (argv, addition) => {
      const { exitCode, code, hint } = await refusal(argv);
      expect([exitCode, code]).toEqual([64, "answer_missing"]);
      expect(hint).toContain(addition);
      await expectNothingStored();
    });

    it("name every credential that is missing, with its variable", async () => {
      const { exitCode, code, message, hint } = await refusal(command("--yes"), {
        env: withoutCredentials(),
      });
      expect([exitCode, code]).toEqual([4, "credentials_missing"]);
      expect(message).toContain("Spendesk API key id, Spendesk API key secret, Personio Client ID");
      expect(hint).toContain("SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET");
      expect(hint).toContain("SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID");
    });

    it("end with the need for a confirmation after the check, with nothing stored", async () => {
      const { exitCode, code, hint } = await refusal(command());
      expect([exitCode, code]).toEqual([5, "confirmation_needed"]);
      expect(hint).toContain("--yes");
      await expectNothingStored();
    });
  });

  it("stores nothing when it was told to stop meanwhile", async () => {
    const { exitCode } = await desk.run(command("--yes"), { signal: AbortSignal.abort() });
    expect(exitCode).toBe(130);
    await expectNothingStored();
  });

  it("suggests the HR tool that was meant", async () => {
    const { exitCode, code, hint } = await refusal(["connect", "persono", "--entity", "acme-uk"]);
    expect([exitCode, code]).toEqual([64, "unknown_provider"]);
    expect(hint).toContain("Did you mean personio?");
  });

  it.each(["Acme UK", "acme_uk", ""])("refuses %j as the name of an entity", async (name) => {
    const { exitCode, code } = await refusal(["connect", "personio", "--entity", name]);
    expect([exitCode, code]).toEqual([64, "entity_name"]);
  });

  it("tells wrong credentials of either side", async () => {
    const wrong = (name: string) => ({ env: { ...desk.env, [`SPENDESK_HR_ACME_UK_${name}`]: "wrong-0189" } });
    const spendesk = await refusal(command("--yes"), wrong("SPENDESK_CLIENT_SECRET"));
    expect([spendesk.exitCode, spendesk.code]).toEqual([4, "spendesk_credentials_refused"]);
    const personio = await refusal(command("--yes"), wrong("PERSONIO_CLIENT_SECRET"));
    expect([personio.exitCode, personio.code]).toEqual([4, "credentials_refused"]);
    await expectNothingStored();
  });

  it("tells both ends when both fail", async () => {
    const env = {
      ...desk.env,
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET: "wrong-0189",
      SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET: "wrong-0190",
    };
    const { exitCode, code, message, hint } = await refusal(command("--yes"), { env });
    expect([exitCode, code]).toEqual([4, "spendesk_credentials_refused"]);
    expect(message).toContain("Spendesk does not accept the API key.");
    expect(message).toContain("Personio does not accept the Client ID and Client secret.");
    expect(hint).toContain("Let the Account Owner make a key in Spendesk");
    expect(hint).toContain("`spendesk-hr connect personio --entity acme-uk`");
    await expectNothingStored();
  });

  describe("on an entity that is configured", () => {
    const FILE = `# Ask Ada before changing.
version: 1
entities:
  acme-uk:
    timezone: Europe/Paris # head office
    walletCurrency: EUR
    spendesk: { baseUrl: SPENDESK } # sandbox
    source:
      provider: personio
      baseUrl: PERSONIO
      settings: { ibanAttribute: IBAN } # agreed with HR
    employees: { include: all }
    protect: [owner@acme.test] # owns the account
`;

    async function write(text: string): Promise<string> {
      const written = text
        .replace("SPENDESK", desk.sandbox.spendeskUrl())
        .replace("PERSONIO", desk.sandbox.providerUrl("personio"));
      await writeFile(desk.configPath, written);
      return written;
    }

    it("needs nothing but a confirmation, and leaves the file as it is", async () => {
      const text = await write(FILE);
      expect((await desk.run(["connect", "--yes"])).exitCode).toBe(0);
      expect(await file()).toBe(text);
    });

    it("changes what is given and keeps everything else, comments included", async () => {
      const text = await write(FILE);
      const flags = ["--set", "timezone=Europe/London", "--set", "owner=olivia@acme.test"];
      expect((await desk.run(["connect", "--yes", ...flags])).exitCode).toBe(0);
      expect(await file()).toBe(
        text
          .replace("timezone: Europe/Paris", "timezone: Europe/London")
          .replace("[owner@acme.test]", "[ owner@acme.test, olivia@acme.test ]"),
      );
      expect((await desk.run(["connect", "--yes", "--set", "walletCurrency="])).exitCode).toBe(0);
      expect(await file()).not.toContain("walletCurrency");
    });

    it("needs confirming anew by configure", async () => {
      await write(FILE);
      expect((await desk.run(["configure", "--yes"])).exitCode).toBe(0);
      await desk.run(["connect", "--yes"]);
      const { document } = await desk.json<{ entities: { connectionStatus: string }[] }>(["status"]);
      expect(document.entities[0]?.connectionStatus).toBe("awaiting_actions");
    });

    it("refuses settings that the provider does not know, and changes nothing", async () => {
      const text = await write(FILE.replace("ibanAttribute", "ibanAtribute"));
      const { exitCode, code, message } = await refusal(["connect", "--yes"]);
      expect([exitCode, code]).toEqual([78, "provider_settings"]);
      expect(message).toContain("Did you mean ibanAttribute?");
      expect(await file()).toBe(text);
    });
  });

  describe("--credentials-file", () => {
    /** As the store is chosen by flags. */
    const env = () => ({ ...withoutCredentials(), SPENDESK_HR_CREDENTIALS_STORE: undefined });
    const inFile = (...more: string[]) =>
      command("--set", "credentials.store=file", "--set", "credentials.file.path=keys.json", ...more);

    /** What is in the store afterwards. */
    async function stored(): Promise<unknown> {
      const text = await readFile(join(desk.folder, "keys.json"), "utf8").catch(() => "{}");
      return JSON.parse(text)["acme-uk"];
    }

    async function writeCredentials(value: unknown, mode = 0o600): Promise<string> {
      const path = join(desk.folder, "secrets.json");
      await writeFile(path, JSON.stringify(value), { mode });
      await chmod(path, mode);
      return path;
    }

    function credentials() {
      const { spendesk, personio } = desk.sandbox.credentials;
      return { spendesk, personio };
    }

    function expectNoSecret({ stdout, stderr }: CliRun): void {
      for (const { clientSecret } of Object.values(credentials())) {
        expect(stdout + stderr).not.toContain(clientSecret);
      }
    }

    it("stores what the file holds where it was told to, from where later runs read it", async () => {
      const path = await writeCredentials(credentials());
      const run = await desk.run(inFile("--yes", "--credentials-file", path), { env: env() });
      expect(run.exitCode).toBe(0);
      expectNoSecret(run);
      expect(await stored()).toEqual(credentials());
      expect((await desk.run(["configure", "--include", "all", "--yes"], { env: env() })).exitCode).toBe(0);
    });

    it("reads JSON from standard input", async () => {
      const stdin = JSON.stringify(credentials());
      const run = await desk.run(inFile("--yes", "--credentials-file", "-"), { env: env(), stdin });
      expect(run.exitCode).toBe(0);
      expectNoSecret(run);
      expect(await stored()).toEqual(credentials());
    });

    it("refuses a file that others may read", async () => {
      const path = await writeCredentials(credentials(), 0o644);
      const { exitCode, code, hint } = await refusal(inFile("--yes", "--credentials-file", path), {
        env: env(),
      });
      expect([exitCode, code]).toEqual([4, "credentials_file_permissions"]);
      expect(hint).toContain("chmod 600");
      expect(await stored()).toBeUndefined();
    });

    it("warns of names nobody reads", async () => {
      const { spendesk, personio } = credentials();
      const path = await writeCredentials({
        spendesk: { ...spendesk, clientSecrets: "x" },
        personnio: personio,
      });
      const { exitCode, stderr } = await desk.run(inFile("--yes", "--credentials-file", path), {
        env: env(),
      });
      expect(exitCode).toBe(4);
      expect(stderr).toContain(
        "spendesk.clientSecrets, which is not used. Did you mean spendesk.clientSecret?",
      );
      expect(stderr).toContain("personnio, which is not used. Did you mean personio?");
    });

    it("refuses what can't be a secret, without repeating it", async () => {
      const { spendesk, personio } = credentials();
      const path = await writeCredentials({ spendesk, personio: { ...personio, clientSecret: "two words" } });
      const { exitCode, code, message } = await refusal(inFile("--yes", "--credentials-file", path), {
        env: env(),
      });
      expect([exitCode, code]).toEqual([4, "credential_invalid"]);
      expect(message).not.toContain("two words");
    });

    it("tells what still has to be set when the store is the environment", async () => {
      const path = await writeCredentials(credentials());
      const { exitCode, stdout } = await desk.run(command("--yes", "--credentials-file", path), {
        env: { ...env(), SPENDESK_HR_CREDENTIALS_STORE: "env" },
      });
      expect(exitCode).toBe(0);
      expect(stdout).toContain("Next: Set SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET");
    });
  });
});
