import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openState } from "../../src/state/open.js";
import { done } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { openTwoEntities } from "../support/two-entities.js";

// acme-fr is in shard 1 of 3, acme-uk in 2, and none in 3: test/shared/shard.test.ts.

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openTwoEntities({ employees: 8 });
});
afterEach(() => workspace.close());

async function entitiesOf(...argv: string[]): Promise<{ exitCode: number; entities: string[] }> {
  const { exitCode, document } = await workspace.json<{ entities: { entity: string }[] }>(argv);
  return { exitCode, entities: document.entities.map(({ entity }) => entity) };
}

describe("--shard", () => {
  it("leaves each entity to one of the runs", async () => {
    expect(await entitiesOf("preview", "--shard", "1/3")).toEqual({ exitCode: 0, entities: ["acme-fr"] });
    expect(await entitiesOf("apply", "--yes", "--shard", "2/3")).toEqual({
      exitCode: 0,
      entities: ["acme-uk"],
    });
    expect(await entitiesOf("apply", "--yes", "--shard", "1/1")).toEqual({
      exitCode: 0,
      entities: ["acme-uk", "acme-fr"],
    });
  });

  it("is a success that says so where it has no entity, also of those that --entity chooses", async () => {
    for (const argv of [
      ["apply", "--yes", "--shard", "3/3"],
      ["apply", "--yes", "--entity", "acme-uk", "--shard", "3/3"],
      ["preview", "--shard", "3/3"],
    ]) {
      const { exitCode, stdout } = await workspace.run(argv);
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: "No entity is in shard 3/3: nothing to do.\n",
      });
      expect(await entitiesOf(...argv)).toEqual({ exitCode: 0, entities: [] });
    }
    done(await workspace.run(["disconnect", "--entity", "acme-fr", "--yes"]));
    expect(await entitiesOf("apply", "--yes", "--shard", "1/3")).toEqual({ exitCode: 0, entities: [] });
  });

  it("is refused when it is given twice, since one of the parts would be left out", async () => {
    for (const command of [["preview"], ["apply", "--yes"]]) {
      const argv = [...command, "--shard", "1/3", "--shard", "2/3"];
      const { exitCode, stderr, stdout } = await workspace.run(argv);
      expect([exitCode, stdout]).toEqual([64, ""]);
      expect(stderr).toContain("--shard was given twice: 1/3 and 2/3.");
    }
  });

  it.each(["0/3", "4/3", "2", "1/1000", "a/b"])(
    "is refused as %s, with the form it should have",
    async (text) => {
      const { exitCode, stderr } = await workspace.run(["apply", "--yes", "--shard", text]);
      expect(exitCode).toBe(64);
      expect(stderr).toContain(`--shard takes a shard and how many there are, not "${text}".`);
      expect(stderr).toContain("--shard 1/3");
    },
  );

  it("can't be combined with a plan file", async () => {
    const { exitCode, stderr } = await workspace.run(["apply", "plan.json", "--yes", "--shard", "1/3"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("--shard can't be combined with a plan file.");
    expect(stderr).toContain("spendesk-hr apply plan.json");
  });
});

describe("metrics of runs with and without --shard", () => {
  const files = async () => (await readdir(workspace.folder)).filter((name) => name.endsWith(".prom")).sort();
  const apply = async (...flags: string[]) => {
    const run = await workspace.run(["apply", "--yes", ...flags]);
    done(run);
    return run.stderr;
  };
  const shards = (count: number) => [1, 2].map((index) => `hr-shard-${index}-of-${count}.prom`);

  beforeEach(async () => {
    const config = await readFile(workspace.configPath, "utf8");
    await writeFile(workspace.configPath, `${config}\nmetrics: { textfile: hr.prom }\n`);
  });

  it("are never in two files, whoever starts a run", async () => {
    await apply();
    expect(await files()).toEqual(["hr.prom"]);
    // The first of the shards takes the place of the run without them.
    for (const shard of ["1/2", "2/2"]) expect(await apply("--shard", shard)).not.toContain("metrics");
    expect(await files()).toEqual(shards(2));
    // A run of one entity by hand leaves them to the shards, and says so.
    expect(await apply("--entity", "acme-uk")).toContain(
      "Warning: the metrics were not written: those of shards are in hr-shard-1-of-2.prom and 1 more, and come up to date with the next run that has `--shard`.\n",
    );
    expect(await files()).toEqual(shards(2));
    for (const shard of ["1/3", "2/3"]) await apply("--shard", shard);
    expect(await files()).toEqual(shards(3));
    // One of all entities has the news of all.
    expect(await apply()).not.toContain("metrics");
    expect(await files()).toEqual(["hr.prom"]);
    expect(await apply("--entity", "acme-uk")).not.toContain("metrics");
    expect(await readFile(join(workspace.folder, "hr.prom"), "utf8")).toContain('{entity="acme-fr"}');
  });

  it("leave the files of others alone", async () => {
    const strangers = ["hr-shard-1-of-x.prom", "hr-shards.prom", "other-shard-1-of-2.prom"];
    for (const name of strangers) await writeFile(join(workspace.folder, name), "");
    await apply();
    expect(await files()).toEqual([...strangers, "hr.prom"].sort());
  });
});

describe("a run on another machine", () => {
  it("keeps out whoever would change its entity, and nobody else", async () => {
    const clock = { now: () => new Date() };
    const elsewhere = { host: "server.acme.test", pid: 4711 };
    const state = await openState({ dir: workspace.stateDir, toolVersion: "test", clock, ...elsewhere });
    const runId = await state.startRun("apply", ["acme-uk"], clock.now());
    await state.acquireLock(runId, ["acme-uk"], clock.now());
    await state.close();
    for (const command of [
      ["disconnect", "--entity", "acme-uk", "--yes"],
      ["configure", "--entity", "acme-uk", "--yes", "--include", "all"],
    ]) {
      const { exitCode, stderr } = await workspace.run(command);
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 6,
        stderr: expect.stringContaining("Another run is working on acme-uk"),
      });
    }
    done(await workspace.run(["configure", "--entity", "acme-fr", "--yes", "--include", "all"]));
    done(await workspace.run(["apply", "--entity", "acme-fr", "--yes"]));
  });
});
