import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAllFields } from "../../../src/credentials/create-store.js";
import { createKeychainStore } from "../../../src/credentials/keychain-store.js";
import type { CredentialStore } from "../../../src/credentials/store.js";
import { bareEnvironment } from "../../support/bare-environment.js";
import { helperProcesses, type SecretService, startSecretService } from "./secret-service.js";

const PERSONIO = { entity: "acme-uk", connection: "personio" };
const SPENDESK = { entity: "acme-uk", connection: "spendesk" };
const FIELDS = ["clientId", "clientSecret"];

function storeIn(env: Readonly<Record<string, string>>, registered: string[] = []): CredentialStore {
  return createKeychainStore({ env, redactor: { register: (secret) => registered.push(secret) } });
}

describe("keychain store with an unlocked Secret Service", () => {
  let service: SecretService;
  beforeAll(async () => {
    service = await startSecretService("unlocked");
  });
  afterAll(() => service?.stop());

  it("passes its probe", async () => {
    await expect(storeIn(service.env).probe()).resolves.toBeUndefined();
  });

  it("gives back what another process stored, whatever the characters", async () => {
    const values = { clientId: "papi-id", clientSecret: 'pä"ss\\wörd 🔑 日本' };
    await storeIn(service.env).write(PERSONIO, values);

    const registered: string[] = [];
    expect(await storeIn(service.env, registered).read(PERSONIO, FIELDS)).toEqual(values);
    expect(registered.sort()).toEqual(Object.values(values).sort());
  });

  it("changes the fields it is given and keeps the others", async () => {
    const store = storeIn(service.env);
    await store.write(PERSONIO, { clientId: "first", clientSecret: "old" });
    await store.write(PERSONIO, { clientSecret: "new" });
    expect(await store.read(PERSONIO, FIELDS)).toEqual({ clientId: "first", clientSecret: "new" });
  });

  it("leaves out fields that are not stored, and fields nobody asked for", async () => {
    const store = storeIn(service.env);
    await store.remove(PERSONIO);
    await store.write(PERSONIO, { clientId: "id", clientSecret: "secret" });
    expect(await store.read(PERSONIO, ["clientSecret", "apiKey", "toString"])).toEqual({
      clientSecret: "secret",
    });
    expect(await store.origins(PERSONIO, ["clientId", "apiKey"])).toEqual([
      { field: "clientId", source: "keychain" },
    ]);
  });

  it("removes a connection but for what is to be kept", async () => {
    const store = storeIn(service.env);
    await store.write(PERSONIO, { clientId: "id", clientSecret: "secret" });
    expect(await store.remove(PERSONIO, ["clientSecret"])).toBe(true);
    expect(await store.remove(PERSONIO, ["clientSecret"])).toBe(false);
    expect(await store.read(PERSONIO, FIELDS)).toEqual({ clientSecret: "secret" });
    expect(await store.remove(PERSONIO, ["clientId"])).toBe(true);
    expect(await store.read(PERSONIO, FIELDS)).toEqual({});
  });

  it("keeps connections apart", async () => {
    const store = storeIn(service.env);
    await store.write(SPENDESK, { clientId: "of spendesk" });
    await store.write(PERSONIO, { clientId: "of personio" });
    expect(await store.read(SPENDESK, FIELDS)).toEqual({ clientId: "of spendesk" });
  });

  it("says that credentials are missing and which command stores them", async () => {
    const store = storeIn(service.env);
    await store.remove(SPENDESK);
    await expect(readAllFields(store, SPENDESK, FIELDS)).rejects.toMatchObject({
      code: "credentials_missing",
      message: "Credentials of acme-uk / spendesk are missing: clientId, clientSecret.",
      next: "Run `spendesk-hr credentials set spendesk --entity acme-uk`.",
    });
  });

  it("removes everything of a connection and says whether there was anything", async () => {
    const store = storeIn(service.env);
    await store.write(PERSONIO, { clientId: "id" });
    expect(await store.remove(PERSONIO)).toBe(true);
    expect(await store.remove(PERSONIO)).toBe(false);
    expect(await store.read(PERSONIO, FIELDS)).toEqual({});
  });
});

