import type { EntityReport, ReportedProblem, RunReport } from "../../../src/observability/run-report.js";

/** An entity in which all went well and nothing was to do. */
export function entityReport(some: Partial<EntityReport> = {}): EntityReport {
  return {
    entity: "acme-uk",
    inRun: true,
    ended: "ok",
    problem: null,
    changes: [],
    attention: [],
    managedMembers: 12,
    handedOff: { open: 0, since: null },
    key: { expiresOn: "2027-06-01", daysLeft: 190 },
    requests: { provider: 2, spendesk: 3 },
    lastAttemptAt: "2026-11-23T03:17:00.000Z",
    lastSuccessAt: "2026-11-23T03:17:00.000Z",
    ...some,
  };
}

export function runReport(some: Partial<RunReport> = {}): RunReport {
  return {
    runId: "3f2a91c0",
    startedAt: new Date("2026-11-23T03:17:00Z"),
    finishedAt: new Date("2026-11-23T03:17:04.500Z"),
    exitCode: 0,
    problem: null,
    entities: [entityReport()],
    ...some,
  };
}

export const OUTAGE: ReportedProblem = {
  kind: "temporary",
  code: "server_error",
  what: "Personio answered with status 503.",
  why: "The server is down.",
  next: "Run the same command again in a few minutes.",
};

export const SAFETY_STOP: ReportedProblem = {
  kind: "safety",
  code: "too_many_archives",
  what: "Nothing was written: the plan is not safe to apply as it is.",
  why: "acme-uk: 9 archives are more than 5.",
  next: "Run `spendesk-hr apply --allow-archives 9`.",
};

/** A report that is finished some hours after the others. */
export function later(report: RunReport, hours: number): RunReport {
  return { ...report, finishedAt: new Date(report.finishedAt.getTime() + hours * 3_600_000) };
}

/** A run with an entity that is well and one that failed, whose name needs quoting. */
export function twoEntities() {
  return runReport({
    exitCode: 7,
    entities: [
      entityReport({
        changes: [
          { action: "create", outcome: "applied", count: 3 },
          { action: "archive", outcome: "failed", count: 1 },
        ],
        handedOff: { open: 2, since: "2026-11-20" },
      }),
      entityReport({
        entity: 'odd"name\\',
        problem: OUTAGE,
        ended: "failed",
        key: null,
        requests: null,
        lastAttemptAt: null,
        lastSuccessAt: null,
      }),
    ],
  });
}
