import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decrypted, encryptCheaply, encryptTo, encryptWith, newKey } from "../credentials/age-files.js";
import { done } from "../support/connected-workspace.js";
import { bareEnv, sandboxKeys, writeConfig, writeSecret } from "../support/credential-files.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { found, keyNeedles } from "../support/secret-needles.js";

/** A password manager: a program that looks into a file. */
const PRINT = "console.log(require(process.argv[1])[process.argv[2]][process.argv[3]])";
const PASSPHRASE = "tulip harbour sixteen ladders";

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 8, members: 2 });
});
afterEach(() => workspace.close());

/** A preview that must work with nothing but these variables. */
async function expectPreview(env: Record<string, string | undefined> = {}): Promise<void> {
  const run = done(
    await workspace.run(["preview", "-o", "json", "--debug"], { env: { ...bareEnv(workspace), ...env } }),
  );
  expect(JSON.parse(run.stdout).entities[0].summary.create).toBeGreaterThan(0);
  expect(found(keyNeedles(workspace), run.stdout + run.stderr)).toEqual([]);
}

async function refused(argv: readonly string[], env: Record<string, string | undefined> = {}) {
  const run = await workspace.run([...argv, "-o", "json"], { env: { ...bareEnv(workspace), ...env } });
  expect(found(keyNeedles(workspace), run.stdout + run.stderr)).toEqual([]);
  const { error }: ErrorDocument = JSON.parse(run.stdout);
  return { exitCode: run.exitCode, ...error };
}

describe("credentials from a file", () => {
  it("are read from the configured path, which starts at the configuration's folder", async () => {
    await writeConfig(workspace, { credentials: "{ store: file, file: { path: keys/hr.json } }" });
    await writeSecret(workspace, "keys/hr.json", { "acme-uk": sandboxKeys(workspace) });
    await expectPreview();
  });

  it("are read from the user's own folder when no path is configured", async () => {
    await writeConfig(workspace, { credentials: "{ store: file }" });
    const keys = { "acme-uk": sandboxKeys(workspace) };
    await writeSecret(workspace, "config/spendesk-hr/credentials.json", keys);
    await expectPreview({ XDG_CONFIG_HOME: join(workspace.folder, "config") });
  });

  it("are refused when others may read them", async () => {
    await writeConfig(workspace, { credentials: "{ store: file, file: { path: hr.json } }" });
    await writeSecret(workspace, "hr.json", { "acme-uk": sandboxKeys(workspace) }, 0o644);
    const { exitCode, code, hint } = await refused(["preview"]);
    expect([exitCode, code]).toEqual([4, "credentials_file_permissions"]);
    expect(hint).toContain("chmod 600");
    expect(workspace.sandbox.stats().total).toBe(0);
  });
});

describe("credentials from an encrypted file", () => {
  it("are read with a key file", async () => {
    const keyFile = join(workspace.folder, "age.key");
    const recipient = await newKey(keyFile);
    const plain = await writeSecret(workspace, "plain.json", { "acme-uk": sandboxKeys(workspace) });
    await encryptTo([recipient], plain, join(workspace.folder, "hr.age"), { isArmored: true });
    await writeConfig(workspace, {
      credentials: "{ store: encrypted-file, encryptedFile: { path: hr.age, keyFile: age.key } }",
    });
    await expectPreview();
  });

  it("need a passphrase that is in the environment when nobody can be asked", async () => {
    encryptCheaply();
    await writeConfig(workspace, {
      credentials: "{ store: encrypted-file, encryptedFile: { path: hr.age } }",
    });
    const { spendesk, personio } = sandboxKeys(workspace);
    const before = JSON.stringify({
      "acme-uk": { spendesk, personio: { ...personio, clientSecret: "old" } },
    });
    await encryptWith(PASSPHRASE, before, join(workspace.folder, "hr.age"));
    const secrets = await writeSecret(workspace, "secrets.json", { personio });
    const env = { ...bareEnv(workspace), SPENDESK_HR_CREDENTIALS_PASSPHRASE: PASSPHRASE };
    const set = ["credentials", "set", "personio", "--credentials-file", secrets, "--no-test"];
    done(await workspace.run(set, { env }));
    await expectPreview({ SPENDESK_HR_CREDENTIALS_PASSPHRASE: PASSPHRASE });
    const { exitCode, code, hint } = await refused(["preview"]);
    expect([exitCode, code]).toEqual([4, "encrypted_key_missing"]);
    expect(hint).toContain("SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE");
  });

  it("name their key once only, and the passphrase itself is refused in the configuration", async () => {
    await writeConfig(workspace, {
      credentials: "{ store: encrypted-file, encryptedFile: { keyFile: a, passphraseFile: b } }",
    });
    const twice = await refused(["config", "validate"]);
    expect([twice.exitCode, twice.code]).toEqual([78, "config_invalid"]);
    expect(twice.message).toContain("credentials.encryptedFile.passphraseFile can't stand beside keyFile");
    await writeConfig(workspace, {
      credentials: `{ store: encrypted-file, encryptedFile: { passphrase: ${PASSPHRASE} } }`,
    });
    const secret = await refused(["config", "validate"]);
    expect(secret.code).toBe("config_secret");
    expect(JSON.stringify(secret)).not.toContain("tulip");
  });
});

