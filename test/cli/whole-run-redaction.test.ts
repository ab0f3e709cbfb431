import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tellStory } from "../../src/sandbox/story.js";
import { watchArgumentLists } from "../support/argument-lists.js";
import { type CompanyNetwork, openCompanyNetwork } from "../support/company-network.js";
import type { CliRun } from "../support/run-cli.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { bankNeedles, found, keyNeedles, type Needle, secretNeedles } from "../support/secret-needles.js";
import { openTalkativeHop, type TalkativeHop } from "../support/talkative-hop.js";

const PROGRAM = join(import.meta.dirname, "../../bin/spendesk-hr.js");
const CRASH = join(import.meta.dirname, "../support/crash.mjs");
const HURRY = join(import.meta.dirname, "../support/hurry.mjs");
const LOUD = ["--debug", "--log-level", "debug"];
const FORMATS = ["table", "json", "yaml", "csv"];
const PROXY_USER = "proxy-user-4711";
const PROXY_PASSWORD = "canary/proxy+pässword=4711";

let workspace: SandboxWorkspace;
let network: CompanyNetwork;
let hop: TalkativeHop;
/** Everything the program printed, run by run. */
const runs: (CliRun & { readonly argv: readonly string[] })[] = [];
const argumentLists = new Set<string>();
/** Every file of its folder, at the end and while a call was under way. */
let filesAtTheEnd: ReadonlyMap<string, string>;
let filesAtWork: ReadonlyMap<string, string>;
let needles: readonly Needle[];

async function run(argv: readonly string[], crash?: Readonly<Record<string, string>>): Promise<CliRun> {
  const preload = ["--import", HURRY, ...(crash ? ["--import", CRASH] : [])];
  const child = spawn(process.execPath, [...preload, PROGRAM, ...argv], {
    cwd: workspace.folder,
    env: { ...workspace.env, ...crash },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  const watch = await watchArgumentLists(child.pid ?? 0);
  const exitCode = await ended;
  await watch.stop();
  for (const list of watch.seen) argumentLists.add(list);
  runs.push({ argv, exitCode, stdout, stderr });
  return { exitCode, stdout, stderr };
}

async function works(...argv: readonly string[]): Promise<CliRun> {
  const done = await run([...argv, ...LOUD]);
  expect(done.exitCode, done.stderr).toBe(0);
  return done;
}

async function readFiles(): Promise<Map<string, string>> {
  const entries = await readdir(workspace.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => {
        const content = await readFile(file);
        return [file, `${content.toString("latin1")}\n${content.toString("utf8")}`];
      }),
    ),
  );
}

function allNeedles(): Needle[] {
  return [
    ...keyNeedles(workspace),
    ...bankNeedles(workspace),
    ...[...hop.tokens].flatMap((token) => secretNeedles("token", token)),
    ...secretNeedles("password of the proxy", PROXY_PASSWORD),
    ...secretNeedles("key of the proxy", `${PROXY_USER}:${PROXY_PASSWORD}`),
  ];
}

/** Set-up, first run, a few changes in the HR tool, second run by a reviewed plan, a look at everything. */
async function wholeStory(): Promise<void> {
  await works(
    ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
    ...network.hosts,
  );
  await works("configure", "--yes", "--rule", RULE);
  for (const format of FORMATS) {
    await Promise.all([[], ["--log-format", "json"]].map((log) => works("preview", "-o", format, ...log)));
  }
  hop.beforeNextWrite(async () => {
    filesAtWork = await readFiles();
  });
  await works("apply", "--yes", "--log-format", "json");
  tellStory(workspace.sandbox.control);
  await works("preview", "--out", "plan.json");
  await works("apply", "plan.json", "--yes", "-o", "json");
  const { stdout } = await works("history", "-o", "json");
  const { runs: past }: { runs: readonly { readonly id: string }[] } = JSON.parse(stdout);
  for (const { id } of past.slice(0, 2)) await works("history", id, "-o", "json");
  const somebody = workspace.sandbox.control.employees().find(({ iban, workEmail }) => iban && workEmail);
  await works("explain", somebody?.workEmail ?? "");
  for (const command of ["members", "status", "config show"]) await works(...command.split(" "));
}

