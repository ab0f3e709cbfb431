import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GlobalOptions } from "../../src/cli/cli-context.js";
import { askFile } from "../../src/cli/connect/ask-file.js";
import { createCliContext } from "../../src/cli/create-context.js";
import type { Prompter, Validate } from "../../src/cli/prompts/prompter.js";
import { keyFault } from "../../src/connectors/signing/keys.js";

const KEY = String(
  generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey.export({ type: "pkcs8", format: "pem" }),
);
const LINE = KEY.trim().replaceAll("\n", "\\n");

const GLOBALS: GlobalOptions = {
  config: undefined,
  entity: [],
  group: [],
  output: "table",
  csvBom: false,
  stateDir: undefined,
  input: true,
  color: false,
  pager: false,
  quiet: false,
  logLevel: undefined,
  logFormat: undefined,
  debug: false,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-ask-file-"));
  await writeFile(join(folder, "key.pem"), KEY);
  await writeFile(join(folder, "notes.txt"), "two\nlines\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What comes of these answers, typed one after the other, and what was said meanwhile. */
async function answered(...answers: readonly string[]) {
  const stderr = new PassThrough();
  const process = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    env: { HOME: folder },
    cwd: folder,
    clock: { now: () => new Date() },
    signal: new AbortController().signal,
  };
  const context = createCliContext(GLOBALS, process, async () => 0);
  const left = [...answers];
  const asked: string[] = [];
  const secret = async (question: string, validate: Validate) => {
    asked.push(question);
    const answer = left.shift() ?? "";
    if (validate(answer) !== null) throw new Error("nobody answers any more");
    return answer;
  };
  const validate: Validate = (value) => keyFault("privateKey", "Signing key", value);
  const content = await askFile("Example HR: Signing key", validate, {
    context,
    prompter: { secret } as Partial<Prompter> as Prompter,
  });
  return { content, asked, said: await text(stderr.end()) };
}

describe("the question for the content of a file", () => {
  it.each(["key.pem", "./key.pem", "~/key.pem"])("takes its path: %s", async (path) => {
    const { content, asked, said } = await answered(path);
    expect(content).toBe(LINE);
    expect(asked).toEqual(["Example HR: Signing key (path of the file)"]);
    expect(said).toBe("");
  });

  it("takes the content on one line", async () => {
    expect((await answered(LINE)).content).toBe(LINE);
  });

  it("asks again after a path that leads nowhere, another file, and the lines of a key that was pasted", async () => {
    const [first = "", second = ""] = KEY.split("\n");
    const { content, asked, said } = await answered("other.pem", "notes.txt", first, second, "key.pem");
    expect(content).toBe(LINE);
    expect(asked).toHaveLength(5);
    expect(said).toContain("✘ The file does not exist.");
    expect(said.replace(/\s+/gu, " ")).toContain("The Signing key is no private key in PEM form");
    expect(said).not.toContain(second);
  });
});
