import type { RunReport } from "../run-report.js";
import type { NotifyEvent } from "./events.js";

/** What is sent, in the forms the channels need. */
export interface Notification {
  readonly subject: string;
  /** Plain text of several lines. */
  readonly text: string;
  /** For machines; additive. */
  readonly document: {
    readonly schemaVersion: 1;
    readonly run: string | null;
    readonly host: string;
    readonly at: string;
    readonly exitCode: number;
    readonly events: readonly NotifyEvent[];
  };
}

const HEADLINES: Record<NotifyEvent["kind"], string> = {
  failure: "the sync failed",
  safety: "the sync stopped for safety",
  attention: "people are to be looked at",
  handed_off: "handed-off changes are still open",
  key_expiring: "an API key is ending",
  changes: "members were changed",
  recovered: "the sync works again",
};

/** One message for all events of a run. */
export function notificationOf(
  events: readonly NotifyEvent[],
  report: RunReport,
  host: string,
): Notification {
  const [gravest] = events;
  const entities = [...new Set(events.flatMap(({ entity }) => entity ?? []))];
  const headline = gravest ? HEADLINES[gravest.kind] : "news";
  const about = entities.length > 0 ? ` (${entities.join(", ")})` : "";
  return {
    subject: `spendesk-hr: ${headline}${about}`,
    text: [
      ...events.flatMap(({ text, next }) => (next === null ? [text] : [text, next])),
      `Run ${report.runId ?? "(not begun)"} on ${host}, exit code ${report.exitCode}.`,
    ].join("\n"),
    document: {
      schemaVersion: 1,
      run: report.runId,
      host,
      at: report.finishedAt.toISOString(),
      exitCode: report.exitCode,
      events,
    },
  };
}
