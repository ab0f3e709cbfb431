import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decrypted, decryptedWith, encryptCheaply, encryptTo, newKey } from "../credentials/age-files.js";
import { done } from "../support/connected-workspace.js";
import { bareEnv, sandboxKeys, writeConfig, writeSecret } from "../support/credential-files.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { found, keyNeedles, secretNeedles } from "../support/secret-needles.js";

const PASSPHRASE = "tulip harbour sixteen ladders";
const LAPTOP = "{ store: file, file: { path: laptop.json } }";
const SERVER = "{ store: file, file: { path: server/keys.json } }";

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 6, members: 1 });
  await writeConfig(workspace, { credentials: LAPTOP });
  await writeSecret(workspace, "laptop.json", { "acme-uk": sandboxKeys(workspace) });
});
afterEach(() => workspace.close());

const here = (name: string) => join(workspace.folder, name);

async function run(argv: readonly string[], env: Record<string, string | undefined> = {}) {
  const ran = await workspace.run([...argv, "--debug"], { env: { ...bareEnv(workspace), ...env } });
  const needles = [...keyNeedles(workspace), ...secretNeedles("passphrase", PASSPHRASE)];
  expect(found(needles, ran.stdout + ran.stderr)).toEqual([]);
  return ran;
}

async function refused(argv: readonly string[], env: Record<string, string | undefined> = {}) {
  const { exitCode, stdout } = await run([...argv, "-o", "json"], env);
  const { error }: ErrorDocument = JSON.parse(stdout);
  return { exitCode, ...error };
}

/** Every file of the workspace but those that hold the secrets on purpose. */
async function otherFiles(): Promise<string> {
  const entries = await readdir(workspace.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && !/^(laptop|keys)\.json$|^passphrase$/.test(entry.name),
  );
  const contents = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name), "latin1")),
  );
  return contents.join("\n");
}

describe("credentials export and import", () => {
  it("move a set from a laptop to a server, where a preview then works", async () => {
    encryptCheaply();
    const passphrase = await writeSecret(workspace, "passphrase", `${PASSPHRASE}\n`);
    const exported = done(
      await run(["credentials", "export", "--out", "hr.age", "--passphrase-file", passphrase]),
    );
    expect(exported.stdout).toContain("acme-uk / spendesk: clientId, clientSecret");
    expect(exported.stdout).toContain("acme-uk / personio: clientId, clientSecret");
    expect((await stat(here("hr.age"))).mode & 0o777).toBe(0o600);

    expect(JSON.parse(await decryptedWith(PASSPHRASE, here("hr.age")))).toEqual({
      "acme-uk": sandboxKeys(workspace),
    });
    await writeConfig(workspace, { credentials: SERVER });
    expect((await run(["preview"])).exitCode).toBe(4);
    const imported = done(
      await run(["credentials", "import", "hr.age"], { SPENDESK_HR_EXPORT_PASSPHRASE: PASSPHRASE }),
    );
    expect(imported.stdout).toContain("acme-uk / personio: clientId, clientSecret → file");
    expect(JSON.parse(await readFile(here("server/keys.json"), "utf8"))).toEqual({
      "acme-uk": sandboxKeys(workspace),
    });
    done(await run(["credentials", "test"]));
    const preview = done(await run(["preview", "-o", "json"]));
    expect(JSON.parse(preview.stdout).entities[0].summary.create).toBeGreaterThan(0);
    const needles = [...keyNeedles(workspace), ...secretNeedles("passphrase", PASSPHRASE)];
    expect(found(needles, await otherFiles())).toEqual([]);
  });

  it("work with a key pair, so that no passphrase has to travel", async () => {
    const recipient = await newKey(here("server.key"));
    done(await run(["credentials", "export", "--out", "hr.age", "--recipient", recipient]));
    expect(JSON.parse(await decrypted(here("server.key"), here("hr.age")))).toEqual({
      "acme-uk": sandboxKeys(workspace),
    });
    await writeConfig(workspace, { credentials: SERVER });
    done(await run(["credentials", "import", "hr.age", "--key-file", "server.key"]));
    done(await run(["preview"]));
  });

  it("write a file that is itself a source of credentials", async () => {
    const recipient = await newKey(here("server.key"));
    done(await run(["credentials", "export", "--out", "hr.age", "--recipient", recipient]));
    await writeConfig(workspace, {
      credentials: "{ store: encrypted-file, encryptedFile: { path: hr.age, keyFile: server.key } }",
    });
    done(await run(["preview"]));
  });
});

