import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKeychainStore } from "../../src/credentials/keychain-store.js";
import type { CredentialStore } from "../../src/credentials/store.js";

const ID = { entity: "acme-uk", connection: "personio" };
const CANARY = "canary-4f1e";

/** What keytar looks like from outside, kept in memory; `get` is how it answers a read. */
function library(get: string): string {
  return `
    const items = new Map();
    module.exports = {
      setPassword: async (service, account, password) => { items.set(account, password); },
      getPassword: async (service, account) => { ${get} },
      deletePassword: async (service, account) => items.delete(account),
    };`;
}

describe("keychain store with a library that misbehaves", () => {
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-library-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function storeWith(source: string): Promise<CredentialStore> {
    count += 1;
    const path = join(folder, `library-${count}.cjs`);
    await writeFile(path, source);
    return createKeychainStore({ env: {}, redactor: { register: () => {} }, library: path });
  }

  it("names libsecret when the library does not load", async () => {
    const store = await storeWith('throw new Error("Failed to load keytar native addon")');
    await expect(store.read(ID, ["clientSecret"])).rejects.toMatchObject({
      kind: "credentials",
      code: "keychain_unavailable",
      why: expect.stringContaining("Failed to load keytar native addon"),
      next: expect.stringMatching(/libsecret-1-0.*credentials list/),
    });
  });

  it("survives a library that is not there at all", async () => {
    const store = createKeychainStore({
      env: {},
      redactor: { register: () => {} },
      library: join(folder, "nowhere.cjs"),
    });
    await expect(store.probe()).rejects.toMatchObject({ code: "keychain_unavailable" });
  });

  it("reports a library that takes its process down, every time it is asked", async () => {
    const store = await storeWith(library("process.abort();"));
    await expect(store.read(ID, ["clientId"])).rejects.toMatchObject({ code: "keychain_unavailable" });
    await expect(store.read(ID, ["clientId"])).rejects.toMatchObject({ code: "keychain_unavailable" });
  });

  it("ignores what a library prints", async () => {
    const store = await storeWith(
      library('console.log("a warning"); console.log("{}"); return items.get(account) ?? null;'),
    );
    await store.write(ID, { clientId: "id" });
    expect(await store.read(ID, ["clientId"])).toEqual({ clientId: "id" });
  });

  it("fails its probe when what comes back is not what was stored", async () => {
    const store = await storeWith(library('return "something else";'));
    await expect(store.probe()).rejects.toMatchObject({ code: "keychain_unavailable" });
  });

  it.each([
    ["Cannot create an item in a locked collection", "keychain_locked"],
    ["Prompt was dismissed", "keychain_locked"],
    ["User interaction is not allowed.", "keychain_locked"],
    ["The name org.freedesktop.secrets was not provided by any .service files", "keychain_no_session"],
    ["Something never seen before", "keychain_unavailable"],
  ])("explains %j as %s", async (message, code) => {
    const store = await storeWith(library(`throw new Error(${JSON.stringify(message)});`));
    await expect(store.read(ID, ["clientId"])).rejects.toMatchObject({
      code,
      why: expect.stringContaining(message),
    });
  });

  it.each(["not json", '"text"', '{"clientId": 1}', `{"clientId": "${CANARY}"`])(
    "refuses an item that is none of its own (%j) without quoting it, and repairs it by writing",
    async (stored) => {
      const store = await storeWith(library(`return items.get(account) ?? ${JSON.stringify(stored)};`));
      const error = await store.read(ID, ["clientId"]).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: "keychain_item_invalid",
        next: "Run `spendesk-hr credentials set personio --entity acme-uk`.",
      });
      expect(JSON.stringify(error) + String(error)).not.toContain(CANARY);

      await store.write(ID, { clientId: "new" });
      expect(await store.read(ID, ["clientId"])).toEqual({ clientId: "new" });
    },
  );

  it("takes an empty value for a missing one", async () => {
    const store = await storeWith(library(`return ${JSON.stringify('{"clientId":"","clientSecret":"s"}')};`));
    expect(await store.read(ID, ["clientId", "clientSecret"])).toEqual({ clientSecret: "s" });
  });
});
