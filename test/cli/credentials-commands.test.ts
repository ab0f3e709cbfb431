import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { bareEnv, sandboxKeys, writeConfig, writeSecret } from "../support/credential-files.js";
import type { CliRun } from "../support/run-cli.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { found, keyNeedles, secretNeedles } from "../support/secret-needles.js";
import { openTwoEntities } from "../support/two-entities.js";

const CANARY = "canary/secret+4711=äöü";
const SECRET = "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET";

let workspace: SandboxWorkspace;
afterEach(() => workspace.close());

function expectNoSecret(...runs: CliRun[]): void {
  const output = runs.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  expect(found([...keyNeedles(workspace), ...secretNeedles("canary", CANARY)], output)).toEqual([]);
}

/** Runs a command with `-o json` and the variables given, and nothing else about credentials. */
async function json<T = never>(
  argv: readonly string[],
  env: Record<string, string | undefined> = {},
  stdin?: string,
): Promise<CliRun & { readonly document: T }> {
  const run = await workspace.run([...argv, "-o", "json", "--debug"], {
    env: { ...bareEnv(workspace), ...env },
    ...(stdin !== undefined && { stdin }),
  });
  expectNoSecret(run);
  return { ...run, document: JSON.parse(run.stdout) };
}

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

/** A workspace whose keys are in a file beside the configuration. */
async function openWithFile(): Promise<string> {
  workspace = await openSandboxWorkspace({ employees: 6, members: 2 });
  await writeConfig(workspace, { credentials: "{ store: file, file: { path: hr.json } }" });
  return writeSecret(workspace, "hr.json", { "acme-uk": sandboxKeys(workspace) });
}

async function storedKeys(): Promise<unknown> {
  return JSON.parse(await readFile(join(workspace.folder, "hr.json"), "utf8"));
}

describe("credentials list", () => {
  interface ListDocument {
    readonly credentials: readonly Readonly<Record<string, string | null>>[];
    readonly unusedVariables: readonly Readonly<Record<string, string>>[];
  }

  it("says where every field comes from and who chose that, without values", async () => {
    const path = await openWithFile();
    await writeSecret(workspace, "hr.json", { "acme-uk": { personio: sandboxKeys(workspace).personio } });
    const { exitCode, document } = await json<ListDocument>(["credentials", "list"]);
    expect(exitCode).toBe(0);
    const chosenBy = expect.stringMatching(/^file spendesk-hr\.config\.yaml:\d+$/);
    const row = { entity: "acme-uk", source: "file", chosenBy, error: null };
    expect(document.credentials).toEqual([
      ...["clientId", "clientSecret"].map((field) => ({
        ...{ ...row, connection: "spendesk", field, state: "missing", where: null },
        next: expect.stringContaining("spendesk-hr credentials set spendesk --entity acme-uk"),
      })),
      ...["clientId", "clientSecret"].map((field) => ({
        ...{ ...row, connection: "personio", field, state: "present", where: path, next: null },
      })),
    ]);
    expect(workspace.sandbox.stats().total).toBe(0);
  });

  it("names variables, also those that are set for nothing", async () => {
    await openWithFile();
    await writeConfig(workspace, {
      credentials: "{ store: env }",
      source: "{ store: file, file: { path: hr.json } }",
    });
    const env = { [SECRET]: CANARY, SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID_FILE: "/run/secrets/id" };
    const { document } = await json<ListDocument>(["credentials", "list"], env);
    expect(document.credentials[0]).toMatchObject({
      field: "clientId",
      state: "present",
      where: "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID_FILE",
    });
    expect(document.unusedVariables).toEqual([
      { variable: SECRET, entity: "acme-uk", connection: "personio", source: "file" },
    ]);
    const text = await workspace.run(["credentials", "list"], { env: { ...bareEnv(workspace), ...env } });
    expect(text.stdout).toContain(`${SECRET} is set but not used`);
    expect(text.stdout).toContain("there is no fallback");
    expectNoSecret(text);
  });

  it("shows a source that can't be read and goes on with the others", async () => {
    const path = await openWithFile();
    await chmod(path, 0o644);
    await writeConfig(workspace, {
      credentials: "{ store: env }",
      source: "{ store: file, file: { path: hr.json } }",
    });
    const { exitCode, document } = await json<ListDocument>(["credentials", "list"]);
    expect(exitCode).toBe(0);
    expect(document.credentials.map(({ state }) => state)).toEqual([
      "missing",
      "missing",
      "unreadable",
      "unreadable",
    ]);
    expect(document.credentials[2]?.error).toMatchObject({ code: "credentials_file_permissions" });
    const csv = done(await workspace.run(["credentials", "list", "-o", "csv"], { env: bareEnv(workspace) }));
    expect(csv.stdout).toContain("credentials_file_permissions");
  });
});