describe("credentials from systemd", () => {
  it("are read from the unit's folder", async () => {
    await writeConfig(workspace, { credentials: "{ store: systemd }" });
    const { spendesk, personio } = sandboxKeys(workspace);
    for (const [connection, key] of Object.entries({ spendesk, personio })) {
      await writeSecret(workspace, `unit/spendesk-hr.acme-uk.${connection}.client-id`, key.clientId);
      await writeSecret(workspace, `unit/spendesk-hr.acme-uk.${connection}.client-secret`, key.clientSecret);
    }
    await expectPreview({ CREDENTIALS_DIRECTORY: join(workspace.folder, "unit") });
    const { exitCode, code } = await refused(["preview"]);
    expect([exitCode, code]).toEqual([4, "systemd_credentials_absent"]);
  });
});

describe("credentials from a command", () => {
  async function configure(words: readonly string[]): Promise<void> {
    await writeConfig(workspace, { credentials: `{ store: command, command: ${JSON.stringify(words)} }` });
  }

  it("are what the program prints", async () => {
    const secrets = await writeSecret(workspace, "vault.json", sandboxKeys(workspace));
    await configure([process.execPath, "-e", PRINT, secrets, "{connection}", "{field}"]);
    await expectPreview();
  });

  it("must tell the connections apart, so that no key goes to the wrong company", async () => {
    await configure(["pass", "show", "{field}"]);
    const { exitCode, message } = await refused(["config", "validate"]);
    expect(exitCode).toBe(78);
    expect(message).toContain("credentials.command must hold {connection}");
    await writeConfig(workspace, { credentials: "{ store: command }" });
    expect((await refused(["config", "validate"])).message).toContain("credentials.command is missing");
  });

  it.each([
    [0o666, "Every user of this machine"],
    [0o602, "Every user of this machine"],
    [0o660, "Its group"],
    [0o620, "Its group"],
  ])("are not asked for when others may change the configuration (mode %o)", async (mode, who) => {
    await configure(["touch", "{connection}{field}"]);
    await chmod(workspace.configPath, mode);
    const { exitCode, code, message, hint } = await refused(["preview"]);
    expect([exitCode, code]).toEqual([78, "config_permissions"]);
    expect(message).toContain(`${who} may write to it (mode ${mode.toString(8)})`);
    expect(hint).toContain(`chmod go-w '${workspace.configPath}'`);
    await expect(stat(join(workspace.folder, "spendeskclientId"))).rejects.toThrow();
  });

  it("end a run with 4 when the program fails", async () => {
    await configure(["false", "{connection}", "{field}"]);
    const { exitCode, code, hint } = await refused(["preview"]);
    expect([exitCode, code]).toEqual([4, "credential_command_failed"]);
    expect(hint).toContain("`false spendesk clientId`");
  });
});

describe("the choice of a source", () => {
  it("can be made for one connection, and only there", async () => {
    const { spendesk, personio } = sandboxKeys(workspace);
    await writeConfig(workspace, {
      credentials: "{ store: env }",
      source: "{ store: file, file: { path: hr.json } }",
    });
    await writeSecret(workspace, "hr.json", { "acme-uk": { personio } });
    const env = {
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID: spendesk.clientId,
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET: spendesk.clientSecret,
    };
    await expectPreview(env);
    // A variable is no way out when the file has nothing.
    await writeSecret(workspace, "hr.json", {});
    const { exitCode, code } = await refused(["preview"], {
      ...env,
      SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID: personio.clientId,
      SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET: personio.clientSecret,
    });
    expect([exitCode, code]).toEqual([4, "credentials_missing"]);
  });

  it("of one connection takes the settings it leaves out from above", async () => {
    await writeConfig(workspace, {
      credentials: "{ store: env, file: { path: hr.json } }",
      spendesk: "{ store: file }",
      source: "{ store: file }",
    });
    await writeSecret(workspace, "hr.json", { "acme-uk": sandboxKeys(workspace) });
    await expectPreview();
  });

  it("by the environment has precedence over the file, but not over a connection's own", async () => {
    await writeConfig(workspace, {
      credentials: "{ store: keychain }",
      source: "{ store: file, file: { path: hr.json } }",
    });
    const { spendesk, personio } = sandboxKeys(workspace);
    await writeSecret(workspace, "hr.json", { "acme-uk": { personio } });
    await expectPreview({
      SPENDESK_HR_CREDENTIALS_STORE: "env",
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID: spendesk.clientId,
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET: spendesk.clientSecret,
    });
  });

  it("can be changed without confirming the configuration anew", async () => {
    done(await workspace.connect());
    done(await workspace.configure("--include", "all"));
    const config = await readFile(workspace.configPath, "utf8");
    const secrets = await writeSecret(workspace, "hr.json", { "acme-uk": sandboxKeys(workspace) });
    await writeFile(
      workspace.configPath,
      config.replace(
        "provider: personio",
        `provider: personio\n      credentials: { store: file, file: { path: "${secrets}" } }`,
      ),
    );
    const { stdout } = done(await workspace.run(["status", "-o", "json"]));
    expect(JSON.parse(stdout).entities[0].connectionStatus).toBe("connected");
    done(await workspace.run(["preview"]));
  });
});

