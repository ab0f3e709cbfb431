import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sandboxEnvironment } from "../../src/cli/sandbox-environment.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import type { PersonPatch } from "../../src/sandbox/world/world.js";
import { addDays } from "../../src/sync/model/dates.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;
/** The Deel account: other people than in Personio, in a world of their own. */
let contractors: Sandbox;

const MIRA: PersonPatch = {
  id: "501",
  firstName: "Mira",
  lastName: "Holt",
  workEmail: "mira.holt@acme.test",
  startDate: "2024-02-01",
  employmentType: "external",
};
const TOM: PersonPatch = {
  id: "502",
  firstName: "Tom",
  lastName: "Reyes",
  workEmail: "tom.reyes@acme.test",
  startDate: "2024-03-01",
  employmentType: "external",
};

beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 12 });
  contractors = await startSandbox({ employees: 0, rateLimit: null });
  contractors.control.upsertEmployee(MIRA);
  contractors.control.upsertEmployee(TOM);
  Object.assign(workspace.env, deelKeys());
  done(await workspace.connect());
  done(await workspace.configure("--include", "all"));
});

afterEach(async () => {
  await contractors.close();
  await workspace.close();
});

function deelKeys(): Record<string, string | undefined> {
  const all = Object.entries(sandboxEnvironment(contractors, "acme-uk", "deel"));
  return Object.fromEntries(all.filter(([name]) => name.includes("DEEL")));
}

async function connectDeel(): Promise<void> {
  done(
    await workspace.run([
      ...["connect", "deel", "--entity", "acme-uk", "--beside", "--yes"],
      ...["--set", `source.baseUrl=${contractors.providerUrl("deel")}`],
      ...["--set", "settings.hiringTypes=all", "--set", "settings.primaryEmail=yes"],
    ]),
  );
}

/** Both tools connected and configured, and the first plan carried out. */
async function begin(): Promise<void> {
  await connectDeel();
  done(await workspace.run(["configure", "--source", "deel", "--include", "all", "--yes"]));
  done(await workspace.run(["apply", "--yes"]));
}

function member(email: string) {
  return workspace.sandbox.control.members().find((one) => one.email === email);
}

interface Document {
  readonly entities: readonly {
    readonly read: { readonly sources: readonly { name: string; complete: boolean; employees?: number }[] };
    readonly summary: Readonly<Record<string, number>>;
    readonly changes: readonly { action: string; employeeId: string; email: string }[];
    readonly notes: readonly { kind: string; code: string; employeeId: string; reason: string }[];
  }[];
}

async function preview(): Promise<Document["entities"][number]> {
  const { document } = await workspace.json<Document>(["preview"]);
  const [entity] = document.entities;
  if (!entity) throw new Error("no entity");
  return entity;
}