/** Every kind of call is answered once with an error that says back all it was sent. */
async function badAnswers(): Promise<void> {
  const kinds = [
    /spendesk.*auth\/token/,
    /personio.*auth/,
    /spendesk.*users/,
    /personio.*(?:employees|persons)/,
  ];
  for (const kind of kinds) {
    hop.echo(({ path }) => kind.test(path));
    await run(["preview", ...LOUD]);
  }
  // A newcomer, so that there is something to write.
  tellStory(workspace.sandbox.control);
  hop.echo(({ method, path }) => method !== "GET" && /users/.test(path));
  await run(["apply", "--yes", ...LOUD]);
  await run(["apply", "--yes", "-o", "json", "--log-format", "json", ...LOUD]);
  hop.echo(null);
}

/** Defects whose errors hold every secret there is. */
async function crashes(): Promise<void> {
  const { personio, spendesk } = workspace.sandbox.credentials;
  const iban = workspace.sandbox.control.employees().find((employee) => employee.iban)?.iban ?? "";
  const CRASH_TEXT = [...Object.values(personio), spendesk.clientSecret, iban, PROXY_PASSWORD].join(" ");
  for (const kind of ["throw", "reject", "inside"]) {
    const crash = async (flags: readonly string[]) => {
      const { exitCode, stderr } = await run(["preview", ...flags], { CRASH: kind, CRASH_TEXT });
      expect(exitCode, stderr).toBe(1);
      expect(stderr).toContain("The program met a situation it was not written for.");
    };
    await Promise.all([[], LOUD, ["-o", "json", "--log-format", "json", ...LOUD]].map(crash));
  }
}

beforeAll(async () => {
  workspace = await openSandboxWorkspace({ employees: 25, members: 3 });
  hop = await openTalkativeHop(workspace.sandbox.url);
  network = await openCompanyNetwork(workspace, {
    credentials: `${PROXY_USER}:${PROXY_PASSWORD}`,
    hopPort: hop.port,
  });
  const password = encodeURIComponent(PROXY_PASSWORD);
  workspace.env.HTTPS_PROXY = `http://${PROXY_USER}:${password}@127.0.0.1:${network.proxy.port}`;
  workspace.env.SPENDESK_HR_CA_FILE = network.caFile;
  const before = bankNeedles(workspace);
  await wholeStory();
  await badAnswers();
  await crashes();
  filesAtTheEnd = await readFiles();
  needles = [...before, ...allNeedles()];
});

afterAll(async () => {
  await network.close();
  await hop.close();
  await workspace.close();
});

describe("secrets and bank details of a whole story with the real program", () => {
  it("were there: in keys, tokens, a proxy's password, the HR tool, and in answers that repeat them", () => {
    expect(needles.length).toBeGreaterThan(200);
    expect(hop.tokens.size).toBeGreaterThan(5);
    expect(hop.echoed()).toBeGreaterThan(5);
    expect(network.proxy.asked.length).toBeGreaterThan(10);
    expect(network.proxy.asked.every(({ authorization }) => authorization?.startsWith("Basic "))).toBe(true);
  });

  it("are in nothing that was printed", () => {
    expect(runs.length).toBeGreaterThan(30);
    expect(runs.map(({ stdout, stderr }) => stdout + stderr).join("").length).toBeGreaterThan(100_000);
    for (const { argv, stdout, stderr } of runs) {
      expect(found(needles, stdout), `stdout of ${argv.join(" ")}`).toEqual([]);
      expect(found(needles, stderr), `stderr of ${argv.join(" ")}`).toEqual([]);
    }
    expect(runs.some(({ stdout }) => stdout.includes("•••• "))).toBe(true);
    expect(runs.some(({ stderr }) => stderr.includes("[secret]"))).toBe(true);
  });

  it("are in no file, neither while a call is under way nor in the end", () => {
    const ends = [...filesAtWork.keys()].map((file) => file.slice(workspace.folder.length + 1));
    expect(ends).toContain("spendesk-hr.config.yaml");
    expect(ends.some((name) => name.endsWith("-wal"))).toBe(true);
    expect([...filesAtTheEnd.keys()]).toContain(join(workspace.folder, "plan.json"));
    for (const files of [filesAtWork, filesAtTheEnd]) {
      for (const [file, content] of files) expect(found(needles, content), file).toEqual([]);
    }
  });

  it("are in no argument list of any process that was started", () => {
    const own = [...argumentLists].filter((list) => list.includes(PROGRAM));
    expect(own.length).toBeGreaterThan(20);
    expect(found(needles, [...argumentLists].join("\n"))).toEqual([]);
  });
});
