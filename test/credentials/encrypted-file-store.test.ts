import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AskPassphrase, KeySource } from "../../src/credentials/encrypted/key.js";
import { createEncryptedFileStore } from "../../src/credentials/encrypted-file-store.js";
import { decrypted, decryptedWith, encryptCheaply, encryptTo, encryptWith, newKey } from "./age-files.js";
import { CANARY, FIELDS, newFolder, newRegistry, PERSONIO, problemOf, SPENDESK } from "./stores.js";

const KEY = { clientId: "papi-id", clientSecret: CANARY };
const PASSPHRASE = "tulip harbour sixteen ladders";
const VARIABLE = "SPENDESK_HR_CREDENTIALS_PASSPHRASE";
const CONTENT = { "acme-uk": { personio: KEY } };

describe("encrypted file store", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let path: string;
  let keyFile: string;
  let registry: ReturnType<typeof newRegistry>;

  beforeEach(async () => {
    folder = await newFolder();
    path = join(folder.path, "credentials.age");
    keyFile = join(folder.path, "age.key");
    registry = newRegistry();
  });
  afterEach(() => folder.remove());

  function store(
    key: KeySource,
    { env = {}, ask = null }: { env?: Record<string, string>; ask?: AskPassphrase | null } = {},
  ) {
    return createEncryptedFileStore({ path, key, env, ask, redactor: registry, variable: VARIABLE });
  }

  const withKeyFile = () => store({ from: "key-file", path: keyFile });
  const withPassphrase = (passphrase: string) =>
    store({ from: "passphrase" }, { env: { [VARIABLE]: passphrase } });

  async function file(name: string, content: string, mode = 0o600): Promise<string> {
    const at = join(folder.path, name);
    await writeFile(at, content);
    await chmod(at, mode);
    return at;
  }

  /** The content as somebody else encrypts it. */
  async function plain(content: unknown = CONTENT): Promise<string> {
    return file("plain.json", JSON.stringify(content));
  }

  async function code(work: Promise<unknown>): Promise<string> {
    const { problem, texts } = await problemOf(work);
    expect(problem.kind).toBe("credentials");
    expect(texts).not.toMatch(/canary|AGE-SECRET-KEY-\w|tulip/);
    return problem.code;
  }

  describe("with a key of age-keygen", () => {
    it("writes what the key decrypts, for its owner only", async () => {
      await newKey(keyFile);
      await withKeyFile().write(PERSONIO, KEY);
      expect(JSON.parse(await decrypted(keyFile, path))).toEqual(CONTENT);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const written = await readFile(path, "utf8");
      expect(written).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
      expect(written).not.toMatch(/papi|canary|personio/);
    });

    it.each([{}, { isArmored: true }])("reads what somebody else encrypted with %j", async (form) => {
      await encryptTo([await newKey(keyFile)], await plain(), path, form);
      expect(await withKeyFile().read(PERSONIO, FIELDS)).toEqual(KEY);
      expect(registry.secrets).toContain(CANARY);
      expect(registry.secrets.some((secret) => secret.startsWith("AGE-SECRET-KEY-1"))).toBe(true);
    });

    it("changes fields, keeps the others and removes connections", async () => {
      await newKey(keyFile);
      await withKeyFile().write(SPENDESK, { clientId: "s" });
      await withKeyFile().write(PERSONIO, KEY);
      await withKeyFile().write(PERSONIO, { clientSecret: "new" });
      expect(await withKeyFile().remove(SPENDESK)).toBe(true);
      expect(JSON.parse(await decrypted(keyFile, path))).toEqual({
        "acme-uk": { personio: { clientId: "papi-id", clientSecret: "new" } },
      });
    });

    it("encrypts to every key of the file, so that each of them can still read it", async () => {
      const second = join(folder.path, "second.key");
      await newKey(keyFile);
      await newKey(second);
      const both = await file(
        "both.key",
        (await readFile(keyFile, "utf8")) + (await readFile(second, "utf8")),
      );
      await store({ from: "key-file", path: both }).write(PERSONIO, KEY);
      for (const key of [keyFile, second]) expect(JSON.parse(await decrypted(key, path))).toEqual(CONTENT);
    });

    it("reads a file that others can read too, but does not lock them out by writing", async () => {
      const ours = await newKey(keyFile);
      const theirs = await newKey(join(folder.path, "theirs.key"));
      await encryptTo([ours, theirs], await plain(), path);
      const before = await readFile(path);
      expect(await withKeyFile().read(PERSONIO, FIELDS)).toEqual(KEY);
      expect(await code(withKeyFile().write(PERSONIO, { clientSecret: "new" }))).toBe(
        "encrypted_file_shared",
      );
      expect(await readFile(path)).toEqual(before);
    });

    it("says that another key is needed", async () => {
      await newKey(keyFile);
      await withKeyFile().write(PERSONIO, KEY);
      const other = join(folder.path, "other.key");
      await newKey(other);
      const wrong = store({ from: "key-file", path: other });
      expect(await code(wrong.read(PERSONIO, FIELDS))).toBe("encrypted_key_wrong");
      expect(await code(wrong.write(PERSONIO, KEY))).toBe("encrypted_key_wrong");
    });

    it("refuses a key file that others may read", async () => {
      await newKey(keyFile);
      await chmod(keyFile, 0o644);
      expect(await code(withKeyFile().write(PERSONIO, KEY))).toBe("credentials_file_permissions");
    });

    it.each([
      ["a passphrase", PASSPHRASE],
      ["a public key only", "# public key: age1abc\n"],
      ["a key with a slip", "AGE-SECRET-KEY-1QQQQQQ\n"],
      ["a key of ssh", "-----BEGIN OPENSSH PRIVATE KEY-----\n"],
    ])("refuses %s in the key file", async (_what, content) => {
      await file("age.key", content);
      expect(await code(withKeyFile().write(PERSONIO, KEY))).toBe("encrypted_key_invalid");
    });
  });

  describe("with a passphrase", () => {
    it("writes what the passphrase decrypts, and is as hard to guess as what age itself writes", async () => {
      await withPassphrase(PASSPHRASE).write(PERSONIO, KEY);
      expect(JSON.parse(await decryptedWith(PASSPHRASE, path))).toEqual(CONTENT);
      const [, ...armored] = (await readFile(path, "utf8")).split("\n");
      // The line of age-encryption.org/v1 with the salt and the work factor.
      expect(Buffer.from(armored.join(""), "base64").toString("latin1")).toMatch(/^-> scrypt \S+ 18$/m);
    });

    it("reads what somebody else encrypted", async () => {
      await encryptWith(PASSPHRASE, JSON.stringify(CONTENT), path);
      expect(await withPassphrase(PASSPHRASE).read(PERSONIO, FIELDS)).toEqual(KEY);
      expect(registry.secrets).toContain(PASSPHRASE);
      expect(await code(withPassphrase("another passphrase").read(PERSONIO, FIELDS))).toBe(
        "encrypted_key_wrong",
      );
      const passphraseFile = await file("passphrase", `${PASSPHRASE}\n`);
      const reading = store({ from: "passphrase-file", path: passphraseFile });
      expect(await reading.read(PERSONIO, FIELDS)).toEqual(KEY);
      const mounted = await file("mounted", PASSPHRASE, 0o444);
      const fromMount = store({ from: "passphrase" }, { env: { [`${VARIABLE}_FILE`]: mounted } });
      expect(await fromMount.read(PERSONIO, FIELDS)).toEqual(KEY);
    });

    it("takes a passphrase or a key from a systemd credential", async () => {
      await newKey(keyFile);
      const env = { CREDENTIALS_DIRECTORY: folder.path };
      const byKey = () => store({ from: "systemd", name: "age.key" }, { env });
      await byKey().write(PERSONIO, KEY);
      expect(JSON.parse(await decrypted(keyFile, path))).toEqual(CONTENT);
      await file("hr-passphrase", PASSPHRASE);
      const byPassphrase = store({ from: "systemd", name: "hr-passphrase" }, { env });
      expect(await code(byPassphrase.read(PERSONIO, FIELDS))).toBe("encrypted_key_wrong");
      const absent = store({ from: "systemd", name: "absent" }, { env });
      expect(await code(absent.read(PERSONIO, FIELDS))).toBe("encrypted_key_missing");
    });

    it("asks a person once a run, and twice for a new file", async () => {
      encryptCheaply();
      const asked: boolean[] = [];
      const ask: AskPassphrase = async (_question, { repeat }) => {
        asked.push(repeat);
        return PASSPHRASE;
      };
      const first = store({ from: "passphrase" }, { ask });
      await first.probe();
      await first.write(PERSONIO, KEY);
      expect(await first.read(PERSONIO, FIELDS)).toEqual(KEY);
      expect(asked).toEqual([true]);
      const second = store({ from: "passphrase" }, { ask });
      expect(await second.origins(PERSONIO, FIELDS)).toHaveLength(2);
      await second.read(PERSONIO, FIELDS);
      expect(asked).toEqual([true, false]);
    });

    it("lets a person mistype it twice, not more", async () => {
      await encryptWith(PASSPHRASE, JSON.stringify(CONTENT), path);
      const typed =
        (answers: string[]): AskPassphrase =>
        async () =>
          answers.shift() ?? "";
      const slips = ["wrong one here", "wrong again here"];
      const patient = store({ from: "passphrase" }, { ask: typed([...slips, PASSPHRASE]) });
      expect(await patient.read(PERSONIO, ["clientId"])).toEqual({ clientId: "papi-id" });
      const hopeless = store(
        { from: "passphrase" },
        { ask: typed([...slips, "wrong thrice here", PASSPHRASE]) },
      );
      expect(await code(hopeless.read(PERSONIO, FIELDS))).toBe("encrypted_key_wrong");
    });

    it("needs nobody and no key as long as there is no file", async () => {
      const nobody = store({ from: "passphrase" });
      expect(await nobody.read(PERSONIO, FIELDS)).toEqual({});
      const { problem } = await problemOf(nobody.write(PERSONIO, KEY));
      expect(problem.code).toBe("encrypted_key_missing");
      expect(problem.next).toContain(`${VARIABLE}_FILE`);
      expect(problem.next).toContain("keyFile");
    });

    it.each([
      ["a short passphrase for a new file", { [VARIABLE]: "short" }],
      ["two ways at once", { [VARIABLE]: PASSPHRASE, [`${VARIABLE}_FILE`]: "/nowhere" }],
      ["a file that is not there", { [`${VARIABLE}_FILE`]: "/nowhere/passphrase" }],
      ["one with quotes around it", { [VARIABLE]: `"${PASSPHRASE}"` }],
      ["one with a blank behind it", { [VARIABLE]: `${PASSPHRASE} ` }],
      ["one of two lines", { [VARIABLE]: `${PASSPHRASE}\n${PASSPHRASE}` }],
    ])("refuses %s", async (_what, env) => {
      expect(await code(store({ from: "passphrase" }, { env }).write(PERSONIO, KEY))).toBe(
        "encrypted_key_invalid",
      );
    });

    it("leaves out line ends behind a passphrase", async () => {
      encryptCheaply();
      await withPassphrase(PASSPHRASE).write(PERSONIO, KEY);
      const again = withPassphrase(`${PASSPHRASE}\r\n`);
      expect(await again.read(PERSONIO, FIELDS)).toEqual(KEY);
    });

    it("refuses a key of age where a passphrase belongs", async () => {
      await newKey(keyFile);
      const wrong = store({ from: "passphrase-file", path: keyFile });
      expect(await code(wrong.write(PERSONIO, KEY))).toBe("encrypted_key_invalid");
    });
  });

  describe("with a file that can't be opened", () => {
    beforeEach(async () => {
      await newKey(keyFile);
      await withKeyFile().write(PERSONIO, KEY);
    });

    it.each([
      ["that others may read", async () => chmod(path, 0o644), "credentials_file_permissions"],
      ["that is plain text", async () => writeFile(path, JSON.stringify(CONTENT)), "encrypted_file_invalid"],
      ["that is empty", async () => writeFile(path, ""), "encrypted_file_invalid"],
      [
        "that was cut off",
        async () => writeFile(path, (await readFile(path)).subarray(0, -60)),
        "encrypted_file_damaged",
      ],
      [
        "whose armor has a letter changed",
        async () => {
          const lines = (await readFile(path, "utf8")).split("\n");
          const last = lines.length - 3;
          lines[last] = (lines[last] ?? "").replace(/^./, (letter) => (letter === "A" ? "B" : "A"));
          await writeFile(path, lines.join("\n"));
        },
        "encrypted_file_damaged",
      ],
    ])("refuses one %s, and does not write over it", async (_what, damage, expected) => {
      await damage();
      const before = await readFile(path);
      expect(await code(withKeyFile().read(PERSONIO, FIELDS))).toBe(expected);
      expect(await code(withKeyFile().write(PERSONIO, KEY))).toBe(expected);
      expect(await readFile(path)).toEqual(before);
    });

    it("refuses content that is no set of credentials", async () => {
      const recipient = (await readFile(keyFile, "utf8")).match(/age1\w+/)?.[0] ?? "";
      await encryptTo([recipient], await plain([CANARY]), path);
      expect(await code(withKeyFile().read(PERSONIO, FIELDS))).toBe("credentials_file_invalid");
    });

    it("says when a passphrase is given for a file that needs a key", async () => {
      const { problem } = await problemOf(withPassphrase(PASSPHRASE).read(PERSONIO, FIELDS));
      expect(problem.code).toBe("encrypted_key_wrong");
      expect(problem.why).toContain("encrypted to a key");
    });
  });
});
