import { listed } from "../../shared/text.js";
import { fingerprintOf } from "../../sync/model/fingerprint.js";
import { maskEmails } from "../clean-text.js";
import type { EntityReport, ReportedAttention } from "../run-report.js";
import type { NotifyEvent } from "./events.js";
import { isDue, type ToldMemory } from "./told.js";

/** What is told in full at most of one entity in one message, and named in a reminder. */
const MAX_TOLD = 20;
const MAX_NAMED = 5;

interface AttentionSelection {
  readonly events: readonly NotifyEvent[];
  /** What the memory holds of attention when the events have reached somebody. */
  readonly memory: ToldMemory;
}

/**
 * What people are to look at: each thing in full when nobody was told of it yet, and all that is open in
 * one line a day. What was told is remembered thing by thing, and not taken from the state, which knows
 * what was found and not what reached somebody. What is over is forgotten, so that it is news again when
 * it comes back.
 */
export function tellAttention(
  entities: readonly EntityReport[],
  memory: ToldMemory,
  now: Date,
): AttentionSelection {
  const told = entities.map((entity) => tellOf(entity, memory, now));
  const looked = entities.flatMap(({ entity, attention }) => (attention === null ? [] : [keyOf(entity, "")]));
  const others = Object.entries(memory).filter(
    ([key]) => isAttention(key) && !looked.some((entity) => key.startsWith(entity)),
  );
  return {
    events: told.flatMap(({ event }) => event ?? []),
    memory: Object.fromEntries([...others, ...told.flatMap(({ kept }) => kept)]),
  };
}

/** Whether a key of the memory is about attention. */
export function isAttention(key: string): boolean {
  return key.startsWith("attention/");
}

interface Told {
  readonly event: NotifyEvent | null;
  readonly kept: readonly (readonly [string, string])[];
}

function tellOf({ entity, attention }: EntityReport, memory: ToldMemory, now: Date): Told {
  if (attention === null) return { event: null, kept: [] };
  const stamp = now.toISOString();
  const keyOfItem = ({ key }: ReportedAttention) => keyOf(entity, fingerprintOf(key).slice(0, 16));
  const isFresh = (item: ReportedAttention) => memory[keyOfItem(item)] === undefined;
  const fresh = attention.filter(isFresh);
  const open = attention.filter(({ isSteady }) => !isSteady);
  const reminderKey = keyOf(entity, "open");
  const remindedAt = memory[reminderKey];
  const isReminding = open.length > 0 && isDue(remindedAt, now);
  const sentences = [
    ...newsOf(fresh),
    ...(isReminding ? reminderOf(open.filter((item) => !isFresh(item))) : []),
  ];
  const since = isReminding ? stamp : remindedAt;
  return {
    event: sentences.length > 0 ? eventOf(entity, fresh.length > 0 ? "new" : "open", sentences) : null,
    kept: [
      ...(open.length > 0 && since !== undefined ? [[reminderKey, since] as const] : []),
      ...attention.map((item) => [keyOfItem(item), memory[keyOfItem(item)] ?? stamp] as const),
    ],
  };
}

function eventOf(entity: string, code: string, sentences: readonly string[]): NotifyEvent {
  return {
    kind: "attention",
    entity,
    code,
    text: maskEmails(`${entity}: ${sentences.join(" ")}`),
    next: `Run \`spendesk-hr preview --entity ${entity}\`.`,
  };
}

function newsOf(fresh: readonly ReportedAttention[]): string[] {
  // A text about several people stands once.
  const texts = [...new Set(fresh.map(({ text }) => text))];
  if (texts.length === 0) return [];
  const more = texts.length > MAX_TOLD ? ` And ${texts.length - MAX_TOLD} more.` : "";
  return [`${texts.length} new to look at: ${texts.slice(0, MAX_TOLD).join(" ")}${more}`];
}

function reminderOf(open: readonly ReportedAttention[]): string[] {
  const names = [...new Set(open.map(({ name }) => name))];
  return names.length === 0 ? [] : [`${names.length} still to look at: ${listed(names, MAX_NAMED)}.`];
}

/** Names of entities and codes hold no slash. */
function keyOf(entity: string, what: string): string {
  return `attention/${entity}/${what}`;
}