describe("credentials export", () => {
  it("never writes plain text: without a key it asks for one", async () => {
    const { exitCode, code, hint } = await refused(["credentials", "export", "--out", "hr.age"]);
    expect([exitCode, code]).toEqual([64, "answer_missing"]);
    expect(hint).toContain("--recipient");
    await expect(stat(here("hr.age"))).rejects.toThrow();
  });

  it("needs a file to write", async () => {
    expect(await refused(["credentials", "export"])).toMatchObject({ exitCode: 64, code: "answer_missing" });
  });

  it("writes over nothing", async () => {
    await writeFile(here("hr.age"), "the only copy");
    const { exitCode, code } = await refused(["credentials", "export", "--out", "hr.age"]);
    expect([exitCode, code]).toEqual([64, "file_exists"]);
    expect(await readFile(here("hr.age"), "utf8")).toBe("the only copy");
  });

  it.each(["age1", "AGE-SECRET-KEY-1ABC", "ssh-ed25519 AAAA"])(
    "refuses the recipient %j without repeating it",
    async (recipient) => {
      const { exitCode, code, message } = await refused([
        "credentials",
        "export",
        "--out",
        "x.age",
        "--recipient",
        recipient,
      ]);
      expect([exitCode, code]).toEqual([64, "recipient_invalid"]);
      expect(message).not.toContain("SECRET");
    },
  );

  it("refuses a short passphrase", async () => {
    const env = { SPENDESK_HR_EXPORT_PASSPHRASE: "tiny" };
    const { exitCode, code } = await refused(["credentials", "export", "--out", "x.age"], env);
    expect([exitCode, code]).toEqual([64, "passphrase_short"]);
  });

  it("says what is missing, and refuses an empty set", async () => {
    const recipient = await newKey(here("server.key"));
    await writeSecret(workspace, "laptop.json", { "acme-uk": { personio: sandboxKeys(workspace).personio } });
    const partly = done(await run(["credentials", "export", "--out", "hr.age", "--recipient", recipient]));
    expect(partly.stderr).toContain("acme-uk / spendesk has no clientId, clientSecret; left out");
    await writeSecret(workspace, "laptop.json", {});
    const { exitCode, code } = await refused([
      "credentials",
      "export",
      "--out",
      "no.age",
      "--recipient",
      recipient,
    ]);
    expect([exitCode, code]).toEqual([4, "credentials_missing"]);
  });
});

