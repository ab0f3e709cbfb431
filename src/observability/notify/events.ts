import { maskEmails } from "../clean-text.js";
import type { ChangeCount, EntityReport, ReportedProblem, RunReport } from "../run-report.js";

/** What people can ask to be notified of. */
export const EVENT_KINDS = [
  "failure",
  "safety",
  "attention",
  "handed_off",
  "key_expiring",
  "changes",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Sent without being asked for: it ends a `failure` or `safety` that was sent before. */
export type SentKind = EventKind | "recovered";

/** One thing worth telling. Names people only where one of them must be looked at. */
export interface NotifyEvent {
  readonly kind: SentKind;
  /** Null: the run as a whole. */
  readonly entity: string | null;
  /** What makes two events of the same kind and entity different, for example a problem's code. */
  readonly code: string;
  readonly text: string;
  /** The next command or step. */
  readonly next: string | null;
}

/** Days before the end of a key from which people are reminded. */
const KEY_WARNING_DAYS = 30;

/** Ends that nobody has to act on: somebody stopped the run, or the one before is still at work. */
const NOT_WORTH_TELLING: readonly string[] = ["interrupted", "locked", "usage"];

/**
 * Everything in a run's report that is worth sending whatever was sent before, the gravest first. What
 * people are to look at is sent by `selectAttention`.
 */
export function eventsOf({ problem, entities }: RunReport): readonly NotifyEvent[] {
  return [
    ...(problem ? problemEvents(null, problem) : []),
    ...entities.flatMap((entity) => (entity.problem ? problemEvents(entity.entity, entity.problem) : [])),
    ...entities.flatMap(keyEvents),
    ...entities.flatMap(handOffEvents),
    ...entities.flatMap(changeEvents),
  ];
}

/** Whether somebody has to act on a problem; the others also say nothing about earlier troubles. */
export function isWorthSending({ kind }: ReportedProblem): boolean {
  return !NOT_WORTH_TELLING.includes(kind);
}

function problemEvents(entity: string | null, problem: ReportedProblem): NotifyEvent[] {
  if (!isWorthSending(problem)) return [];
  const kind = problem.kind === "safety" ? "safety" : "failure";
  const text = maskEmails(`${problem.what} ${problem.why}`);
  return [{ kind, entity, code: problem.code, text, next: maskEmails(problem.next) }];
}

/** A key that has ended fails the run, which is sent as a failure. */
function keyEvents({ entity, key }: EntityReport): NotifyEvent[] {
  if (key === null || key.daysLeft < 0 || key.daysLeft > KEY_WARNING_DAYS) return [];
  const when = `ends on ${key.expiresOn}, ${key.daysLeft === 0 ? "today" : `in ${days(key.daysLeft)}`}`;
  return [
    {
      kind: "key_expiring",
      entity,
      code: "spendesk_key",
      text: `${entity}: the Spendesk API key ${when}.`,
      next: `Make a new key in Spendesk (Settings > Integrations > API access), then run \`spendesk-hr credentials set spendesk --entity ${entity}\`.`,
    },
  ];
}

function handOffEvents({ entity, handedOff }: EntityReport): NotifyEvent[] {
  if (handedOff.open === 0) return [];
  const since = handedOff.since === null ? "" : `, the oldest since ${handedOff.since}`;
  return [
    {
      kind: "handed_off",
      entity,
      code: "open",
      text: `${entity}: ${handedOff.open} handed-off changes are still open${since}.`,
      next: `Carry them out in Spendesk from the files that were written; \`spendesk-hr status --entity ${entity}\` shows them.`,
    },
  ];
}

function changeEvents({ entity, changes }: EntityReport): NotifyEvent[] {
  const carriedOut = changes.filter(({ outcome, count }) => outcome !== "skipped" && count > 0);
  if (carriedOut.length === 0) return [];
  return [
    {
      kind: "changes",
      entity,
      code: "changes",
      text: `${entity}: ${carriedOut.map(changeText).join(", ")}.`,
      next: "Run `spendesk-hr history` to see each of them.",
    },
  ];
}

const ACTION_NAMES: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  archive: "archived",
  restore: "restored",
};

function changeText({ action, outcome, count }: ChangeCount): string {
  const done = `${count} ${ACTION_NAMES[action] ?? action}`;
  return outcome === "applied" ? done : `${done} (${outcome.replaceAll("_", " ")})`;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

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
