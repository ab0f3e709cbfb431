import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAllFields } from "../../src/credentials/create-store.js";
import { createEnvStore } from "../../src/credentials/env-store.js";
import type { CredentialStore } from "../../src/credentials/store.js";
import { isProblem } from "../../src/shared/errors.js";

const ID = { entity: "acme-uk", connection: "personio" };
const SECRET = "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET";
const CANARY = "canary-4f1e";

function store(env: Record<string, string>, registered: string[] = []): CredentialStore {
  return createEnvStore({ env, redactor: { register: (secret) => registered.push(secret) } });
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!isProblem(error)) throw new Error(`Expected a problem, got ${String(error)}`);
  return {
    ...error,
    what: error.message,
    everything: `${error.message} ${error.why} ${error.next} ${error.stack}`,
  };
}

describe("environment store", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-env-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  it("reads variables, leaves out what is not set, and registers every value", async () => {
    const registered: string[] = [];
    const values = await store({ [SECRET]: "s€c ret", OTHER: "x" }, registered).read(ID, [
      "clientId",
      "clientSecret",
    ]);
    expect(values).toEqual({ clientSecret: "s€c ret" });
    expect(registered).toEqual(["s€c ret"]);
  });

  it.each([
    ["secret\n", "secret"],
    ["secret\r\n", "secret"],
    ["secret\n\n", "secret"],
    ["\ufeffsecret", "secret"],
  ])("reads %j from a file as %j", async (content, expected) => {
    const path = await file("secret", content);
    expect(await store({ [`${SECRET}_FILE`]: path }).read(ID, ["clientSecret"])).toEqual({
      clientSecret: expected,
    });
  });

  it("accepts mounted secrets: links to files that everybody may read", async () => {
    const path = await file("mounted", "secret");
    await chmod(path, 0o444);
    await symlink(path, join(folder, "link"));
    expect(await store({ [`${SECRET}_FILE`]: join(folder, "link") }).read(ID, ["clientSecret"])).toEqual({
      clientSecret: "secret",
    });
  });

  it("reads a file once", async () => {
    const path = await file("once", "before");
    const env = store({ [`${SECRET}_FILE`]: path });
    await env.read(ID, ["clientSecret"]);
    await file("once", "after");
    expect(await env.read(ID, ["clientSecret"])).toEqual({ clientSecret: "before" });
  });

  it("refuses a variable and its file twin together", async () => {
    const path = await file("both", CANARY);
    const problem = await problemOf(
      store({ [SECRET]: CANARY, [`${SECRET}_FILE`]: path }).read(ID, ["clientSecret"]),
    );
    expect(problem).toMatchObject({
      kind: "credentials",
      code: "credential_ambiguous",
      what: `${SECRET} and ${SECRET}_FILE are both set.`,
    });
    expect(problem.everything).not.toContain(CANARY);
  });

  it.each([{ [SECRET]: "" }, { [SECRET]: " \n" }, { [`${SECRET}_FILE`]: "" }])(
    "refuses an empty value (%j)",
    async (env) => {
      const problem = await problemOf(store(env).read(ID, ["clientSecret"]));
      expect(problem).toMatchObject({ kind: "credentials", code: "credential_empty" });
      expect(problem.what).toContain(Object.keys(env)[0]);
    },
  );

  it("refuses an empty file", async () => {
    const path = await file("empty", "\n");
    const problem = await problemOf(store({ [`${SECRET}_FILE`]: path }).read(ID, ["clientSecret"]));
    expect(problem).toMatchObject({ code: "credential_empty" });
  });

  it.each([
    ["a missing file", async () => join(folder, "nowhere", CANARY), "does not exist"],
    ["a folder", async () => folder, "is a folder"],
    ["a file that is too large", () => file("large", CANARY.repeat(10_000)), "larger than 64 KiB"],
    ["UTF-16", () => file("utf16", Buffer.from(`\ufeff${CANARY}`, "utf16le")), "not UTF-8"],
  ])("refuses %s, naming the variable and neither the content nor the path", async (_what, path, why) => {
    const problem = await problemOf(store({ [`${SECRET}_FILE`]: await path() }).read(ID, ["clientSecret"]));
    expect(problem).toMatchObject({ kind: "credentials", code: "credential_file_unreadable" });
    expect(problem.what).toContain(`${SECRET}_FILE`);
    expect(problem.why).toContain(why);
    expect(problem.everything).not.toContain(CANARY);
    expect(problem.everything).not.toContain(folder);
  });

  it("does not wait for a named pipe that nobody writes to", async () => {
    const path = join(folder, "pipe");
    execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
    const problem = await problemOf(store({ [`${SECRET}_FILE`]: path }).read(ID, ["clientSecret"]));
    expect(problem.why).toContain("not a regular file");
  });

  it("says which variable each field comes from", async () => {
    const env = store({ [`${SECRET}_FILE`]: "/run/secrets/x", SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID: "id" });
    expect(await env.origins(ID, ["clientId", "clientSecret", "apiKey"])).toEqual([
      { field: "clientId", source: "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID" },
      { field: "clientSecret", source: `${SECRET}_FILE` },
    ]);
  });

  it("can't be written to and says which variables to set instead", async () => {
    const problem = await problemOf(store({}).write(ID, { clientId: CANARY, clientSecret: CANARY }));
    expect(problem.code).toBe("store_not_writable");
    expect(problem.next).toContain(`SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID, ${SECRET}`);
    expect(problem.everything).not.toContain(CANARY);
  });

  it("removes nothing", async () => {
    expect(await store({ [SECRET]: "secret" }).remove(ID)).toBe(false);
  });
});

describe("reading all fields", () => {
  it("gives every field when all are there", async () => {
    const env = { [SECRET]: "secret", SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID: "id" };
    expect(await readAllFields(store(env), ID, ["clientId", "clientSecret"])).toEqual({
      clientId: "id",
      clientSecret: "secret",
    });
  });

  it("names every missing field and how to supply it", async () => {
    const problem = await problemOf(readAllFields(store({}), ID, ["clientId", "clientSecret"]));
    expect(problem).toMatchObject({
      kind: "credentials",
      code: "credentials_missing",
      what: "Credentials of acme-uk / personio are missing: clientId, clientSecret.",
    });
    expect(problem.next).toContain("Set SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID, or ");
    expect(problem.next).toContain(`Set ${SECRET}, or ${SECRET}_FILE`);
  });

  it("names only what is missing", async () => {
    const problem = await problemOf(
      readAllFields(store({ [SECRET]: "s" }), ID, ["clientId", "clientSecret"]),
    );
    expect(problem.what).toContain("missing: clientId.");
    expect(problem.next).not.toContain(SECRET);
  });
});
