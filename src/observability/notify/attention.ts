import { listed } from "../../shared/text.js";
import { fingerprintOf } from "../../sync/model/index.js";
import { maskEmails } from "../clean-text.js";
import type { EntityReport, ReportedAttention } from "../run-report.js";
import type { NotifyEvent } from "./events.js";
import { isDue, type SentNotifications } from "./sent.js";

/** What is sent in full at most of one entity in one message, and named in a reminder. */
const MAX_IN_FULL = 20;
const MAX_NAMED = 5;

interface AttentionSelection {
  readonly events: readonly NotifyEvent[];
  /** What was sent about attention, once the events have reached somebody. */
  readonly sent: SentNotifications;
}

/**
 * What people are to look at: each thing in full the first time, and all that is open in
 * one line a day. What was sent is remembered thing by thing, and not taken from the state, which knows
 * what was found and not what reached somebody. What is over is forgotten, so that it is news again when
 * it comes back.
 */
export function selectAttention(
  entities: readonly EntityReport[],
  sent: SentNotifications,
  now: Date,
): AttentionSelection {
  const selected = entities.map((entity) => selectOf(entity, sent, now));
  const looked = entities.flatMap(({ entity, attention }) => (attention === null ? [] : [keyOf(entity, "")]));
  const others = Object.entries(sent).filter(
    ([key]) => isAttention(key) && !looked.some((entity) => key.startsWith(entity)),
  );
  return {
    events: selected.flatMap(({ event }) => event ?? []),
    sent: Object.fromEntries([...others, ...selected.flatMap(({ kept }) => kept)]),
  };
}

/** Whether a key of what was sent is about attention. */
export function isAttention(key: string): boolean {
  return key.startsWith("attention/");
}

interface Selected {
  readonly event: NotifyEvent | null;
  readonly kept: readonly (readonly [string, string])[];
}

function selectOf({ entity, attention }: EntityReport, sent: SentNotifications, now: Date): Selected {
  if (attention === null) return { event: null, kept: [] };
  const stamp = now.toISOString();
  const keyOfItem = ({ key }: ReportedAttention) => keyOf(entity, fingerprintOf(key).slice(0, 16));
  const isFresh = (item: ReportedAttention) => sent[keyOfItem(item)] === undefined;
  const fresh = attention.filter(isFresh);
  const open = attention.filter(({ isSteady }) => !isSteady);
  const reminderKey = keyOf(entity, "open");
  const remindedAt = sent[reminderKey];
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
      ...attention.map((item) => [keyOfItem(item), sent[keyOfItem(item)] ?? stamp] as const),
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
  const more = texts.length > MAX_IN_FULL ? ` And ${texts.length - MAX_IN_FULL} more.` : "";
  return [`${texts.length} new to look at: ${texts.slice(0, MAX_IN_FULL).join(" ")}${more}`];
}

function reminderOf(open: readonly ReportedAttention[]): string[] {
  const names = [...new Set(open.map(({ name }) => name))];
  return names.length === 0 ? [] : [`${names.length} still to look at: ${listed(names, MAX_NAMED)}.`];
}

/** Names of entities and codes hold no slash. */
function keyOf(entity: string, what: string): string {
  return `attention/${entity}/${what}`;
}
