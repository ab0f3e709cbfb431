import { z } from "zod";
import type { RunReport } from "../run-report.js";
import { type EventKind, isWorthTelling, type NotifyEvent } from "./events.js";

/** When each event was last told, by its key, so that a night of failing runs is one message. */
export type ToldMemory = Readonly<Record<string, string>>;

export const toldMemorySchema = z.record(z.string(), z.iso.datetime());

const DAY_MS = 24 * 60 * 60 * 1000;

/** Troubles whose end is told as well. */
const TROUBLES: readonly string[] = ["failure", "safety"];

export interface Selection {
  readonly events: readonly NotifyEvent[];
  readonly memory: ToldMemory;
}

/**
 * Which events of a run are told now. A trouble, an open hand-off or an ending key is told when it is
 * new and then once a day; changes are told every time. A trouble that was told and is over is told as
 * recovered, once.
 *
 * @param wanted kinds the configuration asks for
 */
export function selectEvents(
  events: readonly NotifyEvent[],
  report: RunReport,
  wanted: readonly EventKind[],
  memory: ToldMemory,
): Selection {
  const now = report.finishedAt;
  const present = new Map(events.map((event) => [keyOf(event), event]));
  const isNews = ([key, event]: [string, NotifyEvent]): boolean => {
    if (!wanted.some((kind) => kind === event.kind)) return false;
    const last = memory[key];
    return event.kind === "changes" || last === undefined || now.getTime() - Date.parse(last) >= DAY_MS;
  };
  const told = [...present].filter(isNews);
  const over = Object.keys(memory).filter((key) => !present.has(key) && wasLookedAt(key, report));
  const remembered = Object.entries(memory).filter(([key]) => !over.includes(key));
  const added = told.filter(([, { kind }]) => kind !== "changes").map(([key]) => [key, now.toISOString()]);
  return {
    events: [...told.map(([, event]) => event), ...recoveries(over, events)],
    memory: Object.fromEntries([...remembered, ...added]),
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
  return report.problem === null || isWorthTelling(report.problem);
}

function keyOf({ kind, entity, code }: NotifyEvent): string {
  return [kind, entity ?? "", code].join("/");
}

/** Names of entities and codes hold no slash. */
function partsOf(key: string): { readonly kind: string; readonly entity: string | null } {
  const [kind = "", entity = ""] = key.split("/");
  return { kind, entity: entity === "" ? null : entity };
}
