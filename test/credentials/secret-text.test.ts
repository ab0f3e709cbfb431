import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCredentialStore, type StoreSettings } from "../../src/credentials/create-store.js";
import { readCredentialsStdin, secretFault, trimLineEnds, trimSecret } from "../../src/credentials/input.js";
import type { CredentialStore } from "../../src/credentials/store.js";
import { newFolder, newRegistry, PERSONIO, problemOf } from "./stores.js";

const SECRET = "hush-4f1e";

/** What people leave around and in a secret, and the words they are told. */
const ODD: readonly (readonly [string, string, RegExp])[] = [
  ["a no-break blank before it", `\u00a0${SECRET}`, /a blank at its beginning or its end/],
  ["a line break in the middle", `${SECRET}\n${SECRET}`, /a line break or a carriage return inside/],
  ["a carriage return in the middle", `${SECRET}\r${SECRET}`, /a line break or a carriage return inside/],
  ["a line separator", `${SECRET}\u2028${SECRET}`, /a line break or a carriage return inside/],
  ["double quotes around it", `"${SECRET}"`, /quotes around it/],
  ["single quotes around it", `'${SECRET}'`, /quotes around it/],
  ["typographic quotes around it", `“${SECRET}”`, /quotes around it/],
  ["an escape sequence", `${SECRET}\u001b[0m${SECRET}`, /control character inside/],
  ["a tab in the middle", `${SECRET}\t${SECRET}`, /control character inside/],
  ["a NUL", `${SECRET}\u0000${SECRET}`, /control character inside/],
  ["a zero-width blank", `${SECRET}\u200b${SECRET}`, /invisible character inside/],
  ["a byte order mark in the middle", `${SECRET}\ufeff${SECRET}`, /invisible character inside|a blank/],
  ["a soft hyphen", `${SECRET}\u00ad${SECRET}`, /invisible character inside/],
  ["a no-break blank in the middle", `${SECRET}\u00a0${SECRET}`, /no-break blank inside/],
  ["a letter that was lost", `${SECRET}\ufffd`, /a letter inside that could not be read/],
];

describe("secretFault", () => {
  it.each([SECRET, "päss wörd", `it's "quoted" inside`, '"', "a", "日本🔑", "=+/-_.~", "'tis"])(
    "finds nothing odd in %s",
    (value) => expect(secretFault(value)).toBeNull(),
  );

  it.each(ODD)("finds %s, and does not repeat the value", (_what, value, says) => {
    const fault = secretFault(trimSecret(value));
    expect(fault).toMatch(says);
    expect(fault).not.toContain("hush");
  });

  it.each(["", " ", "\t"])("finds that there is nothing: %j", (value) => {
    expect(secretFault(value)).toBe("There is nothing in it.");
  });
});

describe("trimSecret", () => {
  it.each(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "", " ", "\t", " \r\n"])(
    "leaves out %j around a value",
    (end) => {
      expect(trimSecret(SECRET + end)).toBe(SECRET);
      expect(trimSecret(end + SECRET)).toBe(SECRET);
    },
  );

  it("leaves a blank to a passphrase, which may mean it", () => {
    expect(trimLineEnds(`${SECRET} \r\n`)).toBe(`${SECRET} `);
  });
});

describe("every store", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let registry: ReturnType<typeof newRegistry>;
  beforeEach(async () => {
    folder = await newFolder();
    registry = newRegistry();
  });
  afterEach(() => folder.remove());

  async function file(name: string, content: string): Promise<string> {
    const path = join(folder.path, name);
    await writeFile(path, content);
    await chmod(path, 0o600);
    return path;
  }

  function open(settings: StoreSettings, env: Record<string, string> = {}): CredentialStore {
    return createCredentialStore(settings, { env, redactor: registry, ask: null });
  }

  const set = (value: string) => JSON.stringify({ "acme-uk": { personio: { clientSecret: value } } });

  /** A store in which somebody put this value by hand. */
  const STORES: Readonly<Record<string, (value: string) => Promise<CredentialStore>>> = {
    variable: async (value) => open({ store: "env" }, { SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET: value }),
    "file of a variable": async (value) =>
      open(
        { store: "env" },
        { SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET_FILE: await file("secret", value) },
      ),
    file: async (value) => open({ store: "file", path: await file("set.json", set(value)) }),
    systemd: async (value) => {
      await mkdir(join(folder.path, "systemd"));
      await file("systemd/spendesk-hr.acme-uk.personio.client-secret", value);
      return open({ store: "systemd" }, { CREDENTIALS_DIRECTORY: join(folder.path, "systemd") });
    },
    command: async (value) => {
      const command = ["cat", await file("printed", value)];
      return open({ store: "command", command, timeoutMs: 60_000 }, { PATH: process.env.PATH ?? "" });
    },
  };

  describe.each(Object.keys(STORES))("(%s)", (name) => {
    const openWith = async (value: string) =>
      (STORES[name] as (value: string) => Promise<CredentialStore>)(value);

    it("leaves out line ends behind a value", async () => {
      const store = await openWith(`${SECRET}\r\n\n`);
      expect(await store.read(PERSONIO, ["clientSecret"])).toEqual({ clientSecret: SECRET });
      expect(registry.secrets).toEqual([SECRET]);
    });

    it.each(ODD.filter(([what]) => name === "file" || !["a NUL"].includes(what)))(
      "refuses %s, says so, and hides the value",
      async (_what, value, says) => {
        const { problem, texts } = await problemOf((await openWith(value)).read(PERSONIO, ["clientSecret"]));
        expect(problem).toMatchObject({ kind: "credentials", code: "credential_invalid" });
        expect(problem.message).toContain("acme-uk / personio clientSecret");
        expect(problem.why).toMatch(says);
        expect(problem.next).toMatch(/^Copy it again, without anything around it\. /);
        expect(texts).not.toContain("hush");
        expect(registry.secrets).toEqual([trimSecret(value)]);
      },
    );
  });

  it("stores nothing that is odd", async () => {
    const store = open({ store: "file", path: join(folder.path, "new.json") });
    const { problem } = await problemOf(
      store.write(PERSONIO, { clientId: "id", clientSecret: `"${SECRET}"` }),
    );
    expect(problem.code).toBe("credential_invalid");
    expect(await store.read(PERSONIO, ["clientId", "clientSecret"])).toEqual({});
    await store.write(PERSONIO, { clientSecret: `${SECRET}\n` });
    expect(await store.read(PERSONIO, ["clientSecret"])).toEqual({ clientSecret: SECRET });
  });
});

describe("credentials from standard input", () => {
  const read = (value: string) => {
    const text = JSON.stringify({ personio: { clientSecret: value } });
    return readCredentialsStdin(Readable.from([text]), newRegistry());
  };

  it("have no line ends behind them", async () => {
    expect(await read(`${SECRET}\r\n`)).toEqual({ personio: { clientSecret: SECRET } });
  });

  it.each(ODD)("can't have %s", async (_what, value, says) => {
    const { problem, texts } = await problemOf(read(value));
    expect(problem.code).toBe("credentials_input_invalid");
    expect(problem.why).toMatch(/^personio\.clientSecret can't be right\. /);
    expect(problem.why).toMatch(says);
    expect(texts).not.toContain("hush");
  });
});
