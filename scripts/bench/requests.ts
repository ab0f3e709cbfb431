import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { main } from "../../src/cli/main.js";
import { sandboxEnvironment } from "../../src/cli/sandbox-environment.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import type { Measurement } from "./three-tries.js";

const EMPLOYEES = 1_000;
const PAGE = 100;
const BULK = 100;

/** Counts the calls of real commands on the sandbox and compares them with each API's minimum. */
export async function requests(): Promise<Measurement[]> {
  const sandbox = await startSandbox({ employees: EMPLOYEES, rateLimit: null });
  const folder = mkdtempSync(join(tmpdir(), "spendesk-hr-bench-"));
  const run = (...argv: string[]) => command(argv, sandbox, folder);
  try {
    await run(
      ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
      ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
    );
    await run("configure", "--include", "all", "--yes");

    sandbox.control.resetStats();
    await run("apply", "--yes");
    const applied = sandbox.stats();
    const members = sandbox.control.members("acme-uk");
    const managed = members.filter((member) => member.managerId !== null).length;

    sandbox.control.resetStats();
    await run("preview");
    const previewed = sandbox.stats();
    return [
      measurement(
        "Personio calls of a preview",
        count(previewed, "personio"),
        1 + Math.ceil(EMPLOYEES / PAGE),
      ),
      measurement(
        "Spendesk calls of a preview",
        count(previewed, "spendesk"),
        1 + Math.ceil(members.length / PAGE),
      ),
      measurement(
        `Spendesk calls of an apply that creates ${members.length} members`,
        count(applied, "spendesk"),
        2 + Math.ceil(members.length / BULK) + Math.ceil(managed / BULK),
      ),
      measurement("answers 429", applied.tooManyRequests + previewed.tooManyRequests, 0),
    ];
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measurement(what: string, actual: number, minimum: number): Measurement {
  return { what, measured: String(actual), budget: String(minimum), kept: actual === minimum };
}

function count(stats: ReturnType<Sandbox["stats"]>, service: string): number {
  const entries = Object.entries(stats.requests);
  return entries
    .filter(([route]) => route.includes(` /${service}/`))
    .reduce((sum, [, calls]) => sum + calls, 0);
}

async function command(argv: readonly string[], sandbox: Sandbox, folder: string): Promise<void> {
  let errors = "";
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const collected = new Writable({
    write(chunk, _encoding, done) {
      errors += String(chunk);
      done();
    },
  });
  const exitCode = await main(argv, {
    stdin: process.stdin,
    stdout: silent,
    stderr: collected,
    env: {
      HOME: folder,
      SPENDESK_HR_STATE_DIR: join(folder, "state"),
      ...sandboxEnvironment(sandbox, "acme-uk"),
    },
    cwd: folder,
    clock: { now: () => new Date() },
    signal: new AbortController().signal,
  });
  if (exitCode !== 0) throw new Error(`spendesk-hr ${argv[0]} ended with ${exitCode}: ${errors}`);
}
