import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { seededRandom } from "../../../src/sandbox/random.js";
import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import { takePicture } from "../../faults/support/picture.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { type CleanRoot, openCleanRoot, PLACES } from "./support/clean-root.js";
import { createStoryClock, type StoryClock } from "./support/clock.js";
import { DAYS, ENTITIES, foundGroup, groupConfig, groupKeys } from "./support/group.js";
import { openLaptop } from "./support/installation.js";
import { installProgram } from "./support/installed-program.js";
import type { Ending } from "./support/run-child.js";

const SHARDS = 4;
const START = Date.parse("2027-03-21T03:10:00Z");
const DAY_MS = 86_400_000;
/** More than the lease of a lock. */
const LATER_MS = 3 * 60_000;
const SEED = 17;
/** Two minutes on a quiet machine. */
const PATIENCE = 1_200_000;

/** Nights in which a run is killed, in the order of the nights. */
const KILLED: readonly number[] = [0, 1, 3, 4, 6];
/** The night in which the server of the database is restarted under all runs. */
const RESTARTED = 5;

const journalRow = z.object({
  entity: z.string(),
  day: z.string(),
  action: z.string(),
  email: z.string().nullable(),
  fields: z.string(),
  outcome: z.string(),
});
type JournalRow = z.output<typeof journalRow>;

/** What a world has come to. */
interface Outcome {
  readonly members: Readonly<Record<string, readonly object[]>>;
  readonly journal: readonly JournalRow[];
}

/** Two machines with one database, on each of which half of the shards run every night. */
interface Stage {
  readonly clock: StoryClock;
  readonly sandbox: Sandbox;
  readonly server: TestServer;
  readonly machines: readonly CleanRoot[];
  readonly env: Readonly<Record<string, string>>;
  readonly kills: string[];
}

let base: string;
let stage: Stage;
let undisturbed: Outcome;
let shared: Outcome;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "spendesk-hr-shared-"));
  installProgram(join(base, "program"));
  undisturbed = await quietWeek();
  stage = await openStage();
  for (const [night] of DAYS.entries()) await disturbedNight(stage, night);
  shared = await outcomeOf(stage.sandbox, await journalIn(stage.server));
}, PATIENCE);

afterAll(async () => {
  for (const machine of stage?.machines ?? []) await machine.close();
  await stage?.sandbox.close();
  await stage?.server.stop();
  rmSync(base, { recursive: true, force: true });
});

describe("a week of two machines that share twenty entities", () => {
  it("was disturbed", async () => {
    expect(stage.kills.length).toBe(KILLED.length);
    const interrupted = await stage.server.query(
      "SELECT count(*)::integer AS count FROM spendesk_hr.runs WHERE finished_at IS NULL",
    );
    expect(interrupted).toEqual([{ count: expect.any(Number) }]);
    expect(interrupted[0]?.count).toBeGreaterThan(0);
  });

  it("ends as one that nothing disturbed, on one machine with a file", () => {
    expect(shared.members).toEqual(undisturbed.members);
  });

  it("has every change in the journal once", () => {
    const expected = new Map(undisturbed.journal.map((row) => [keyOf(row), 0]));
    expect(expected.size).toBe(undisturbed.journal.length);
    const applied = new Map(expected);
    const begun = new Map(expected);
    for (const row of shared.journal) {
      const key = keyOf(row);
      expect(expected.has(key), key).toBe(true);
      begun.set(key, (begun.get(key) ?? 0) + 1);
      if (row.outcome === "applied") applied.set(key, (applied.get(key) ?? 0) + 1);
    }
    // A call whose answer died with its run was carried out or not: the row says that it was begun.
    expect([...applied].filter(([, times]) => times > 1)).toEqual([]);
    expect([...begun].filter(([, times]) => times === 0)).toEqual([]);
  });

  it("leaves no lock, and nothing to do", async () => {
    expect(await stage.server.query("SELECT entity FROM spendesk_hr.lock")).toEqual([]);
    const { code, stdout, stderr } = await run(stage, 0, ["preview", "--detailed-exitcode"]);
    expect(code, stdout + stderr).toBe(0);
  });
});

