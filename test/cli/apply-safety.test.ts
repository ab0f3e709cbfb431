import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { applyDocument, errorDocument, refusedDocument } from "../../src/cli/json-shapes/run-documents.js";
import { addDays } from "../../src/sync/model/dates.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../support/connected-workspace.js";
import { memoryOf } from "../support/memory.js";
import { writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** So many people who are members left yesterday. */
async function openWithLeavers(count: number): Promise<readonly string[]> {
  workspace = await openAppliedWorkspace();
  const { control } = workspace.sandbox;
  const emails = new Set(control.members().map(({ email }) => email));
  const leavers = control
    .employees()
    .filter(({ workEmail }) => emails.has(workEmail))
    .slice(0, count);
  for (const { id } of leavers) {
    control.upsertEmployee({ id, status: "inactive", endDate: addDays(control.today(), -1) });
  }
  return leavers.flatMap(({ workEmail }) => workEmail ?? []);
}

function archived(): (string | null)[] {
  return workspace.sandbox.control.members().flatMap(({ email, isArchived }) => (isArchived ? [email] : []));
}

describe("a state that was lost", () => {
  it("is called so, with its place and the ways back, and nothing is written", async () => {
    workspace = await openAppliedWorkspace({ employees: 5 });
    const empty = join(workspace.folder, "empty-volume");
    workspace.sandbox.control.resetStats();
    const { exitCode, stderr } = await workspace.run(["apply", "--yes", "--state-dir", empty]);
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`The state in ${empty} is new: nothing was ever confirmed there`);
    expect(stderr).toContain("spendesk-hr state restore <backup>");
    expect(writesTo(workspace.sandbox)).toEqual({});
  });
});

describe("apply without somebody to ask", () => {
  it("needs --yes", async () => {
    workspace = await openConnectedWorkspace();
    const { exitCode, document } = await workspace.json(["apply"]);
    expect(exitCode).toBe(5);
    expect(errorDocument.parse(document).error).toMatchObject({
      code: "confirmation_needed",
      hint: expect.stringContaining("spendesk-hr apply --yes"),
    });
    expect(writesTo(workspace.sandbox)).toEqual({});
  });

  it("does not need it when there is nothing to write", async () => {
    workspace = await openAppliedWorkspace();
    const { stdout } = done(await workspace.run(["apply"]));
    expect(stdout).toMatch(/^acme-uk: nothing to do\..*\n$/);
  });
});

describe("an apply with more archives than the limit", () => {
  it("writes nothing and names the numbers and the exact override", async () => {
    await openWithLeavers(8);
    const before = await memoryOf(workspace);
    const run = await workspace.run(["apply", "--yes", "-o", "json"]);
    expect(run.exitCode).toBe(5);
    const { error, entities } = refusedDocument.parse(JSON.parse(run.stdout));
    expect(error.code).toBe("too_many_archives");
    expect(entities).toMatchObject([
      { summary: { archive: 8 }, results: { applied: 0 }, safety: { ok: false } },
    ]);
    expect(error.message).toMatch(/8 archives, more than the limit of 5 for \d+ managed members/);
    expect(error.hint).toContain("spendesk-hr apply --allow-archives 8");
    expect(writesTo(workspace.sandbox)).toEqual({});
    expect(await memoryOf(workspace)).toEqual(before);
  });

  it("is not let through by confirming the configuration without looking at the plan", async () => {
    await openWithLeavers(8);
    const { stdout } = done(await workspace.run(["configure", "--include", "all", "--yes"]));
    expect(stdout).toContain("8 archives, more than the limit of 5");
    expect(stdout).toContain("--allow-archives 8");
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.exitCode).toBe(5);
    expect(archived()).toEqual([]);
  });

  it.each(["7", "9", "999"])("refuses the override --allow-archives %s", async (number) => {
    await openWithLeavers(8);
    const run = await workspace.run(["apply", "--yes", "--allow-archives", number]);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain(`\`--allow-archives ${number}\` was given, but the number is 8`);
    expect(writesTo(workspace.sandbox)).toEqual({});
  });

  it("goes on with the right number", async () => {
    const leavers = await openWithLeavers(8);
    done(await workspace.run(["apply", "--yes", "--allow-archives", "8"]));
    expect(archived().sort()).toEqual([...leavers].sort());
  });

  it("does everything else with --no-archive", async () => {
    await openWithLeavers(8);
    workspace.sandbox.control.upsertEmployee({
      ...{ firstName: "Nora", lastName: "Newcomer", workEmail: "nora@acme.test", office: "London" },
      startDate: "2020-01-01",
    });
    const { exitCode, document } = await workspace.json(["apply", "--yes", "--no-archive"]);
    expect(exitCode).toBe(0);
    const [entity] = applyDocument.parse(document).entities;
    expect(entity?.changes.map(({ action, email }) => ({ action, email }))).toContainEqual({
      action: "create",
      email: "nora@acme.test",
    });
    expect(entity?.notes.filter(({ code }) => code === "no_archive")).toHaveLength(8);
    expect(archived()).toEqual([]);
  });

  it("is told before apply is tried, by preview", async () => {
    await openWithLeavers(8);
    const { stdout } = done(await workspace.run(["preview"]));
    expect(stdout).toContain("Apply would stop here");
    expect(stdout).toContain("To allow exactly this: `--allow-archives 8`");
  });
});

describe("an apply within the limits", () => {
  it("archives up to the limit without being asked twice", async () => {
    const leavers = await openWithLeavers(5);
    done(await workspace.run(["apply", "--yes"]));
    expect(archived()).toHaveLength(leavers.length);
  });

  it("refuses an override nobody needs, and says to leave it out", async () => {
    await openWithLeavers(2);
    const run = await workspace.run(["apply", "--yes", "--allow-archives", "5"]);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain("leave the flag out");
    expect(run.stderr).toContain("Run `spendesk-hr apply` again without that flag.");
    expect(writesTo(workspace.sandbox)).toEqual({});
  });
});

describe("an apply over a suspicious read", () => {
  it("stops when the HR tool returns nobody, and offers no override", async () => {
    workspace = await openAppliedWorkspace();
    for (const { id } of workspace.sandbox.control.employees()) workspace.sandbox.control.removeEmployee(id);
    const { exitCode, document } = await workspace.json(["apply", "--yes"]);
    expect(exitCode).toBe(5);
    const { error } = refusedDocument.parse(document);
    expect(error.code).toBe("no_employees");
    expect(error.hint).not.toContain("--allow");
    expect(writesTo(workspace.sandbox)).toEqual({});
    expect(archived()).toEqual([]);
  });

  it("stops when more than half of the employees are missing, until exactly that is allowed", async () => {
    workspace = await openAppliedWorkspace();
    const { control } = workspace.sandbox;
    for (const { id } of control.employees().slice(20)) control.removeEmployee(id);
    const refused = await workspace.run(["apply", "--yes"]);
    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain("The HR tool returned 20 employees; the last complete read had 60");
    const [, flags = ""] = /`spendesk-hr apply (--allow-employees 20 [^`]+)`/.exec(refused.stderr) ?? [];
    expect(flags).toMatch(/^--allow-employees 20 --allow-lost (\d+) --allow-releases \1$/);
    // Everybody who is no longer managed then is named.
    expect(refused.stdout.match(/ {2}⚠ .* is no longer managed\./g)).toHaveLength(
      Number(flags.split(" ").at(-1)),
    );
    done(await workspace.run(["apply", "--yes", ...flags.split(" ")]));
    expect(archived()).toEqual([]);
  });
});