describe("an entity with Personio and Deel", () => {
  it("is connected one after the other, each with people of its own", async () => {
    await connectDeel();
    const config = await readFile(workspace.configPath, "utf8");
    expect(config).toContain("sources:");
    expect(config).not.toMatch(/^ {4}source:/m);
    expect(config).toMatch(/provider: personio[\s\S]*employees:\n {10}include: all[\s\S]*provider: deel/);
    const open = await workspace.run(["preview"]);
    expect(open.exitCode).toBe(78);
    done(await workspace.run(["configure", "--source", "deel", "--include", "all", "--yes"]));
    const { read, changes } = await preview();
    expect(read.sources).toEqual([
      { name: "personio", complete: true, employees: 12 },
      { name: "deel", complete: true, employees: 2 },
    ]);
    expect(changes.filter(({ employeeId }) => employeeId.startsWith("deel:"))).toHaveLength(2);
    done(await workspace.run(["apply", "--yes"]));
    expect(member("mira.holt@acme.test")).toBeDefined();
    expect(await preview()).toMatchObject({ summary: { create: 0, update: 0, archive: 0 } });
    const status = await workspace.run(["status"]);
    expect(status.stdout).toContain("personio + deel");
  });

  it("keeps a contractor's member when they become an employee, and follows Personio from then on", async () => {
    await begin();
    const before = member("mira.holt@acme.test");
    const today = workspace.sandbox.control.today();
    workspace.sandbox.control.upsertEmployee({
      ...{ firstName: "Mira", lastName: "Holt", workEmail: "mira.holt@acme.test" },
      startDate: addDays(today, 10),
      status: "onboarding",
    });
    expect((await preview()).summary).toMatchObject({ create: 0, archive: 0 });
    contractors.control.upsertEmployee({ id: "501", status: "inactive", endDate: addDays(today, -1) });
    const { id } = workspace.sandbox.control.employees().find(({ lastName }) => lastName === "Holt") ?? {};
    workspace.sandbox.control.upsertEmployee({ id, startDate: today, status: "active" });
    done(await workspace.run(["apply", "--yes"]));
    expect(member("mira.holt@acme.test")).toMatchObject({ id: before?.id, isArchived: false });
    const explained = await workspace.run(["explain", "Mira Holt"]);
    expect(explained.stdout).toContain("source: personio");
    workspace.sandbox.control.upsertEmployee({ id, status: "inactive", endDate: addDays(today, -1) });
    done(await workspace.run(["apply", "--yes"]));
    expect(member("mira.holt@acme.test")).toMatchObject({ isArchived: true });
  });

  it("keeps whoever has left by one tool and works on by the other", async () => {
    await begin();
    const today = workspace.sandbox.control.today();
    const { id } = workspace.sandbox.control.upsertEmployee({
      ...{ firstName: "Tom", lastName: "Reyes", workEmail: "tom.reyes@acme.test" },
      ...{ startDate: "2024-03-01", status: "active" },
    });
    done(await workspace.run(["apply", "--yes"]));
    workspace.sandbox.control.upsertEmployee({ id, status: "inactive", endDate: addDays(today, -1) });
    done(await workspace.run(["apply", "--yes"]));
    expect(member("tom.reyes@acme.test")).toMatchObject({ isArchived: false });
  });

  it("leaves the people of a tool that is down as they are, and goes on with the others", async () => {
    await begin();
    const today = workspace.sandbox.control.today();
    contractors.control.setFaults(["forbidden@/deel"]);
    const [leaver] = workspace.sandbox.control.employees().filter(({ workEmail }) => member(workEmail ?? ""));
    workspace.sandbox.control.upsertEmployee({
      ...{ id: leaver?.id, status: "inactive", endDate: addDays(today, -1) },
    });
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toContain("deel could not be read");
    expect(member(leaver?.workEmail ?? "")).toMatchObject({ isArchived: true });
    expect(member("mira.holt@acme.test")).toMatchObject({ isArchived: false });
    const { notes, read } = await preview();
    expect(read.sources).toContainEqual(expect.objectContaining({ name: "deel", complete: false }));
    const held = notes.filter(({ code }) => code === "source_unread");
    expect(held.map(({ employeeId }) => employeeId.split(":")[0])).toEqual(["deel", "deel"]);
    contractors.control.setFaults([]);
    done(await workspace.run(["apply", "--yes"]));
  });

  it("archives nobody who has left by Personio while Deel, which knew them, is down", async () => {
    await begin();
    const today = workspace.sandbox.control.today();
    const { id } = workspace.sandbox.control.upsertEmployee({
      ...{ firstName: "Tom", lastName: "Reyes", workEmail: "tom.reyes@acme.test" },
      ...{ startDate: "2024-03-01", status: "active" },
    });
    done(await workspace.run(["apply", "--yes"]));
    contractors.control.setFaults(["forbidden@/deel"]);
    workspace.sandbox.control.upsertEmployee({ id, status: "inactive", endDate: addDays(today, -1) });
    await workspace.run(["apply", "--yes"]);
    expect(member("tom.reyes@acme.test")).toMatchObject({ isArchived: false });
    const { notes } = await preview();
    expect(notes).toContainEqual(expect.objectContaining({ kind: "blocked", code: "source_unread" }));
  });

  it("stops when few of many contractors are listed, whatever the head-count of the company", async () => {
    for (let number = 600; number < 608; number += 1) {
      contractors.control.upsertEmployee({
        ...{ id: String(number), firstName: "Kim", lastName: `Extra${number}` },
        ...{ workEmail: `extra${number}@acme.test`, startDate: "2024-01-01", employmentType: "external" },
      });
    }
    await begin();
    for (let number = 600; number < 608; number += 1) contractors.control.removeEmployee(String(number));
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain("deel returned 2 employees; the last complete read had 10");
    expect(run.stderr).toContain("--allow-employees 2");
    done(await workspace.run(["apply", "--yes", "--allow-employees", "2"]));
  });

  it("keeps everybody's link when Deel is taken out of the configuration again", async () => {
    await begin();
    const config = await readFile(workspace.configPath, "utf8");
    const alone = config.replace(/ {6}- provider: deel\n(?: {8}.*\n)+/, "");
    expect(alone).not.toBe(config);
    await writeFile(workspace.configPath, alone);
    done(await workspace.run(["configure", "--include", "all", "--yes"]));
    const { summary, notes } = await preview();
    expect(summary).toMatchObject({ create: 0, update: 0, archive: 0, conflict: 0 });
    expect(notes.filter(({ kind }) => kind === "previously_managed")).toHaveLength(2);
  });
});
