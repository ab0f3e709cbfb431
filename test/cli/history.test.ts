import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { parseCsv } from "../support/csv.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

interface Run {
  readonly id: string;
  readonly kind: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
  readonly entities: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly result: string;
}

interface Entry {
  readonly action: string;
  readonly email: string | null;
  readonly memberId: string | null;
  readonly outcome: string;
  readonly error: { readonly code: string; readonly detail: string } | null;
  readonly fields: readonly { readonly field: string; readonly to: string | null }[];
}

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function history(): Promise<Run[]> {
  return (await workspace.json<{ runs: Run[] }>(["history"])).document.runs;
}

async function lastRun(): Promise<Run> {
  const [run] = await history();
  if (!run) throw new Error("no runs");
  return run;
}

async function changesOf(id: string): Promise<Entry[]> {
  return (await workspace.json<{ changes: Entry[] }>(["history", id])).document.changes;
}

describe("history", () => {
  it("lists the runs, newest first, with their ends and counts", async () => {
    workspace = await openAppliedWorkspace();
    done(await workspace.run(["preview"]));
    const runs = await history();
    expect(runs.slice(0, 2).map(({ kind }) => kind)).toEqual(["preview", "apply"]);
    const [, applied] = runs;
    expect(applied).toMatchObject({ exitCode: 0, entities: ["acme-uk"], result: "exit 0" });
    expect(applied?.counts.applied).toBe(applied?.counts.create);
    expect(Date.parse(applied?.finishedAt ?? "")).toBeGreaterThanOrEqual(
      Date.parse(applied?.startedAt ?? ""),
    );
  });

  it("shows each change of a run with its outcome, found by the first characters of its id", async () => {
    workspace = await openAppliedWorkspace();
    const run = await lastRun();
    const changes = await changesOf(run.id.slice(0, 8));
    expect(changes).toHaveLength(run.counts.applied ?? -1);
    for (const { action, outcome, error } of changes) {
      expect({ action, outcome, error }).toEqual({ action: "create", outcome: "applied", error: null });
    }
    const ids = new Set(workspace.sandbox.control.members().map(({ id }) => id));
    for (const { memberId } of changes) expect(ids).toContain(memberId);
    const { stdout } = done(await workspace.run(["history", run.id]));
    expect(stdout).toContain("✔ applied");
    expect(stdout).toContain("•••• ");
  });

  it("keeps why somebody failed", async () => {
    workspace = await openConnectedWorkspace({ seats: 3 });
    expect((await workspace.run(["apply", "--yes"])).exitCode).toBe(3);
    const run = await lastRun();
    expect(run).toMatchObject({ exitCode: 3, result: "exit 3" });
    const changes = await changesOf(run.id);
    const failed = changes.filter(({ outcome }) => outcome === "failed");
    expect(failed).toHaveLength(run.counts.failed ?? -1);
    expect(failed[0]?.error).toMatchObject({
      code: "SEAT_LIMIT_REACHED",
      detail: expect.stringContaining("seats"),
    });
    const rows = parseCsv((await workspace.run(["history", run.id, "-o", "csv"])).stdout);
    expect(rows.filter(({ outcome }) => outcome === "failed")).toHaveLength(failed.length);
  });

  it("remembers a run that was refused, with its exit code", async () => {
    workspace = await openSandboxWorkspace();
    done(await workspace.connect());
    done(await workspace.configure());
    expect((await workspace.run(["apply"])).exitCode).toBe(5);
    expect(await lastRun()).toMatchObject({ kind: "apply", exitCode: 5 });
    const { stdout } = done(await workspace.run(["history", (await lastRun()).id]));
    expect(stdout).toContain("It wrote nothing.");
  });

  it("limits the list, and says when there is nothing", async () => {
    workspace = await openSandboxWorkspace();
    done(await workspace.connect());
    expect(done(await workspace.run(["history"])).stdout).toBe("No runs yet.\n");
    done(await workspace.configure());
    done(await workspace.run(["preview"]));
    const { document } = await workspace.json<{ runs: Run[] }>(["history", "--limit", "1"]);
    expect(document.runs).toHaveLength(1);
  });

  it.each([
    [["history", "ffffffff"], "There is no run ffffffff."],
    [["history", "--limit", "0"], "--limit takes a whole number"],
  ])("refuses `%s`", async (argv, what) => {
    workspace = await openAppliedWorkspace();
    const run = await workspace.run(argv);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain(what);
  });
});