describe("credentials set", () => {
  it("replaces one field after trying it, and keeps the others", async () => {
    await openWithFile();
    const { personio, spendesk } = sandboxKeys(workspace);
    await writeSecret(workspace, "hr.json", {
      "acme-uk": { spendesk, personio: { ...personio, clientSecret: "papi-old-and-wrong" } },
    });
    const secrets = await writeSecret(workspace, "new.json", {
      personio: { clientSecret: personio.clientSecret },
    });
    const { exitCode, document } = await json([
      "credentials",
      "set",
      "personio",
      "--credentials-file",
      secrets,
    ]);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ connection: "personio", source: "file", stored: true, checked: true });
    expect(await storedKeys()).toEqual({ "acme-uk": { spendesk, personio } });
  });

  it("replaces a stored field that can't be right, and keeps the others", async () => {
    await openWithFile();
    const { personio, spendesk } = sandboxKeys(workspace);
    await writeSecret(workspace, "hr.json", {
      "acme-uk": { spendesk, personio: { ...personio, clientSecret: `"${personio.clientSecret}"` } },
    });
    const preview = await json<{ error: { code: string; message: string } }>(["preview"]);
    expect(preview.exitCode).toBe(4);
    expect(preview.document.error.code).toBe("credential_invalid");
    expect(preview.document.error.message).toContain("There are quotes around it");
    const secrets = await writeSecret(workspace, "new.json", {
      personio: { clientSecret: personio.clientSecret },
    });
    const { exitCode } = await json(["credentials", "set", "personio", "--credentials-file", secrets]);
    expect(exitCode).toBe(0);
    expect(await storedKeys()).toEqual({ "acme-uk": { spendesk, personio } });
  });

  it("reads JSON from standard input", async () => {
    await openWithFile();
    const { personio, spendesk } = sandboxKeys(workspace);
    await writeSecret(workspace, "hr.json", {});
    for (const [connection, key] of Object.entries({ spendesk, personio })) {
      const stdin = JSON.stringify({ [connection]: key });
      expect(
        (await json(["credentials", "set", connection, "--credentials-file", "-"], {}, stdin)).exitCode,
      ).toBe(0);
    }
    expect(await storedKeys()).toEqual({ "acme-uk": { spendesk, personio } });
  });

  it("stores nothing that does not work, unless it is not to be tried", async () => {
    await openWithFile();
    const before = await storedKeys();
    const secrets = await writeSecret(workspace, "new.json", { personio: { clientSecret: CANARY } });
    const argv = ["credentials", "set", "personio", "--credentials-file", secrets];
    const refused = await json<ErrorDocument>(argv);
    expect([refused.exitCode, refused.document.error.code]).toEqual([4, "credentials_refused"]);
    expect(await storedKeys()).toEqual(before);
    const untried = await json([...argv, "--no-test"]);
    expect(untried.document).toMatchObject({ stored: true, checked: false });
    expect(await storedKeys()).toMatchObject({ "acme-uk": { personio: { clientSecret: CANARY } } });
  });

  it("keeps the day the Spendesk key ends, and forgets it with the key it belonged to", async () => {
    await openWithFile();
    const { spendesk } = sandboxKeys(workspace);
    const set = async (key: object, ...more: string[]) => {
      const secrets = await writeSecret(workspace, "new.json", { spendesk: key });
      return json(["credentials", "set", "spendesk", "--credentials-file", secrets, ...more]);
    };
    const expiry = async () =>
      (await json<{ entities: { keyExpiresOn: string | null }[] }>(["status"])).document.entities[0]
        ?.keyExpiresOn;
    expect((await set(spendesk, "--expires-on", "2099-05-31")).exitCode).toBe(0);
    expect(await expiry()).toBe("2099-05-31");
    await set(spendesk);
    expect(await expiry()).toBe("2099-05-31");
    await set({ clientId: "another-key" }, "--no-test");
    expect(await expiry()).toBeNull();
  });

  it("corrects the day alone, also where it can't write keys", async () => {
    await openWithFile();
    await writeConfig(workspace, { credentials: "{ store: env }" });
    const { exitCode, document } = await json([
      "credentials",
      "set",
      "spendesk",
      "--expires-on",
      "2099-05-31",
    ]);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ stored: false, keyExpiresOn: "2099-05-31" });
    expect(workspace.sandbox.stats().total).toBe(0);
  });

  it.each([
    ["spendesk", "2020-01-31", "This day is over."],
    ["spendesk", "31.05.2099", "YYYY-MM-DD"],
    ["personio", "2099-05-31", "Only the key of Spendesk"],
  ])("refuses %s --expires-on %s", async (connection, day, why) => {
    await openWithFile();
    const { exitCode, document } = await json<ErrorDocument>([
      "credentials",
      "set",
      connection,
      "--expires-on",
      day,
    ]);
    expect([exitCode, document.error.code]).toEqual([64, "setting_invalid"]);
    expect(document.error.message).toContain(why);
  });

  it("does not connect or confirm anything anew", async () => {
    workspace = await openAppliedWorkspace({ employees: 6 });
    const config = await readFile(workspace.configPath, "utf8");
    const secrets = await writeSecret(workspace, "new.json", sandboxKeys(workspace));
    const env = {
      ...workspace.env,
      SPENDESK_HR_CREDENTIALS_STORE: "file",
      XDG_CONFIG_HOME: workspace.folder,
    };
    for (const connection of ["spendesk", "personio"]) {
      done(await workspace.run(["credentials", "set", connection, "--credentials-file", secrets], { env }));
    }
    expect(await readFile(workspace.configPath, "utf8")).toBe(config);
    done(await workspace.run(["apply", "--yes"], { env }));
  });

  it("refuses the key of another Spendesk company than the one whose members are managed", async () => {
    workspace = await openTwoEntities({ employees: 6 });
    done(await workspace.run(["apply", "--yes"]));
    const secrets = await writeSecret(workspace, "new.json", {
      spendesk: workspace.sandbox.spendeskKeys["acme-fr"],
    });
    const config = await readFile(workspace.configPath, "utf8");
    await writeFile(
      workspace.configPath,
      config.replaceAll(workspace.sandbox.spendeskUrl("acme-uk"), workspace.sandbox.spendeskUrl("acme-fr")),
    );
    const run = await workspace.run(
      ["credentials", "set", "spendesk", "--entity", "acme-uk", "--credentials-file", secrets],
      { env: { ...workspace.env, SPENDESK_HR_CREDENTIALS_STORE: "file", XDG_CONFIG_HOME: workspace.folder } },
    );
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain("another Spendesk company");
  });

  it("names what to set where it can't write", async () => {
    await openWithFile();
    await writeConfig(workspace, { credentials: "{ store: env }" });
    const { exitCode, document } = await json<ErrorDocument>(["credentials", "set", "personio"]);
    expect([exitCode, document.error.code]).toEqual([4, "store_not_writable"]);
    expect(document.error.hint).toContain(SECRET);
  });

  it("says what it needs when there is nobody to ask", async () => {
    await openWithFile();
    const { exitCode, document } = await json<ErrorDocument>([
      "credentials",
      "set",
      "personio",
      "--no-input",
    ]);
    expect([exitCode, document.error.code]).toEqual([4, "credentials_missing"]);
    expect(document.error.hint).toContain('{"personio": {"clientId": "…", "clientSecret": "…"}}');
  });

  it("knows its connections", async () => {
    await openWithFile();
    const unknown = await json<ErrorDocument>(["credentials", "set", "hibob"]);
    expect([unknown.exitCode, unknown.document.error.code]).toEqual([64, "unknown_connection"]);
    expect(unknown.document.error.message).toContain("spendesk, personio");
    await workspace.close();
    workspace = await openTwoEntities({ employees: 3 });
    const several = await json<ErrorDocument>(["credentials", "set", "personio"]);
    expect([several.exitCode, several.document.error.code]).toEqual([64, "one_entity_only"]);
    expect(several.document.error.hint).toContain("`spendesk-hr credentials set personio --entity <id>`");
  });
});