/** The same days on one machine, whose state is a file. */
async function quietWeek(): Promise<Outcome> {
  const clock = createStoryClock(new Date(START).toISOString());
  const sandbox = await foundGroup(clock.now);
  const home = join(base, "home");
  mkdirSync(home);
  writeFileSync(join(home, "spendesk-hr.config.yaml"), groupConfig(sandbox));
  const laptop = openLaptop(join(base, "program"), home, clock, []);
  for (const [night, day] of DAYS.entries()) {
    clock.travelTo(START + night * DAY_MS);
    day(sandbox);
    good(await laptop.run(applyOf(night), { env: groupKeys(sandbox) }));
  }
  const { stdout } = await laptop.run(["history", "--limit", "100", "-o", "json"], {
    env: groupKeys(sandbox),
  });
  const runs = z.object({ runs: z.array(z.object({ id: z.string() })) }).parse(JSON.parse(stdout)).runs;
  const journal: JournalRow[] = [];
  for (const { id } of runs) journal.push(...(await changesOf(laptop, id)));
  const outcome = await outcomeOf(sandbox, journal);
  await sandbox.close();
  return outcome;
}

const changes = z.object({
  changes: z.array(
    z.object({
      entity: z.string(),
      action: z.string(),
      email: z.string().nullable(),
      fields: z.array(z.object({ field: z.string() })),
      outcome: z.string(),
      intendedAt: z.string(),
    }),
  ),
});

async function changesOf(laptop: ReturnType<typeof openLaptop>, id: string): Promise<readonly JournalRow[]> {
  const { stdout } = await laptop.run(["history", id, "-o", "json"]);
  return changes.parse(JSON.parse(stdout)).changes.map(({ fields, intendedAt, ...row }) => ({
    ...row,
    day: intendedAt.slice(0, 10),
    fields: fieldNames(fields),
  }));
}

async function openStage(): Promise<Stage> {
  const clock = createStoryClock(new Date(START).toISOString());
  const server = await startPostgres([], true);
  const sandbox = await foundGroup(clock.now);
  const machines = [];
  for (const name of ["one.acme.test", "two.acme.test"]) {
    const machine = await openCleanRoot(join(base, "program"), name);
    const config = Buffer.from(groupConfig(sandbox)).toString("base64");
    good(await machine.run(["sh", "-c", `base64 -d > ${CONFIG}`], { stdin: config }));
    machines.push(machine);
  }
  const env = {
    ...groupKeys(sandbox),
    HOME: "/root",
    SPENDESK_HR_CONFIG: CONFIG,
    SPENDESK_HR_STATE_DIR: PLACES.state,
    SPENDESK_HR_STATE_URL: `postgres://${server.user}@localhost:${server.port}/postgres`,
    SPENDESK_HR_INSTALLATION_STATE_PASSWORD: server.password,
    SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY: "5e".repeat(32),
    NODE_OPTIONS: `--import=${PLACES.preload}`,
  };
  return { clock, sandbox, server, machines, env, kills: [] };
}

const CONFIG = `${PLACES.config}/spendesk-hr.config.yaml`;

/** All shards at once; whoever is killed is replaced by the other machine. */
async function disturbedNight(of: Stage, night: number): Promise<void> {
  const { sandbox } = of;
  travelTo(of, START + night * DAY_MS);
  DAYS[night]?.(sandbox);
  sandbox.control.resetStats();
  const random = seededRandom(SEED + night);
  const [victim, calls] = [Math.floor(random() * SHARDS), 1 + Math.floor(random() * 60)];
  const runs = upTo(SHARDS).map((shard) => run(of, machineOf(shard), shardOf(night, shard)));
  const disturbance = disturb(of, night, victim, calls, Promise.all(runs));
  const endings = await Promise.all(runs);
  const hit = await disturbance;
  for (const [shard, ending] of endings.entries()) {
    if (shard === hit) continue;
    // Whoever only begins while the database is down is started again, as every scheduler does after exit 7.
    const isStartedAgain = night === RESTARTED && ending.code === 7;
    good(isStartedAgain ? await run(of, machineOf(shard), shardOf(night, shard)) : ending);
  }
  if (hit === null) return;
  of.kills.push(`night ${night}: shard ${hit + 1} after ${calls} calls`);
  const other = 1 - machineOf(hit);
  const again = shardOf(night, hit);
  if (endings[hit]?.code === 0) return;
  // Who was killed on another machine may be alive, as far as anybody knows, until the lease is over.
  expect([0, 6]).toContain((await run(of, other, again)).code);
  travelTo(of, of.clock.now() + LATER_MS);
  good(await run(of, other, again));
}

