import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { done, openConnectedWorkspace } from "../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openConnectedWorkspace();
});

afterEach(() => workspace.close());

it("preview writes its report beside the plan, for its owner alone, and says where", async () => {
  const { stderr, stdout } = done(
    await workspace.run(["preview", "--out", "plan.json", "--report", "plan.html", "-o", "json"]),
  );
  expect(stderr).toContain("The report is in plan.html.");
  const path = join(workspace.folder, "plan.html");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const html = await readFile(path, "utf8");
  const [entity] = JSON.parse(stdout).entities;
  expect(html).toContain(entity.fingerprint);
  expect(html).toContain("spendesk-hr apply plan.json");
  for (const { name } of entity.changes) expect(html).toContain(name);
});

it("preview writes a workbook where the name ends with .xlsx", async () => {
  done(await workspace.run(["preview", "--report", "plan.xlsx"]));
  const bytes = await readFile(join(workspace.folder, "plan.xlsx"));
  expect(bytes.subarray(0, 2).toString("latin1")).toBe("PK");
});

it("preview does not call an entity done that it could not plan", async () => {
  const env = { ...workspace.env, SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET: "wrong" };
  const { exitCode } = await workspace.run(["preview", "--report", "plan.html"], { env });
  expect(exitCode).toBe(4);
  const html = await readFile(join(workspace.folder, "plan.html"), "utf8");
  expect(html).toContain("This entity could not be planned.");
  expect(html).not.toContain("Nothing is to be done.");
});

it("preview refuses a name it can't tell the kind from before it reads anything", async () => {
  const { exitCode, stderr } = await workspace.run(["preview", "--report", "plan.pdf"]);
  expect(exitCode).toBe(64);
  expect(stderr).toContain("A report can't be written to plan.pdf.");
  expect(stderr).toContain(".html or .xlsx");
});

it("preview says why a report could not be written, after the plan was made", async () => {
  const { exitCode, stderr } = await workspace.run(["preview", "--report", "nowhere/plan.html"]);
  expect(exitCode).toBe(64);
  expect(stderr).toContain("The report could not be written to nowhere/plan.html.");
  expect(stderr).toContain("Name a file in a folder that exists");
});