describe("connect", () => {
  const command = (...more: string[]) => [
    ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
    ...["--set", `spendesk.baseUrl=${workspace.sandbox.spendeskUrl()}`],
    ...["--set", `source.baseUrl=${workspace.sandbox.providerUrl("personio")}`],
    ...more,
  ];

  it("stores keys in a file that it was told, and later runs find them", async () => {
    const secrets = await writeSecret(workspace, "secrets.json", sandboxKeys(workspace));
    const flags = ["--set", "credentials.store=file", "--set", "credentials.file.path=hr.json"];
    done(await workspace.run(command(...flags, "--credentials-file", secrets), { env: bareEnv(workspace) }));
    expect(await readFile(workspace.configPath, "utf8")).toMatch(
      /^credentials:\n {2}store: file\n {2}file:\n {4}path: hr\.json$/m,
    );
    expect((await stat(join(workspace.folder, "hr.json"))).mode & 0o777).toBe(0o600);
    done(await workspace.run(["configure", "--include", "all", "--yes"], { env: bareEnv(workspace) }));
    await expectPreview();
  });

  it("encrypts keys with a key file", async () => {
    const keyFile = join(workspace.folder, "age.key");
    await newKey(keyFile);
    const secrets = await writeSecret(workspace, "secrets.json", sandboxKeys(workspace));
    const flags = [
      ...["--set", "credentials.store=encrypted-file", "--set", "credentials.encryptedFile.path=hr.age"],
      ...["--set", "credentials.encryptedFile.keyFile=age.key"],
    ];
    done(await workspace.run(command(...flags, "--credentials-file", secrets), { env: bareEnv(workspace) }));
    const content = JSON.parse(await decrypted(keyFile, join(workspace.folder, "hr.age")));
    expect(content).toEqual({ "acme-uk": sandboxKeys(workspace) });
  });

  it("uses what a command prints", async () => {
    const secrets = await writeSecret(workspace, "vault.json", sandboxKeys(workspace));
    const words = [process.execPath, "-e", PRINT, secrets, "{connection}", "{field}"];
    const flags = [
      "--set",
      "credentials.store=command",
      "--set",
      `credentials.command=${JSON.stringify(words)}`,
    ];
    done(await workspace.run(command(...flags), { env: bareEnv(workspace) }));
    done(await workspace.run(["configure", "--include", "all", "--yes"], { env: bareEnv(workspace) }));
    await expectPreview();
  });

  it("explains with exact names what a source lacks that it can't write to", async () => {
    const { exitCode, code, hint } = await refused(command("--set", "credentials.store=systemd"), {
      CREDENTIALS_DIRECTORY: workspace.folder,
    });
    expect([exitCode, code]).toEqual([4, "credentials_missing"]);
    expect(hint).toContain("LoadCredentialEncrypted=spendesk-hr.acme-uk.spendesk.client-secret");
    expect(hint).toContain("spendesk-hr.acme-uk.personio.client-id");
  });

  it.each([
    ["credentials.store=vault", "It must be keychain or env or file"],
    ["credentials.command=op read", "It must be a JSON list"],
    ['credentials.command=["op"]', "must hold {field}"],
    ["credentials.encryptedFile.systemdCredential=a b", "must be the name of a systemd credential"],
    ["credentials.commandTimeoutSeconds=0", "must be a whole number from 1 to 120"],
  ])("refuses --set %s", async (setting, says) => {
    const { exitCode, code, message } = await refused(command("--set", setting));
    expect([exitCode, code]).toEqual([64, "setting_invalid"]);
    expect(message).toContain(says);
  });

  it("keeps the connection's own source when it runs again, but not for another HR tool", async () => {
    await writeConfig(workspace, {
      credentials: "{ store: env }",
      source: "{ store: file, file: { path: hr.json } }",
      spendesk: "{ store: env }",
    });
    await writeSecret(workspace, "hr.json", { "acme-uk": { personio: sandboxKeys(workspace).personio } });
    done(await workspace.run(["connect", "--yes"], { env: workspace.env }));
    const text = await readFile(workspace.configPath, "utf8");
    expect(text).toContain("credentials: { store: file, file: { path: hr.json } }");
    expect(text).toContain("credentials: { store: env }");
  });
});