/** Kills a run, or restarts the database, once Spendesk has been called so often. @returns the shard that was hit */
async function disturb(
  { sandbox, server, machines }: Stage,
  night: number,
  victim: number,
  calls: number,
  ended: Promise<unknown>,
): Promise<number | null> {
  if (!KILLED.includes(night) && night !== RESTARTED) return null;
  const over = { is: false };
  void ended.then(() => {
    over.is = true;
  });
  while (!over.is && spendeskCalls(sandbox) < calls) await sleep(2);
  if (night === RESTARTED) {
    await server.restart();
    return null;
  }
  const pattern = `--shard ${victim + 1}/${SHARDS}`;
  await machines[machineOf(victim)]?.run(["pkill", "-9", "-f", "--", pattern]);
  return victim;
}

function spendeskCalls(sandbox: Sandbox): number {
  const counts = Object.entries(sandbox.stats().requests);
  return counts.filter(([route]) => route.includes(" /spendesk/")).reduce((sum, [, count]) => sum + count, 0);
}

/** The machines and the database agree on the time. */
function travelTo({ clock, server }: Stage, instant: number): void {
  clock.travelTo(instant);
  server.moveClock(clock.shift());
}

function run({ machines, env, clock }: Stage, machine: number, argv: readonly string[]): Promise<Ending> {
  const root = machines[machine];
  if (!root) throw new Error(`There is no machine ${machine}.`);
  return root.runService([PLACES.node, `${PLACES.program}/bin/spendesk-hr.js`, ...argv], {
    env: { ...env, TIME_TRAVEL_MS: String(clock.shift()) },
    writable: ["/", PLACES.state, PLACES.metrics],
    credentials: [],
  });
}

function machineOf(shard: number): number {
  return Math.floor((2 * shard) / SHARDS);
}

function applyOf(night: number): readonly string[] {
  return ["apply", "--yes", ...(night === 0 ? ["--accept-config"] : [])];
}

function shardOf(night: number, shard: number): readonly string[] {
  return [...applyOf(night), "--shard", `${shard + 1}/${SHARDS}`];
}

async function journalIn({ query }: TestServer): Promise<readonly JournalRow[]> {
  const rows = await query(
    "SELECT entity, substr(intended_at, 1, 10) AS day, action, email, fields, outcome FROM spendesk_hr.journal",
  );
  return rows.map((row) => {
    const parsed = journalRow.parse(row);
    return { ...parsed, fields: fieldNames(JSON.parse(parsed.fields)) };
  });
}

function fieldNames(fields: readonly { readonly field: string }[]): string {
  return fields
    .map(({ field }) => field)
    .sort()
    .join("+");
}

function keyOf({ entity, day, action, email, fields }: JournalRow): string {
  return [entity, day, action, email, fields].join(" | ");
}

async function outcomeOf({ control }: Sandbox, journal: readonly JournalRow[]): Promise<Outcome> {
  const members = ENTITIES.map((entity) => [entity, takePicture(control.members(entity), [], true).members]);
  return { members: Object.fromEntries(members), journal };
}

function good(ending: Ending): Ending {
  if (ending.code !== 0) throw new Error(`exit code ${ending.code}\n${ending.stdout}${ending.stderr}`);
  return ending;
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
