import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAllFields } from "../../src/credentials/create-store.js";
import { createFileStore } from "../../src/credentials/file-store.js";
import { CANARY, FIELDS, newFolder, newRegistry, PERSONIO, problemOf, SPENDESK } from "./stores.js";

const KEY = { clientId: "papi-id", clientSecret: CANARY };

describe("file store", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let path: string;
  let registry: ReturnType<typeof newRegistry>;

  beforeEach(async () => {
    folder = await newFolder();
    path = join(folder.path, "spendesk-hr", "credentials.json");
    registry = newRegistry();
  });
  afterEach(() => folder.remove());

  const store = () => createFileStore(path, registry);

  async function write(content: string | Uint8Array, mode = 0o600): Promise<void> {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, content);
    await chmod(path, mode);
  }

  it("gives back what it stored, and tells the redactor each value", async () => {
    await store().write(PERSONIO, KEY);
    expect(await store().read(PERSONIO, FIELDS)).toEqual(KEY);
    expect(registry.secrets).toEqual(["papi-id", CANARY]);
  });

  it("writes JSON by entity, connection and field, for its owner only", async () => {
    await store().write(PERSONIO, KEY);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ "acme-uk": { personio: KEY } });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, ".."))).mode & 0o777).toBe(0o700);
  });

  it("changes the fields it is given and keeps everything else", async () => {
    await store().write(SPENDESK, { clientId: "spendesk-id", clientSecret: "spendesk-secret" });
    await store().write(PERSONIO, KEY);
    await store().write(PERSONIO, { clientSecret: "new-secret" });
    expect(await store().read(PERSONIO, FIELDS)).toEqual({ clientId: "papi-id", clientSecret: "new-secret" });
    expect(await store().read(SPENDESK, ["clientId"])).toEqual({ clientId: "spendesk-id" });
  });

  it("leaves no temporary file behind", async () => {
    await store().write(PERSONIO, KEY);
    await store().write(SPENDESK, KEY);
    expect(await readdir(join(path, ".."))).toEqual(["credentials.json"]);
  });

  it("removes one connection and says whether there was anything", async () => {
    await store().write(SPENDESK, KEY);
    await store().write(PERSONIO, KEY);
    expect(await store().remove(PERSONIO)).toBe(true);
    expect(await store().remove(PERSONIO)).toBe(false);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ "acme-uk": { spendesk: KEY } });
  });

  it("removes a connection but for what is to be kept", async () => {
    await store().write(PERSONIO, KEY);
    expect(await store().remove(PERSONIO, ["clientSecret", "apiKey"])).toBe(true);
    expect(await store().remove(PERSONIO, ["clientSecret"])).toBe(false);
    expect(await store().read(PERSONIO, FIELDS)).toEqual({ clientSecret: CANARY });
    expect(await store().remove(PERSONIO, ["clientId"])).toBe(true);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({});
  });

  it("says where each field is, and which command stores a missing one", async () => {
    await store().write(PERSONIO, { clientId: "papi-id" });
    expect(await store().origins(PERSONIO, FIELDS)).toEqual([{ field: "clientId", source: path }]);
    const { problem } = await problemOf(readAllFields(store(), PERSONIO, FIELDS));
    expect(problem).toMatchObject({
      code: "credentials_missing",
      next: `Run \`spendesk-hr credentials set personio --entity acme-uk\`; it goes into ${path}.`,
    });
  });

  it("takes names of JavaScript's own for missing ones", async () => {
    await write(JSON.stringify({ "acme-uk": { personio: KEY } }));
    expect(await store().read({ entity: "constructor", connection: "toString" }, ["valueOf"])).toEqual({});
    expect(await store().read(PERSONIO, ["toString", "__proto__"])).toEqual({});
  });

  it.each([0o640, 0o604, 0o660, 0o602, 0o644])(
    "refuses a file with mode %o and says what to do",
    async (mode) => {
      await write(JSON.stringify({ "acme-uk": { personio: KEY } }), mode);
      for (const work of [
        () => store().read(PERSONIO, FIELDS),
        () => store().probe(),
        () => store().write(PERSONIO, KEY),
      ]) {
        const { problem, texts } = await problemOf(work());
        expect(problem.code).toBe("credentials_file_permissions");
        expect(problem.next).toContain(`chmod 600 '${path}'`);
        expect(texts).not.toContain(CANARY);
      }
      expect((await stat(path)).mode & 0o777).toBe(mode);
    },
  );

  it.each([0o400, 0o600])("reads a file with mode %o", async (mode) => {
    await write(JSON.stringify({ "acme-uk": { personio: KEY } }), mode);
    expect(await store().read(PERSONIO, FIELDS)).toEqual(KEY);
  });

  it("checks the file behind a link, and keeps the link when it writes", async () => {
    const real = join(folder.path, "real.json");
    await mkdir(join(path, ".."));
    await writeFile(real, JSON.stringify({ "acme-uk": { personio: KEY } }), { mode: 0o600 });
    await symlink(real, path);
    await store().write(PERSONIO, { clientSecret: "new-secret" });
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readFile(real, "utf8")).toContain("new-secret");
    await chmod(real, 0o644);
    expect((await problemOf(store().read(PERSONIO, FIELDS))).problem.code).toBe(
      "credentials_file_permissions",
    );
  });

  it.each([
    ["nothing", ""],
    ["a bare secret", CANARY],
    ["JSON that was cut off", `{"acme-uk": {"personio": {"clientSecret": "${CANARY}`],
    ["a list", JSON.stringify([CANARY])],
    ["a text where fields belong", JSON.stringify({ "acme-uk": { personio: CANARY } })],
    ["a number", '{"acme-uk": {"personio": {"clientSecret": 4711}}}'],
    ["what is not UTF-8", Buffer.from([0xff, 0xfe, 0x00])],
  ])("refuses %s without quoting it, and does not write over it", async (_what, content) => {
    await write(content);
    const { problem, texts } = await problemOf(store().read(PERSONIO, FIELDS));
    expect(problem).toMatchObject({ kind: "credentials", code: "credentials_file_invalid" });
    expect(texts).not.toMatch(/canary|4711/);
    await problemOf(store().write(PERSONIO, KEY));
    expect(await readFile(path)).toEqual(Buffer.from(content));
  });

  it("refuses a folder in its place, and what is far too large", async () => {
    await mkdir(path, { recursive: true });
    expect((await problemOf(store().read(PERSONIO, FIELDS))).problem.why).toContain("is a folder");
    await folder.remove();
    await write(Buffer.alloc(1024 * 1024 + 1, " "));
    expect((await problemOf(store().read(PERSONIO, FIELDS))).problem.why).toContain("larger than 1024 KiB");
  });

  it("probes without leaving anything behind", async () => {
    await store().probe();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it("fails its probe where no folder can be made", async () => {
    const occupied = join(folder.path, "occupied");
    await writeFile(occupied, "");
    const { problem } = await problemOf(
      createFileStore(join(occupied, "credentials.json"), registry).write(PERSONIO, KEY),
    );
    expect(problem.code).toBe("credentials_file_not_writable");
  });
});
