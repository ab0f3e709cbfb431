import { describe, expect, it } from "vitest";
import { EVENT_KINDS, type EventKind, eventsOf } from "../../../src/observability/notify/events.js";
import { selectEvents } from "../../../src/observability/notify/selection.js";
import type { SentNotifications } from "../../../src/observability/notify/sent.js";
import type { RunReport } from "../../../src/observability/run-report.js";
import { entityReport, later, OUTAGE, runReport, SAFETY_STOP } from "./report.js";

const failing = runReport({ exitCode: 7, entities: [entityReport({ problem: OUTAGE })] });

/** Tells one report after the other, as runs of one installation do. */
function tellAll(reports: readonly RunReport[], wanted: readonly EventKind[] = EVENT_KINDS): string[][] {
  let sent: SentNotifications = {};
  return reports.map((report) => {
    const selection = selectEvents(report, wanted, sent);
    sent = selection.sent;
    return selection.events.map(({ kind, entity }) => `${kind} ${entity}`);
  });
}

describe("selectEvents", () => {
  it("tells a trouble once, again after a day, and its end once", () => {
    expect(
      tellAll([
        failing,
        later(failing, 1),
        later(failing, 23),
        later(failing, 24),
        later(failing, 25),
        later(runReport(), 26),
        later(runReport(), 27),
        later(failing, 28),
      ]),
    ).toEqual([
      ["failure acme-uk"],
      [],
      [],
      ["failure acme-uk"],
      [],
      ["recovered acme-uk"],
      [],
      ["failure acme-uk"],
    ]);
  });

  it("reminds of a trouble in a nightly run that ends some minutes earlier than the last", () => {
    expect(tellAll([failing, later(failing, 23.8), later(failing, 47.7)])).toEqual([
      ["failure acme-uk"],
      ["failure acme-uk"],
      ["failure acme-uk"],
    ]);
  });

  it("tells the trouble of another kind at once, and no recovery in between", () => {
    const stopped = runReport({ exitCode: 5, problem: SAFETY_STOP, entities: [] });
    expect(tellAll([failing, stopped, runReport()])).toEqual([
      ["failure acme-uk"],
      ["safety null"],
      ["recovered acme-uk", "recovered null"],
    ]);
  });

  it("keeps quiet about what nobody asked for", () => {
    const changed = runReport({
      entities: [entityReport({ changes: [{ action: "create", outcome: "applied", count: 2 }] })],
    });
    expect(tellAll([failing, changed], ["safety"])).toEqual([[], []]);
    expect(tellAll([changed, later(changed, 1)], ["changes"])).toEqual([
      ["changes acme-uk"],
      ["changes acme-uk"],
    ]);
  });

  it("takes an entity that a run left out for neither well nor ill", () => {
    const other = runReport({ entities: [entityReport({ entity: "acme-fr" })] });
    expect(tellAll([failing, later(other, 1), later(runReport(), 2)])).toEqual([
      ["failure acme-uk"],
      [],
      ["recovered acme-uk"],
    ]);
  });

  it("reminds of open hand-offs and of an ending key once a day", () => {
    const waiting = runReport({
      entities: [
        entityReport({
          handedOff: { open: 3, since: "2026-11-20" },
          key: { expiresOn: "2026-12-01", daysLeft: 8 },
        }),
      ],
    });
    expect(tellAll([waiting, later(waiting, 1), later(waiting, 24)])).toEqual([
      ["key_expiring acme-uk", "handed_off acme-uk"],
      [],
      ["key_expiring acme-uk", "handed_off acme-uk"],
    ]);
    expect(eventsOf(waiting).map(({ text }) => text)).toEqual([
      "acme-uk: the Spendesk API key ends on 2026-12-01, in 8 days.",
      "acme-uk: 3 handed-off changes are still open, the oldest since 2026-11-20.",
    ]);
  });

  it("says nothing of runs that were stopped by a person or gave way to another", () => {
    const locked = runReport({ exitCode: 6, problem: { ...OUTAGE, kind: "locked", code: "lock_held" } });
    const stopped = runReport({ exitCode: 130, problem: { ...OUTAGE, kind: "interrupted" } });
    expect(tellAll([locked, stopped])).toEqual([[], []]);
  });

  it("takes a run that was stopped for no recovery", () => {
    const halfway = entityReport({ problem: { ...OUTAGE, kind: "interrupted", code: "interrupted" } });
    const stopped = runReport({ exitCode: 130, entities: [halfway] });
    expect(tellAll([failing, later(stopped, 1), later(runReport(), 2)])).toEqual([
      ["failure acme-uk"],
      [],
      ["recovered acme-uk"],
    ]);
  });
});
