import { hostname } from "node:os";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { JournalEntry } from "../../src/sync/model/state-store.js";
import { withState } from "../support/memory.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openEntities } from "../support/two-entities.js";
import { type CliProcess, startCli } from "./support/cli-process.js";
import { type Gate, holdWrite, openGate } from "./support/gate.js";

// Shard 1 of 3 is acme-fr, shard 2 is acme-uk: test/shared/shard.test.ts.
const [UK, FR, DE] = ["acme-uk", "acme-fr", "acme-de"] as const;

let workspace: SandboxWorkspace;
/** A door in front of each entity's Spendesk. */
let gates: Map<string, Gate>;

beforeEach(async () => {
  gates = new Map();
  workspace = await openEntities([UK, FR, DE], { employees: 8 }, async (entity, url) => {
    const gate = await openGate(url);
    gates.set(entity, gate);
    return gate.url;
  });
});
afterEach(async () => {
  for (const gate of gates.values()) await gate.close();
  await workspace.close();
});

function gateOf(entity: string): Gate {
  const gate = gates.get(entity);
  if (!gate) throw new Error(`no gate for ${entity}`);
  return gate;
}

function startApply(...flags: string[]): CliProcess {
  const cli = startCli(["apply", "--yes", ...flags], { cwd: workspace.folder, env: workspace.env });
  onTestFinished(() => cli.kill());
  return cli;
}

/** The changes of all applies, and how often each stands in the journal as done. */
async function doneTwice(): Promise<readonly string[]> {
  const entries = await withState(workspace, async (state) => {
    const runs = (await state.runs(100)).filter(({ kind }) => kind === "apply");
    return (await Promise.all(runs.map(({ id }) => state.journal(id)))).flat();
  });
  const done = entries.filter(({ outcome }) => outcome === "applied").map(keyOf);
  expect(done.length).toBeGreaterThan(0);
  return done.filter((key, index) => done.indexOf(key) !== index);
}

function keyOf({ entity, action, employeeId }: JournalEntry): string {
  return [entity, action, employeeId].join(" ");
}

async function pending(entity: string): Promise<number> {
  const { document } = await workspace.json<{ entities: { changes: unknown[] }[] }>([
    ...["preview", "--entity", entity],
  ]);
  return document.entities[0]?.changes.length ?? -1;
}

describe("applies on different entities at once", () => {
  it("both finish, in the middle of each other, and write each change once", async () => {
    const [heldUk, heldFr] = [holdWrite(gateOf(UK), 1, "before"), holdWrite(gateOf(FR), 1, "before")];
    const uk = startApply("--entity", UK);
    await heldUk.arrived;
    const fr = startApply("--shard", "1/3");
    await heldFr.arrived;
    const { document } = await workspace.json<{ runs: { result: string }[] }>(["history"]);
    expect(document.runs.filter(({ result }) => result === "running")).toHaveLength(2);
    heldUk.release();
    expect((await uk.ended).code).toBe(0);
    heldFr.release();
    expect((await fr.ended).code).toBe(0);
    expect(await doneTwice()).toEqual([]);
    expect([await pending(UK), await pending(FR)]).toEqual([0, 0]);
    expect(await pending(DE)).toBeGreaterThan(0);
  });

  it("turn away one that overlaps, naming the entity and its owner, until it waits", async () => {
    const held = holdWrite(gateOf(UK), 1, "before");
    const first = startApply("--entity", UK);
    await held.arrived;
    const { code, stderr } = await startApply().ended;
    expect(code).toBe(6);
    expect(stderr).toContain("Another run is working on acme-uk, so this one did nothing.");
    expect(stderr).toContain(`Process ${first.pid} on ${hostname()}`);
    expect(stderr).toContain("`spendesk-hr unlock --entity acme-uk`");
    expect(gateOf(FR).writes).toEqual([]);
    // What concerns another entity is not kept waiting.
    expect((await startApply("--entity", DE, "--wait-lock", "1s").ended).code).toBe(0);

    const second = startApply("--wait-lock", "5m", "--log-level", "info");
    await second.says(`process ${first.pid} on ${hostname()}, which works on acme-uk`);
    held.release();
    expect((await first.ended).code).toBe(0);
    expect((await second.ended).code).toBe(0);
    expect(await doneTwice()).toEqual([]);
    expect([await pending(UK), await pending(FR), await pending(DE)]).toEqual([0, 0, 0]);
  });

  it("go on while one among them is killed, which history and doctor tell and the next run finishes", async () => {
    const entities = [UK, FR, DE];
    const held = entities.map((entity) => holdWrite(gateOf(entity), 1, "before"));
    const applies = entities.map((entity) => startApply("--entity", entity));
    await Promise.all(held.map(({ arrived }) => arrived));
    await applies[1]?.kill();
    const results = async () => {
      const { document } = await workspace.json<{ runs: { kind: string; result: string }[] }>(["history"]);
      return document.runs.flatMap(({ kind, result }) => (kind === "apply" ? [result] : [])).sort();
    };
    expect(await results()).toEqual(["interrupted", "running", "running"]);
    for (const { release } of held) release();
    expect((await applies[0]?.ended)?.code).toBe(0);
    expect((await applies[2]?.ended)?.code).toBe(0);
    expect(await results()).toEqual(["exit 0", "exit 0", "interrupted"]);
    const { document } = await workspace.json<{ checks: { code: string | null }[] }>(["doctor"]);
    expect(JSON.stringify(document)).toMatch(/run_killed.*acme-fr|acme-fr.*run_killed/u);

    expect((await startApply().ended).code).toBe(0);
    expect(await doneTwice()).toEqual([]);
    expect([await pending(UK), await pending(FR), await pending(DE)]).toEqual([0, 0, 0]);
  });
});

describe("unlock", () => {
  it("ends the run on one entity alone, and names all of them", async () => {
    const held = [holdWrite(gateOf(UK), 1, "after"), holdWrite(gateOf(FR), 1, "after")];
    const [uk, fr] = [startApply("--entity", UK), startApply("--entity", FR)];
    await Promise.all(held.map(({ arrived }) => arrived));
    const asked = await workspace.run(["unlock"]);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain("2 runs seem to be working");
    for (const { pid } of [uk, fr]) expect(asked.stderr).toContain(`Process ${pid} on `);
    expect((await workspace.run(["unlock", "--entity", DE])).stdout).toBe("There is no lock.\n");
    expect((await workspace.run(["unlock", "--entity", "acme-typo", "--yes"])).exitCode).toBe(64);

    const { document } = await workspace.json<{ unlocked: boolean; owners: { entities: string[] }[] }>([
      ...["unlock", "--entity", FR, "--yes"],
    ]);
    expect(document).toMatchObject({ unlocked: true, owners: [{ pid: fr.pid, entities: [FR] }] });
    for (const { release } of held) release();
    expect((await fr.ended).code).toBe(6);
    expect((await uk.ended).code).toBe(0);
    expect([await pending(UK), await doneTwice()]).toEqual([0, []]);
    expect(await pending(FR)).toBeGreaterThan(0);
  });
});