describe("credentials set with a state that can't be read", () => {
  it("says that nothing was stored", async () => {
    await openWithFile();
    const before = await storedKeys();
    const given = await writeSecret(workspace, "new.json", sandboxKeys(workspace));
    const env = { SPENDESK_HR_STATE_URL: "postgres://hr@localhost:1/postgres" };
    const argv = ["credentials", "set", "spendesk", "--credentials-file", given, "--expires-on", ""];
    const { document } = await json<ErrorDocument>(argv, env);
    expect(document.error.message).toMatch(/^Nothing was stored\. The state in .+ does not answer\./);
    expect(await storedKeys()).toEqual(before);
  });
});

describe("credentials remove", () => {
  it("deletes one connection after a confirmation", async () => {
    await openWithFile();
    const asked = await json<ErrorDocument>(["credentials", "remove", "personio"]);
    expect([asked.exitCode, asked.document.error.code]).toEqual([5, "confirmation_needed"]);
    expect(await storedKeys()).toEqual({ "acme-uk": sandboxKeys(workspace) });
    const { document } = await json(["credentials", "remove", "personio", "--yes"]);
    expect(document).toMatchObject({ connection: "personio", source: "file", removed: true });
    expect(await storedKeys()).toEqual({ "acme-uk": { spendesk: sandboxKeys(workspace).spendesk } });
    const again = await json(["credentials", "remove", "personio", "--yes"]);
    expect(again.document).toMatchObject({ removed: false });
  });

  it("says where credentials are that it can't delete", async () => {
    await openWithFile();
    await writeConfig(workspace, { credentials: "{ store: systemd }" });
    const { exitCode, document } = await json<ErrorDocument>(["credentials", "remove", "personio", "--yes"]);
    expect([exitCode, document.error.code]).toEqual([4, "store_not_writable"]);
    expect(document.error.message).toContain("in the systemd unit");
  });
});

