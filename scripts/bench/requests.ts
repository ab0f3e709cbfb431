import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import { commandsOn, setUp } from "./commands.js";
import type { Measurement } from "./three-tries.js";

const EMPLOYEES = 1_000;
const PAGE = 100;
const BULK = 100;

/** Counts the calls of real commands on the sandbox and compares them with each API's minimum. */
export async function requests(): Promise<Measurement[]> {
  const sandbox = await startSandbox({ employees: EMPLOYEES, rateLimit: null });
  const folder = mkdtempSync(join(tmpdir(), "spendesk-hr-bench-"));
  const run = commandsOn(sandbox, folder);
  try {
    await setUp(sandbox, run);

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
