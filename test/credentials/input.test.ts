import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCredentialsFile, readCredentialsStdin } from "../../src/credentials/input.js";
import { isProblem } from "../../src/shared/errors.js";

const CANARY = "canary-4f1e";
const GOOD = {
  spendesk: { clientId: "id", clientSecret: "pässword" },
  personio: { clientId: "papi-id", clientSecret: "secret" },
};
const BAD: readonly (readonly [string, string, string])[] = [
  ["nothing", " \n", "It is empty."],
  ["what is not JSON", `{"spendesk": {"clientId": "${CANARY}"`, "It is not valid JSON."],
  ["a bare secret", CANARY, "It is not valid JSON."],
  ["an array", `["${CANARY}"]`, "one entry for each connection"],
  ["a text where fields belong", `{"spendesk": "${CANARY}"}`, "spendesk must be an object of fields"],
  ["a number", `{"spendesk": {"clientId": 4711}}`, "spendesk.clientId must be text"],
  [
    "an empty value",
    `{"spendesk": {"clientId": " ", "clientSecret": "${CANARY}"}}`,
    "spendesk.clientId is empty",
  ],
  ["too much", JSON.stringify({ spendesk: { clientId: CANARY.repeat(10_000) } }), "larger than 64 KiB"],
];

function ignore(): { register(secret: string): void } {
  return { register: () => {} };
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!isProblem(error)) throw new Error(`Expected a problem, got ${String(error)}`);
  return { code: error.code, kind: error.kind, why: error.why, next: error.next, stack: error.stack };
}

describe("credentials from a file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-input-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function file(content: string | Uint8Array, mode = 0o600): Promise<string> {
    const path = join(folder, "secrets.json");
    await writeFile(path, content);
    await chmod(path, mode);
    return path;
  }

  it("gives values by connection and field, and registers each", async () => {
    const registered: string[] = [];
    const path = await file(`\ufeff${JSON.stringify(GOOD)}\n`);
    expect(await readCredentialsFile(path, { register: (secret) => registered.push(secret) })).toEqual(GOOD);
    expect(registered).toEqual(["id", "pässword", "papi-id", "secret"]);
  });

  it.each([0o640, 0o604, 0o620, 0o644])(
    "refuses a file with mode %o and says how to change it",
    async (mode) => {
      const path = await file(JSON.stringify(GOOD), mode);
      const problem = await problemOf(readCredentialsFile(path, ignore()));
      expect(problem).toMatchObject({ kind: "credentials", code: "credentials_file_permissions" });
      expect(problem.next).toContain(`chmod 600 '${path}'`);
    },
  );

  it.each(BAD)("refuses %s without quoting any value", async (_what, text, why) => {
    const problem = await problemOf(readCredentialsFile(await file(text), ignore()));
    expect(problem.kind).toBe("credentials");
    expect(problem.why).toContain(why);
    expect(JSON.stringify(problem)).not.toMatch(/canary|4711/);
  });

  it("refuses a file that is not there", async () => {
    const problem = await problemOf(readCredentialsFile(join(folder, "none.json"), ignore()));
    expect(problem).toMatchObject({ code: "credentials_file_unreadable" });
    expect(problem.why).toContain("does not exist");
  });
});

describe("credentials from standard input", () => {
  it("reads JSON in pieces, also when a piece ends inside a character", async () => {
    const bytes = Buffer.from(JSON.stringify(GOOD), "utf8");
    const cut = bytes.indexOf(Buffer.from("ä", "utf8")) + 1;
    const stream = Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)], { objectMode: false });
    const registered: string[] = [];
    const register = (secret: string) => registered.push(secret);
    expect(await readCredentialsStdin(stream, { register })).toEqual(GOOD);
    expect(registered).toContain("pässword");
  });

  it.each(BAD)("refuses %s without quoting any value", async (_what, text, why) => {
    const problem = await problemOf(readCredentialsStdin(Readable.from([text]), ignore()));
    expect(problem).toMatchObject({ kind: "credentials", code: "credentials_input_invalid" });
    expect(problem.why).toContain(why);
    expect(JSON.stringify(problem)).not.toMatch(/canary|4711/);
  });

  it("refuses what is not UTF-8", async () => {
    const stream = Readable.from([Buffer.from([0xff, 0xfe, 0x7b, 0x00])], { objectMode: false });
    const { why, next } = await problemOf(readCredentialsStdin(stream, ignore()));
    expect(why).toContain("It is not UTF-8: it begins with the mark of UTF-16");
    expect(next).toContain("iconv -f UTF-16LE");
  });
});
