import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { startPostgres, type TestServer } from "../../test/support/postgres/server.js";
import { commandsOn, setUp } from "./commands.js";
import { median } from "./median.js";
import type { Measurement } from "./three-tries.js";

const EMPLOYEES = 1_000;
const ROUNDS = 5;
/** What was measured in December 2026: 1.1 to 1.3, the more the busier the machine is. */
const BUDGET = 1.3;

/** An apply that creates everybody, with the state in PostgreSQL and in a file, in turns. */
export async function postgres(): Promise<Measurement[]> {
  if (!existsSync("/usr/lib/postgresql")) {
    console.log("PostgreSQL is not on this machine, so it is not measured.");
    return [];
  }
  const server = await startPostgres();
  try {
    const inFile: number[] = [];
    const inDatabase: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      inFile.push(await applied({}));
      inDatabase.push(await applied(placeIn(server, round)));
    }
    const ratio = median(inDatabase) / median(inFile);
    return [
      {
        what: `apply of ${EMPLOYEES} people with PostgreSQL against SQLite`,
        measured: `${ratio.toFixed(2)} x`,
        budget: `${BUDGET} x`,
        kept: ratio <= BUDGET,
        ofBudget: ratio / BUDGET,
      },
    ];
  } finally {
    await server.stop();
  }
}

function placeIn({ user, port, password }: TestServer, round: number): Record<string, string> {
  return {
    SPENDESK_HR_STATE_URL: `postgres://${user}@localhost:${port}/postgres?schema=round_${round}`,
    SPENDESK_HR_INSTALLATION_STATE_PASSWORD: password,
    SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY: "5e".repeat(32),
  };
}

/** @returns the milliseconds of an apply into a new Spendesk and a new state */
async function applied(place: Readonly<Record<string, string>>): Promise<number> {
  const sandbox = await startSandbox({ employees: EMPLOYEES, rateLimit: null });
  const folder = mkdtempSync(join(tmpdir(), "spendesk-hr-bench-"));
  const run = commandsOn(sandbox, folder, place);
  try {
    await setUp(sandbox, run);
    const start = performance.now();
    await run("apply", "--yes");
    return performance.now() - start;
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
