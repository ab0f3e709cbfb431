import readWorkbook from "read-excel-file/node";
import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { parseCsv } from "../support/csv.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

describe("-o xlsx", () => {
  it.each(["members", "history"])("has in a workbook what %s has as CSV", async (command) => {
    workspace = await openAppliedWorkspace();
    const csv = parseCsv(done(await workspace.run([command, "-o", "csv"])).stdout);
    const [sheet] = await readWorkbook(done(await workspace.run([command, "-o", "xlsx"])).bytes);
    const [titles = [], ...rows] = (sheet?.data ?? []).map((row) => row.map((cell) => String(cell ?? "")));
    expect(rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at]])))).toEqual(csv);
    expect(csv.length).toBeGreaterThan(0);
  });

  it("neutralises what a spreadsheet would run", async () => {
    workspace = await openAppliedWorkspace();
    workspace.sandbox.control.upsertEmployee({
      firstName: "=1+1",
      lastName: "Test",
      workEmail: "formula.test@acme.test",
      office: "London",
      startDate: "2020-01-01",
    });
    const [sheet] = await readWorkbook(done(await workspace.run(["preview", "-o", "xlsx"])).bytes);
    const names = sheet?.data.flat().filter((cell) => String(cell).includes("=1+1"));
    expect(names).toContain("'=1+1 Test");
    for (const name of names ?? []) expect(String(name)).not.toMatch(/^=/);
  });

  it("says which commands have none", async () => {
    workspace = await openAppliedWorkspace();
    const { exitCode, stderr, bytes } = await workspace.run(["config", "schema", "-o", "xlsx"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("This command has neither CSV output nor a workbook.");
    expect(bytes).toHaveLength(0);
  });
});
