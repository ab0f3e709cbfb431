import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAllFields } from "../../src/credentials/create-store.js";
import { createSystemdStore } from "../../src/credentials/systemd-store.js";
import { CANARY, FIELDS, newFolder, newRegistry, PERSONIO, problemOf, SPENDESK } from "./stores.js";

const SECRET = "spendesk-hr.acme-uk.personio.client-secret";
const SET = "spendesk-hr.credentials";

describe("systemd store", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let registry: ReturnType<typeof newRegistry>;

  beforeEach(async () => {
    folder = await newFolder();
    registry = newRegistry();
  });
  afterEach(() => folder.remove());

  const store = () => createSystemdStore({ env: { CREDENTIALS_DIRECTORY: folder.path }, redactor: registry });
  const give = (name: string, content: string | Uint8Array) => writeFile(join(folder.path, name), content);

  it("reads one credential for each field, without the line break at its end", async () => {
    await give("spendesk-hr.acme-uk.personio.client-id", "papi-id\n");
    await give(SECRET, `${CANARY}\r\n`);
    expect(await store().read(PERSONIO, FIELDS)).toEqual({ clientId: "papi-id", clientSecret: CANARY });
    expect(registry.secrets).toEqual(["papi-id", CANARY]);
    expect(await store().origins(PERSONIO, ["clientSecret"])).toEqual([
      { field: "clientSecret", source: `systemd credential ${SECRET}` },
    ]);
  });

  it("reads all of them from one credential", async () => {
    await give(
      SET,
      JSON.stringify({ "acme-uk": { personio: { clientId: "papi-id", clientSecret: CANARY } } }),
    );
    expect(await readAllFields(store(), PERSONIO, FIELDS)).toEqual({
      clientId: "papi-id",
      clientSecret: CANARY,
    });
    expect(await store().read(SPENDESK, FIELDS)).toEqual({});
  });

  it("refuses a field that is there in both ways", async () => {
    await give(SET, JSON.stringify({ "acme-uk": { personio: { clientSecret: "one" } } }));
    await give(SECRET, CANARY);
    const { problem, texts } = await problemOf(store().read(PERSONIO, FIELDS));
    expect(problem.code).toBe("credential_ambiguous");
    expect(texts).not.toContain("canary");
  });

  it.each([
    ["an empty one", SECRET, " \n", "credential_empty"],
    ["one that is not UTF-8", SECRET, Buffer.from([0xff, 0xfe]), "credential_file_unreadable"],
    ["a set that is no JSON", SET, CANARY, "credentials_file_invalid"],
  ])("refuses %s by its name", async (_what, name, content, code) => {
    await give(name, content);
    const { problem, texts } = await problemOf(store().read(PERSONIO, FIELDS));
    expect(problem).toMatchObject({ code, message: `The systemd credential ${name} can't be used.` });
    expect(texts).not.toContain("canary");
  });

  it("names the credential that is missing, as it goes into the unit", async () => {
    const { problem } = await problemOf(readAllFields(store(), PERSONIO, FIELDS));
    expect(problem.code).toBe("credentials_missing");
    expect(problem.next).toContain(`LoadCredentialEncrypted=${SECRET}`);
  });

  it("says so when it does not run under systemd", async () => {
    const outside = createSystemdStore({ env: {}, redactor: registry });
    for (const work of [
      () => outside.probe(),
      () => outside.read(PERSONIO, FIELDS),
      () => outside.origins(PERSONIO, FIELDS),
    ]) {
      const { problem } = await problemOf(work());
      expect(problem).toMatchObject({ kind: "credentials", code: "systemd_credentials_absent" });
    }
  });

  it("can't be written to, and names what the unit needs", async () => {
    expect(store().writable).toBe(false);
    expect(await store().remove(PERSONIO)).toBe(false);
    const { problem, texts } = await problemOf(store().write(PERSONIO, { clientSecret: CANARY }));
    expect(problem.next).toContain(SECRET);
    expect(texts).not.toContain("canary");
  });
});
