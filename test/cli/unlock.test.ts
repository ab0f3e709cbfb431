import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openState } from "../../src/state/open.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

describe("unlock", () => {
  let workspace: SandboxWorkspace;

  beforeEach(async () => {
    workspace = await openSandboxWorkspace({ employees: 5 });
    await workspace.connect();
    await workspace.configure("--include", "all");
  });

  afterEach(() => workspace.close());

  /** A lock of a process on another machine, of which nobody here can tell whether it lives. */
  async function lockFromElsewhere(): Promise<void> {
    const clock = { now: () => new Date() };
    const state = await openState({
      dir: workspace.stateDir,
      toolVersion: "test",
      clock,
      host: "server.acme.test",
      pid: 4711,
    });
    await state.acquireLock(
      await state.startRun("apply", ["acme-uk"], clock.now()),
      ["acme-uk"],
      clock.now(),
    );
    await state.close();
  }

  it("says that there is no lock", async () => {
    const { exitCode, stdout } = await workspace.run(["unlock"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "There is no lock.\n" });
  });

  it("shows whose lock keeps others out, and removes it only when confirmed", async () => {
    await lockFromElsewhere();
    const blocked = await workspace.run(["apply", "--yes"]);
    expect(blocked.exitCode).toBe(6);
    expect(blocked.stderr).toContain("Process 4711 on server.acme.test");
    expect(blocked.stderr).toContain("spendesk-hr unlock");

    const asked = await workspace.run(["unlock"]);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain("Process 4711 on server.acme.test");
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(6);

    expect(asked.stderr).toMatch(/Process 4711 on \S+ started .+ and was last heard of .+\./u);
    expect(asked.stderr).not.toMatch(/\d{4}-\d\d-\d\dT/u);
    const removed = await workspace.json<{ unlocked: boolean; owner: { pid: number } }>(["unlock", "--yes"]);
    expect(removed).toMatchObject({
      exitCode: 0,
      document: { unlocked: true, owner: { pid: 4711 }, owners: [{ pid: 4711, entities: ["acme-uk"] }] },
    });
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(0);
    expect((await workspace.run(["history"])).stdout).toContain("interrupted");
    await lockFromElsewhere();
    expect((await workspace.run(["unlock", "--yes"])).stdout).toMatch(
      /^The lock on acme-uk of process 4711 on \S+ is removed\. Its run began \d{4}-\d\d-\d\d \d\d:\d\d \(.+\)\.\n$/u,
    );
  });
});
