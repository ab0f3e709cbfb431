import type { RunReport } from "../run-report.js";
import { isAttention, selectAttention } from "./attention.js";
import { type EventKind, eventsOf, isWorthSending, type NotifyEvent } from "./events.js";
import { isDue, type SentNotifications } from "./sent.js";

/** Troubles whose end is sent as well. */
const TROUBLES: readonly string[] = ["failure", "safety"];

export interface Selection {
  readonly events: readonly NotifyEvent[];
  readonly sent: SentNotifications;
}

/**
 * What of a run is sent now, the gravest first. A trouble, an open hand-off, an ending key or somebody to
 * look at is sent when it is new and then once a day; changes are sent every time. A trouble that was
 * sent and is over is sent as recovered, once.
 *
 * @param wanted kinds the configuration asks for
 */
export function selectEvents(
  report: RunReport,
  wanted: readonly EventKind[],
  sent: SentNotifications,
): Selection {
  const now = report.finishedAt;
  const events = eventsOf(report);
  const attention = wanted.includes("attention")
    ? selectAttention(report.entities, sent, now)
    : { events: [], sent: {} };
  const present = new Map(events.map((event) => [keyOf(event), event]));
  const isNews = ([key, event]: [string, NotifyEvent]): boolean => {
    if (!wanted.some((kind) => kind === event.kind)) return false;
    return event.kind === "changes" || isDue(sent[key], now);
  };
  const due = [...present].filter(isNews);
  const earlier = Object.entries(sent).filter(([key]) => !isAttention(key));
  const over = earlier.map(([key]) => key).filter((key) => !present.has(key) && wasLookedAt(key, report));
  const remembered = earlier.filter(([key]) => !over.includes(key));
  const added = due.filter(([, { kind }]) => kind !== "changes").map(([key]) => [key, now.toISOString()]);
  const isGrave = ({ kind }: NotifyEvent) => TROUBLES.includes(kind);
  const news = due.map(([, event]) => event);
  return {
    events: [
      ...news.filter(isGrave),
      ...attention.events,
      ...news.filter((event) => !isGrave(event)),
      ...recoveries(over, events),
    ],
    sent: { ...Object.fromEntries([...remembered, ...added]), ...attention.sent },
  };
}

/** An entity that is in trouble of another kind now has not recovered. */
function recoveries(over: readonly string[], events: readonly NotifyEvent[]): NotifyEvent[] {
  const inTrouble = new Set(events.filter(({ kind }) => TROUBLES.includes(kind)).map(({ entity }) => entity));
  const recovered = new Set(
    over
      .map(partsOf)
      .filter(({ kind }) => TROUBLES.includes(kind))
      .map(({ entity }) => entity)
      .filter((entity) => !inTrouble.has(entity) && !inTrouble.has(null)),
  );
  return [...recovered].map((entity) => ({
    kind: "recovered",
    entity,
    code: "recovered",
    text: `${entity === null ? "Runs work" : `${entity}: works`} again.`,
    next: null,
  }));
}

/** A run that never came to an entity, or was stopped, says nothing about its troubles. */
function wasLookedAt(key: string, { entities, problem }: RunReport): boolean {
  const { entity } = partsOf(key);
  if (entity === null) return problem === null;
  const report = entities.find((one) => one.entity === entity && one.inRun);
  if (problem !== null || report === undefined) return false;
  return report.problem === null || isWorthSending(report.problem);
}

function keyOf({ kind, entity, code }: NotifyEvent): string {
  return [kind, entity ?? "", code].join("/");
}

/** Names of entities and codes hold no slash. */
function partsOf(key: string): { readonly kind: string; readonly entity: string | null } {
  const [kind = "", entity = ""] = key.split("/");
  return { kind, entity: entity === "" ? null : entity };
}