describe("disconnect --forget", () => {
  it("deletes what it can and says where the rest is", async () => {
    await openWithFile();
    await writeConfig(workspace, {
      credentials: "{ store: file, file: { path: hr.json } }",
      source: "{ store: systemd }",
    });
    const { stdout } = done(
      await workspace.run(["disconnect", "--forget", "--yes"], { env: bareEnv(workspace) }),
    );
    expect(stdout).toContain("Credentials deleted: spendesk.");
    expect(stdout).toContain("Credentials of personio are in the systemd unit");
    expect(await storedKeys()).toEqual({ "acme-uk": { personio: sandboxKeys(workspace).personio } });
  });
});

describe("credentials test", () => {
  interface TestDocument {
    readonly connections: readonly {
      readonly connection: string;
      readonly ok: boolean;
      readonly people: number | null;
      readonly findings: readonly { readonly label: string; readonly state: string }[];
      readonly error: { readonly code: string } | null;
    }[];
  }

  it("tries both ends for real", async () => {
    await openWithFile();
    workspace.sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["team"] } } });
    const { exitCode, document } = await json<TestDocument>(["credentials", "test"]);
    expect(exitCode).toBe(0);
    expect(document.connections).toMatchObject([
      { connection: "spendesk", ok: true, people: 2 },
      { connection: "personio", ok: true, people: 6 },
    ]);
    expect(document.connections[1]?.findings.find(({ label }) => label === "Team")?.state).toBe("missing");
    const { stdout } = done(await workspace.run(["credentials", "test"], { env: bareEnv(workspace) }));
    expect(stdout).toContain("✔ acme-uk / spendesk answers: 2 members (credentials from file)");
    expect(stdout).toContain("⚠ Team can't be read.");
  });

  it("exits with 4 after one failure, and still tries the others", async () => {
    await openWithFile();
    const { spendesk, personio } = sandboxKeys(workspace);
    await writeSecret(workspace, "hr.json", {
      "acme-uk": { spendesk: { ...spendesk, clientSecret: CANARY }, personio },
    });
    const { exitCode, document, stderr } = await json<TestDocument>(["credentials", "test"]);
    expect(exitCode).toBe(4);
    expect(document.connections).toMatchObject([
      { connection: "spendesk", ok: false, error: { code: "spendesk_credentials_refused" } },
      { connection: "personio", ok: true, error: null },
    ]);
    expect(stderr).toContain("acme-uk / spendesk: Spendesk does not accept the API key.");
  });

  it("says which permission is missing, and which credential", async () => {
    await openWithFile();
    await writeSecret(workspace, "hr.json", { "acme-uk": { personio: sandboxKeys(workspace).personio } });
    workspace.sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["email"] } } });
    const { exitCode, document } = await json<TestDocument>(["credentials", "test"]);
    expect(exitCode).toBe(4);
    expect(document.connections.map(({ error }) => error?.code)).toEqual([
      "credentials_missing",
      "permission_missing",
    ]);
  });
});

