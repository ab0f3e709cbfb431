import { activityCharts, type Past } from "../../../src/cli/report/activity.js";
import type { ActivityReport } from "../../../src/cli/report/activity-page.js";

export const NOW = new Date("2026-11-30T05:12:00Z");

/** What a state might keep of the weeks before. */
export const PAST: Past = {
  now: NOW,
  reads: new Map([
    [
      "acme-uk",
      [
        { at: "2026-11-24T02:00:00Z", employees: 120, members: 100, sources: null },
        { at: "2026-11-25T02:00:00Z", employees: 121, members: null, sources: null },
        { at: "2026-11-25T14:00:00Z", employees: 125, members: 104, sources: null },
      ],
    ],
    ["acme-fr", []],
  ]),
  changes: [
    { day: "2026-11-23", entity: "acme-uk", action: "create", outcome: "applied", count: 4 },
    { day: "2026-11-29", entity: "acme-uk", action: "create", outcome: "handed_off", count: 1 },
    { day: "2026-11-30", entity: "acme-uk", action: "archive", outcome: "applied", count: 2 },
    { day: "2026-11-30", entity: "acme-uk", action: "archive", outcome: "failed", count: 3 },
    { day: "2020-01-01", entity: "acme-uk", action: "create", outcome: "applied", count: 99 },
  ],
  runs: [
    run("2026-11-30T02:00:00Z", 4),
    run("2026-11-29T02:00:00Z", 0),
    run("2026-11-28T02:00:00Z", 5),
    run("2026-11-27T02:00:00Z", null),
  ],
};

function run(startedAt: string, exitCode: number | null) {
  const finishedAt = exitCode === null ? null : startedAt;
  const rest = { kind: "apply", entities: ["acme-uk"], counts: {}, folder: null, problem: null } as const;
  return { id: startedAt, startedAt, finishedAt, exitCode, ...rest };
}

export const REPORT: ActivityReport = {
  title: "Status of acme-uk",
  madeAt: "2026-11-30 05:12 (Europe/London)",
  sections: [
    {
      title: "acme-uk",
      lines: [
        ["HR tool", "personio"],
        ["Next", "spendesk-hr preview"],
        ["", "<b>spendesk-hr apply</b>"],
      ],
    },
  ],
  charts: activityCharts(PAST),
  table: { title: "Runs", header: ["Run", "Result"], rows: [["3f2a91c0", "<script>1</script>"]] },
};
