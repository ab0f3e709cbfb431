import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeySource } from "../../../src/credentials/encrypted/key.js";
import { createEncryptedFileStore } from "../../../src/credentials/encrypted-file-store.js";
import { CANARY, FIELDS, newFolder, newRegistry, PERSONIO } from "../../credentials/stores.js";
import { done } from "../../support/connected-workspace.js";
import { bareEnv, sandboxKeys, writeConfig, writeSecret } from "../../support/credential-files.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { age, ageTyping, newKey } from "./age-program.js";

const KEY = { clientId: "papi-id", clientSecret: CANARY };
const PASSPHRASE = "tulip harbour sixteen ladders";
const VARIABLE = "SPENDESK_HR_CREDENTIALS_PASSPHRASE";
const CONTENT = { "acme-uk": { personio: KEY } };

describe("an encrypted file and the real age", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let path: string;
  let keyFile: string;

  beforeEach(async () => {
    folder = await newFolder();
    path = join(folder.path, "credentials.age");
    keyFile = join(folder.path, "age.key");
  });
  afterEach(() => folder.remove());

  function store(key: KeySource, env: Record<string, string> = {}) {
    const redactor = newRegistry();
    return createEncryptedFileStore({ path, key, env, ask: null, redactor, variable: VARIABLE });
  }
  const withKeyFile = () => store({ from: "key-file", path: keyFile });
  const withPassphrase = () => store({ from: "passphrase" }, { [VARIABLE]: PASSPHRASE });

  /** The content in a file that age is to encrypt. */
  async function plain(): Promise<string> {
    const at = join(folder.path, "plain.json");
    await writeFile(at, JSON.stringify(CONTENT));
    return at;
  }

  it("agree on what is written to a key, or to several", async () => {
    await newKey(keyFile);
    await withKeyFile().write(PERSONIO, KEY);
    expect(JSON.parse(await age("-d", "-i", keyFile, path))).toEqual(CONTENT);

    const second = join(folder.path, "second.key");
    await newKey(second);
    const both = join(folder.path, "both.key");
    const keys = await Promise.all([keyFile, second].map((file) => readFile(file, "utf8")));
    await writeFile(both, keys.join(""), { mode: 0o600 });
    await store({ from: "key-file", path: both }).write(PERSONIO, KEY);
    await age("-d", "-i", keyFile, path);
  });

  it.each([[[]], [["-a"]]])("agree on what age encrypted to a key with %j", async (flags) => {
    const recipient = await newKey(keyFile);
    await age("-e", ...flags, "-r", recipient, "-o", path, await plain());
    await chmod(path, 0o600);
    expect(await withKeyFile().read(PERSONIO, FIELDS)).toEqual(KEY);
  });

  it("agree on what is written with a passphrase", async () => {
    await withPassphrase().write(PERSONIO, KEY);
    const out = join(folder.path, "out.json");
    expect(await ageTyping(PASSPHRASE, "-d", "-o", out, path)).toBe(0);
    expect(JSON.parse(await readFile(out, "utf8"))).toEqual(CONTENT);
  });

  it("agree on what age encrypted with a passphrase", async () => {
    expect(await ageTyping(PASSPHRASE, "-e", "-p", "-o", path, await plain())).toBe(0);
    await chmod(path, 0o600);
    expect(await withPassphrase().read(PERSONIO, FIELDS)).toEqual(KEY);
  });
});

describe("commands and the real age", () => {
  let workspace: SandboxWorkspace;
  beforeEach(async () => {
    workspace = await openSandboxWorkspace({ employees: 8, members: 2 });
  });
  afterEach(() => workspace.close());

  const here = (name: string) => join(workspace.folder, name);
  const run = async (argv: readonly string[], env: Record<string, string> = {}) =>
    done(await workspace.run(argv, { env: { ...bareEnv(workspace), ...env } }));

  it("agree on a set that is exported to a key, and on one with a passphrase", async () => {
    await writeConfig(workspace, { credentials: "{ store: file, file: { path: laptop.json } }" });
    const set = { "acme-uk": sandboxKeys(workspace) };
    await writeSecret(workspace, "laptop.json", set);
    const recipient = await newKey(here("server.key"));
    await run(["credentials", "export", "--out", "key.age", "--recipient", recipient]);
    expect(JSON.parse(await age("-d", "-i", here("server.key"), here("key.age")))).toEqual(set);

    const env = { SPENDESK_HR_EXPORT_PASSPHRASE: PASSPHRASE };
    await run(["credentials", "export", "--out", "passphrase.age"], env);
    expect(await ageTyping(PASSPHRASE, "-d", "-o", here("out.json"), here("passphrase.age"))).toBe(0);
    expect(JSON.parse(await readFile(here("out.json"), "utf8"))).toEqual(set);
  });

  it("agree on a set that age encrypted and a preview reads", async () => {
    const recipient = await newKey(here("age.key"));
    const set = await writeSecret(workspace, "plain.json", { "acme-uk": sandboxKeys(workspace) });
    const path = await writeSecret(workspace, "hr.age", "");
    await age("-e", "-a", "-r", recipient, "-o", path, set);
    await writeConfig(workspace, {
      credentials: "{ store: encrypted-file, encryptedFile: { path: hr.age, keyFile: age.key } }",
    });
    expect((await run(["preview"])).stdout).toContain("acme-uk");
  });
});
