import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

interface PlanDocument {
  readonly entities: readonly {
    readonly changes: readonly {
      readonly employeeId: string;
      readonly action: string;
      readonly reason: string;
    }[];
    readonly notes: readonly {
      readonly employeeId: string;
      readonly code: string;
      readonly reason: string;
    }[];
  }[];
}

describe("statuses that a company calls by names of its own", () => {
  let desk: SandboxWorkspace;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 0 });
    const people: [string, string | null][] = [
      ["1001", "Sabbatical"],
      ["1002", "sabbatical"],
      ["1003", "Contractor"],
      ["1004", null],
    ];
    for (const [id, statusName] of people) {
      const workEmail = `p${id}@acme.test`;
      const names = { firstName: "First", lastName: `Last${id}`, jobTitle: "Tester" };
      desk.sandbox.control.upsertEmployee({ id, statusName, workEmail, startDate: "2022-04-01", ...names });
    }
    expect((await desk.connect()).exitCode).toBe(0);
  });
  afterEach(() => desk?.close());

  async function plan() {
    const { document } = await desk.json<PlanDocument>(["preview"]);
    const [entity] = document.entities;
    const rows = [
      ...(entity?.changes ?? []).map(({ employeeId, action, reason }) => [employeeId, action, reason]),
      ...(entity?.notes ?? []).map(({ employeeId, code, reason }) => [employeeId, code, reason]),
    ];
    return Object.fromEntries(rows.map(([id, what, reason]) => [id, { what, reason }]));
  }

  it("are told with head-counts by configure, and by the reason of everybody who waits", async () => {
    const { exitCode, stderr } = await desk.configure("--include", "all");
    expect(exitCode).toBe(0);
    expect(stderr).toContain('2 people have the status "Sabbatical"');
    expect(stderr).toContain('1 person has the status "Contractor"');
    const { "1001": waiting, "1004": other } = await plan();
    expect(waiting).toMatchObject({
      what: "unknown_status",
      reason: expect.stringContaining("`source.statuses`"),
    });
    expect(other?.what).toBe("create");
  });

  it("get their meaning from configure, which is confirmed, kept by connect and shown by explain", async () => {
    const set = ["--set", "source.statuses.Sabbatical=active", "--set", "source.statuses.Contractor=ignore"];
    const { exitCode, stderr } = await desk.configure("--include", "all", ...set);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("whose meaning is not known");
    expect(await plan()).toMatchObject({
      "1001": { what: "create", reason: expect.stringContaining('("Sabbatical", by `source.statuses`)') },
      "1002": { what: "create" },
      "1003": { what: "status_ignored", reason: '`source.statuses` ignores the status "Contractor".' },
    });
    expect((await desk.connect()).exitCode).toBe(0);
    expect(await readFile(desk.configPath, "utf8")).toContain("Sabbatical: active");
    const { stdout } = await desk.run(["explain", "p1003@acme.test"]);
    expect(stdout).toContain('status rule: "Contractor" is ignore (source.statuses)');
  });

  it("must be confirmed again when their meaning changes", async () => {
    await desk.configure("--include", "all", "--set", "source.statuses.Sabbatical=active");
    const text = await readFile(desk.configPath, "utf8");
    await writeFile(desk.configPath, text.replace("Sabbatical: active", "Sabbatical: inactive"));
    const { exitCode, stderr } = await desk.run(["apply", "--yes"]);
    expect(exitCode).toBe(5);
    expect(stderr).toContain("confirmed");
  });

  it.each([
    [["--set", "source.statuses.Sabbatical=employed"], 64, "Sabbatical=active"],
    [["--set", "source.statuses.=active"], 64, "source.statuses.…"],
  ])("are refused without a known meaning: %j", async (flags, code, says) => {
    const { exitCode, stderr } = await desk.configure("--include", "all", ...flags);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(says);
  });
});
