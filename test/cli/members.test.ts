import { afterEach, describe, expect, it } from "vitest";
import { leaverGoes, moverLeavesFilter } from "../../src/sandbox/story.js";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { parseCsv } from "../support/csv.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

interface Row {
  readonly entity: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status: string;
  readonly hrStatus: string;
}

const GUEST = "guest@partner.example.test";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** One archived leaver, one person who left the filter, a guest nobody manages, and many managed ones. */
async function openWithEveryStatus(): Promise<{ leaver: string | null; mover: string | null }> {
  workspace = await openAppliedWorkspace();
  const { control } = workspace.sandbox;
  control.addMember({ firstName: "Gail", lastName: "Guest", email: GUEST, status: "active" });
  const leaver = leaverGoes(control).person.workEmail;
  const mover = moverLeavesFilter(control).person.workEmail;
  done(await workspace.run(["apply", "--yes"]));
  return { leaver, mover };
}

async function members(...flags: string[]): Promise<Row[]> {
  const { exitCode, document } = await workspace.json<{ members: Row[] }>(["members", ...flags]);
  expect(exitCode).toBe(0);
  return document.members;
}

describe("members", () => {
  it("shows everybody with the HR status", async () => {
    const { leaver, mover } = await openWithEveryStatus();
    const rows = await members();
    expect(rows).toHaveLength(workspace.sandbox.control.members().length);
    const byEmail = (email: string | null) => rows.find((row) => row.email === email);
    expect(byEmail(leaver)).toMatchObject({ status: "archived", hrStatus: "managed" });
    expect(byEmail(mover)).toMatchObject({ status: "invited", hrStatus: "previously_managed" });
    expect(byEmail(GUEST)).toMatchObject({ entity: "acme-uk", status: "active", hrStatus: "manual" });
  });

  it("has a mark for each HR status, and none for people nobody manages", async () => {
    const { mover } = await openWithEveryStatus();
    const lines = done(await workspace.run(["members"])).stdout.split("\n");
    const line = (email: string | null) => lines.find((candidate) => candidate.includes(email ?? "?"));
    expect(lines[0]).toContain("HR status");
    expect(line(mover)).toContain("⚠ previously managed");
    expect(line(GUEST)).toMatch(/active$/);
    expect(lines.filter((candidate) => candidate.includes("✔ managed")).length).toBeGreaterThan(10);
  });

  it.each([
    ["active", [GUEST]],
    ["archived", ["the leaver"]],
  ])("shows only the tab %s", async (tab, expected) => {
    const { leaver } = await openWithEveryStatus();
    const emails = expected.map((email) => (email === GUEST ? email : leaver));
    expect((await members("--tab", tab)).map(({ email }) => email)).toEqual(emails);
  });

  it("shows only one HR status", async () => {
    const { mover } = await openWithEveryStatus();
    const emails = async (status: string) => (await members("--hr-status", status)).map(({ email }) => email);
    expect(await emails("previously-managed")).toEqual([mover]);
    // As the JSON output has it.
    expect(await emails("previously_managed")).toEqual([mover]);
    expect(await emails("manual")).toEqual([GUEST]);
    expect(await emails("managed")).toHaveLength(workspace.sandbox.control.members().length - 2);
  });

  it("combines tab and HR status, and says so when nobody is left", async () => {
    await openWithEveryStatus();
    expect(await members("--tab", "archived", "--hr-status", "manual")).toEqual([]);
    const { stdout } = done(await workspace.run(["members", "--tab", "archived", "--hr-status", "manual"]));
    expect(stdout).toBe("No members match.\n");
  });

  it.each(["previous", "constructor", "previously managed"])("refuses the HR status %j", async (status) => {
    await openWithEveryStatus();
    const run = await workspace.run(["members", "--hr-status", status]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("managed, previously-managed, manual");
  });

  it("refuses a tab there is none of, naming the tabs", async () => {
    await openWithEveryStatus();
    const run = await workspace.run(["members", "--tab", "deleted"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("active, invited, archived");
  });

  it("has the same rows in CSV", async () => {
    await openWithEveryStatus();
    const rows = await members();
    const { stdout } = done(await workspace.run(["members", "-o", "csv"]));
    expect(parseCsv(stdout)).toEqual(rows);
  });
});
