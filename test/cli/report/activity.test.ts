import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { activityCharts, chartsSince } from "../../../src/cli/report/activity.js";
import { activityPage } from "../../../src/cli/report/write-activity.js";
import { done, openAppliedWorkspace } from "../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { NOW, PAST, REPORT } from "./activity.js";

function chart(title: string) {
  const found = activityCharts(PAST).find(({ data }) => data.title === title);
  if (!found) throw new Error(`no chart ${title}`);
  return found.data;
}

/** The values of the last weeks, the newest last. */
function lastWeeks(title: string, name: string, count: number) {
  return chart(title)
    .series.find((series) => series.name === name)
    ?.values.slice(-count);
}

describe("charts of what the state keeps", () => {
  it("show the head-counts of each entity that was read, by day", () => {
    expect(chart("Head-count of acme-uk")).toMatchObject({
      categories: ["2026-11-24", "2026-11-25"],
      series: [{ values: [120, 125] }, { values: [100, 104] }],
    });
    expect(activityCharts(PAST).map(({ data }) => data.title)).not.toContain("Head-count of acme-fr");
  });

  it("count joiners and leavers by week, handed off ones too and failed ones not", () => {
    expect(chart("Joiners and leavers").categories.slice(-2)).toEqual(["2026-11-23", "2026-11-30"]);
    expect(lastWeeks("Joiners and leavers", "Invited", 3)).toEqual([0, 5, 0]);
    expect(lastWeeks("Joiners and leavers", "Archived", 3)).toEqual([0, 0, 2]);
  });

  it("count what failed, and no run that only waits for a person or is under way", () => {
    expect(lastWeeks("Failures", "Failed changes", 2)).toEqual([0, 3]);
    expect(lastWeeks("Failures", "Runs that failed", 2)).toEqual([0, 1]);
  });

  it("go back half a year", () => {
    expect(chart("Failures").categories).toHaveLength(26);
    expect(chartsSince(NOW).toISOString().slice(0, 10)).toBe(chart("Failures").categories[0]);
  });
});

describe("the page of what the state keeps", () => {
  it("escapes texts, and has no script at all", () => {
    const html = activityPage(REPORT, { style: "body{}", script: "void 0" });
    expect(html).toContain("&lt;b>spendesk-hr apply&lt;/b>");
    expect(html).not.toContain("<script");
    expect(html).toContain("script-src 'none'");
    expect(html).not.toMatch(/\sstyle="/);
  });
});

let workspace: SandboxWorkspace;

describe("status and history", () => {
  afterEach(() => workspace.close());

  it.each(["status", "history"])("%s writes its report", async (command) => {
    workspace = await openAppliedWorkspace();
    const { stderr } = done(await workspace.run([command, "--report", "report.html"]));
    expect(stderr).toContain("The report is in report.html.");
    const path = join(workspace.folder, "report.html");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const html = await readFile(path, "utf8");
    expect(html).toContain("Joiners and leavers");
    expect(html).toContain("Head-count of acme-uk");
    expect(html).toContain(command === "status" ? "Last success" : "Runs and decisions");
  });

  it("say that their report is a page", async () => {
    workspace = await openAppliedWorkspace();
    const { exitCode, stderr } = await workspace.run(["status", "--report", "status.xlsx"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("A report can't be written to status.xlsx.");
    const one = await workspace.run(["history", "3f2a91c0", "--report", "history.html"]);
    expect(one.exitCode).toBe(64);
    expect(one.stderr).toContain("There is no report of a single run.");
  });
});