describe("keychain store with a locked Secret Service", () => {
  let service: SecretService;
  beforeAll(async () => {
    service = await startSecretService("locked");
  });
  afterAll(() => service?.stop());

  it("fails its probe as locked and names the other way", async () => {
    await expect(storeIn(service.env).probe()).rejects.toMatchObject({
      kind: "credentials",
      code: "keychain_locked",
      next: expect.stringContaining("credentials: { store: env }"),
    });
  });

  it("says that it is locked instead of that nothing is stored", async () => {
    await expect(readAllFields(storeIn(service.env), PERSONIO, FIELDS)).rejects.toMatchObject({
      code: "keychain_locked",
      next: expect.stringContaining("spendesk-hr credentials list"),
    });
  });

  it("does not claim that there was nothing to remove", async () => {
    await expect(storeIn(service.env).remove(PERSONIO)).rejects.toMatchObject({ code: "keychain_locked" });
  });

  it("refuses to write", async () => {
    await expect(storeIn(service.env).write(PERSONIO, { clientId: "id" })).rejects.toMatchObject({
      code: "keychain_locked",
      next: expect.stringContaining("spendesk-hr credentials list"),
    });
  });
});

describe("keychain store without a session", () => {
  let bare: Awaited<ReturnType<typeof bareEnvironment>>;
  beforeAll(async () => {
    bare = await bareEnvironment();
  });
  afterAll(() => rm(bare.home, { recursive: true, force: true }));

  it("says that there is no session when there is no bus", async () => {
    const store = storeIn(bare.env);
    await expect(store.probe()).rejects.toMatchObject({ code: "keychain_no_session" });
    await expect(store.read(PERSONIO, FIELDS)).rejects.toMatchObject({
      code: "keychain_no_session",
      next: expect.stringContaining("spendesk-hr credentials list"),
    });
  });

  it("says that there is no session when the bus is gone", async () => {
    const env = { ...bare.env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${bare.home}/no-such-socket` };
    await expect(storeIn(env).probe()).rejects.toMatchObject({ code: "keychain_no_session" });
  });

  it("says that there is no session when a display can't start a bus", async () => {
    const env = { ...bare.env, DISPLAY: ":99", PATH: "" };
    await expect(storeIn(env).probe()).rejects.toMatchObject({ code: "keychain_no_session" });
  });
});

describe("keychain store with a Secret Service that does not answer", () => {
  let service: SecretService;
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-program-"));
    program = join(folder, "program.mjs");
    await build({
      entryPoints: [new URL("keychain-program.ts", import.meta.url).pathname],
      outfile: program,
      bundle: true,
      format: "esm",
      platform: "node",
      external: ["keytar"],
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function run(action: "exit" | "return", timeoutMs = 3000) {
    const env = { ...service.env, NODE_PATH: new URL("../../../node_modules", import.meta.url).pathname };
    return execa(process.execPath, [program, action, String(timeoutMs)], {
      env,
      extendEnv: false,
      reject: false,
      timeout: 20_000,
      killSignal: "SIGKILL",
    });
  }

  describe("stopped", () => {
    beforeAll(async () => {
      service = await startSecretService("unlocked");
      process.kill(service.daemonPid, "SIGSTOP");
    });
    afterAll(() => service?.stop());

    // The native call itself hangs for 25 s and more, and would hold up even process.exit().
    it("gives up after the time limit and lets the program exit", async () => {
      const result = await run("exit");
      expect(result).toMatchObject({ exitCode: 4, timedOut: false, stdout: "started\nkeychain_timeout" });
    });

    it("lets the program come to its natural end", async () => {
      const result = await run("return");
      expect(result).toMatchObject({ exitCode: 0, timedOut: false, stdout: "started\nkeychain_timeout" });
    });

    it("leaves no helper behind when the program is killed in the middle of a call", async () => {
      const running = run("return", 60_000);
      await expect.poll(() => helperProcesses(service.home), { timeout: 10_000 }).toHaveLength(1);
      running.kill("SIGKILL");
      await running;
      await expect.poll(() => helperProcesses(service.home), { timeout: 10_000 }).toEqual([]);
    });

    it("works again once the service answers", async () => {
      const store = createKeychainStore({
        env: service.env,
        redactor: { register: () => {} },
        timeoutMs: 1000,
      });
      await expect(store.probe()).rejects.toMatchObject({ code: "keychain_timeout" });
      process.kill(service.daemonPid, "SIGCONT");
      await expect
        .poll(
          () =>
            store.probe().then(
              () => "ok",
              () => "not yet",
            ),
          { timeout: 10_000 },
        )
        .toBe("ok");
    });
  });

  describe("answering", () => {
    beforeAll(async () => {
      service = await startSecretService("unlocked");
    });
    afterAll(() => service?.stop());

    it("lets a program that is done end by itself, and the helper with it", async () => {
      expect(await run("return")).toMatchObject({ exitCode: 0, stdout: "started\ndone 0" });
      await expect.poll(() => helperProcesses(service.home), { timeout: 10_000 }).toEqual([]);
    });
  });
});