describe("credentials import", () => {
  let recipient: string;

  beforeEach(async () => {
    recipient = await newKey(here("server.key"));
    await writeConfig(workspace, { credentials: SERVER });
  });

  async function encrypted(set: unknown): Promise<string[]> {
    const plain = await writeSecret(workspace, "laptop.json", set);
    await encryptTo([recipient], plain, here("hr.age"));
    return ["credentials", "import", "hr.age", "--key-file", "server.key"];
  }

  const server = async () => JSON.parse(await readFile(here("server/keys.json"), "utf8"));

  it("replaces other credentials only after a confirmation", async () => {
    const { spendesk, personio } = sandboxKeys(workspace);
    await writeSecret(workspace, "server/keys.json", {
      "acme-uk": { personio: { ...personio, clientSecret: "old" } },
    });
    const argv = await encrypted({ "acme-uk": { spendesk, personio } });
    const asked = await refused(argv);
    expect([asked.exitCode, asked.code]).toEqual([5, "confirmation_needed"]);
    expect(asked.message).toContain("acme-uk / personio");
    expect((await server())["acme-uk"].spendesk).toBeUndefined();
    const { stdout } = done(await run([...argv, "--yes", "-o", "json"]));
    expect(JSON.parse(stdout).imported).toMatchObject([
      { connection: "spendesk", replaced: [] },
      { connection: "personio", replaced: ["clientSecret"] },
    ]);
    expect(await server()).toEqual({ "acme-uk": { spendesk, personio } });
    // The same once more changes nothing and needs nobody.
    done(await run(argv));
  });

  it("leaves out what the configuration does not have, and says so", async () => {
    const { personio } = sandboxKeys(workspace);
    const argv = await encrypted({
      "acme-uk": { personio: { ...personio, other: "x" }, hibob: { token: "y" } },
      "acme-de": { personio },
    });
    const { stderr } = done(await run(argv));
    expect(stderr).toContain("acme-uk / personio other is in the file, but not in the configuration");
    expect(stderr).toContain("acme-uk / hibob token");
    expect(stderr).toContain("acme-de / personio clientId");
    expect(await server()).toEqual({ "acme-uk": { personio } });
    const nothing = await refused(await encrypted({ "acme-de": { personio } }));
    expect([nothing.exitCode, nothing.code]).toEqual([78, "nothing_to_import"]);
  });

  it("stores nothing at all when one credential can't be right", async () => {
    const { spendesk, personio } = sandboxKeys(workspace);
    const argv = await encrypted({
      "acme-uk": { spendesk, personio: { ...personio, clientSecret: "two words" } },
    });
    expect(await refused(argv)).toMatchObject({ exitCode: 4, code: "credential_invalid" });
    await expect(server()).rejects.toThrow();
  });

  it("needs a source that it can write to", async () => {
    await writeConfig(workspace, { credentials: "{ store: env }" });
    const { exitCode, code, hint } = await refused(await encrypted({ "acme-uk": sandboxKeys(workspace) }));
    expect([exitCode, code]).toEqual([4, "store_not_writable"]);
    expect(hint).toContain("encrypted-file");
  });

  it("says what is wrong with the file or its key", async () => {
    const argv = await encrypted({ "acme-uk": sandboxKeys(workspace) });
    await newKey(here("other.key"));
    const wrong = await refused(["credentials", "import", "hr.age", "--key-file", "other.key"]);
    expect([wrong.exitCode, wrong.code]).toEqual([4, "encrypted_key_wrong"]);
    const byPassphrase = await refused(["credentials", "import", "hr.age"], {
      SPENDESK_HR_EXPORT_PASSPHRASE: PASSPHRASE,
    });
    expect([byPassphrase.exitCode, byPassphrase.code]).toEqual([4, "encrypted_key_wrong"]);
    const noKey = await refused(["credentials", "import", "hr.age"]);
    expect([noKey.exitCode, noKey.code]).toEqual([64, "answer_missing"]);
    const bytes = await readFile(here("hr.age"));
    await writeFile(here("hr.age"), bytes.subarray(0, -20));
    expect(await refused(argv)).toMatchObject({ exitCode: 4, code: "encrypted_file_damaged" });
    await writeFile(here("hr.age"), JSON.stringify({ "acme-uk": sandboxKeys(workspace) }));
    expect(await refused(argv)).toMatchObject({ exitCode: 4, code: "encrypted_file_invalid" });
    await writeFile(
      here("wide.key"),
      Buffer.from(`\ufeff${await readFile(here("server.key"), "utf8")}`, "utf16le"),
    );
    await chmod(here("wide.key"), 0o600);
    const wide = await refused(["credentials", "import", "hr.age", "--key-file", "wide.key"]);
    expect([wide.exitCode, wide.code]).toEqual([4, "encrypted_key_invalid"]);
    expect(wide.hint).toContain("iconv -f UTF-16LE");
    const absent = await refused(["credentials", "import", "no.age", "--key-file", "server.key"]);
    expect([absent.exitCode, absent.code]).toEqual([4, "credentials_file_unreadable"]);
  });
});