describe("the credentials of the notifications", () => {
  it("are listed, set, removed and moved like those of a connection, and not tried", async () => {
    await openWithFile();
    const config = await readFile(workspace.configPath, "utf8");
    await writeFile(workspace.configPath, `${config}notify: { slack: true }\n`);
    const list = () =>
      json<{ credentials: readonly Readonly<Record<string, string | null>>[] }>(["credentials", "list"]);
    const before = (await list()).document.credentials.at(-1);
    expect(before).toMatchObject({ connection: "notify", field: "slackUrl", state: "missing" });
    expect(before?.next).toContain("`spendesk-hr credentials set notify`");
    const slackUrl = "https://hooks.slack.example.test/services/T0/B0/xyzzy-plugh";
    const stdin = JSON.stringify({ notify: { slackUrl } });
    const set = await json(["credentials", "set", "notify", "--credentials-file", "-"], {}, stdin);
    expect(set.exitCode).toBe(0);
    expect(set.document).toMatchObject({ stored: true, checked: false });
    expect(set.stdout + set.stderr).not.toContain("xyzzy-plugh");
    expect(await storedKeys()).toMatchObject({ installation: { notify: { slackUrl } } });
    expect((await list()).document.credentials.at(-1)).toMatchObject({ state: "present" });
    const tested = await json<{ connections: readonly unknown[] }>(["credentials", "test"]);
    expect(tested.document.connections).toHaveLength(2);
    const removed = await json(["credentials", "remove", "notify", "--yes"]);
    expect(removed.document).toMatchObject({ connection: "notify", removed: true });
  });

  it("are left out when an entity is named", async () => {
    await openWithFile();
    const config = await readFile(workspace.configPath, "utf8");
    await writeFile(workspace.configPath, `${config}notify: { slack: true }\n`);
    const { document } = await json<{ credentials: readonly { connection: string }[] }>([
      "credentials",
      "list",
      "--entity",
      "acme-uk",
    ]);
    expect(document.credentials.map(({ connection }) => connection)).not.toContain("notify");
  });
});
