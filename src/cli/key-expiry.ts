import { sourcesText } from "../config/entity-config.js";
import type { EntityConfig } from "../config/load.js";
import {
  type Clock,
  dayInZone,
  daysBetween,
  type IsoDate,
  newEntityRecord,
  Problem,
  type StateStore,
  type Warning,
} from "../sync/model/index.js";

/** Days before the end of a Spendesk API key from which its renewal is asked for. */
const WARNING_DAYS = 30;

/** Where an entity's Spendesk API key is in its life of one year at most (docs/vendors/spendesk.md §1). */
export interface KeyLife {
  /** `unknown`: nobody entered the day. The key still works on the day itself. */
  readonly state: "unknown" | "lasting" | "ending" | "ended";
  readonly expiresOn: IsoDate | null;
  /** Negative once the day is over; null when it is not known. */
  readonly daysLeft: number | null;
}

/** From the day somebody entered, and the day it is for the entity: Spendesk itself does not tell. */
export async function keyLifeOf(
  { id, timezone }: Pick<EntityConfig, "id" | "timezone">,
  state: Pick<StateStore, "entity">,
  clock: Clock,
): Promise<KeyLife> {
  const expiresOn = (await state.entity(id))?.keyExpiresOn ?? null;
  if (expiresOn === null) return { state: "unknown", expiresOn, daysLeft: null };
  const daysLeft = daysBetween(dayInZone(clock.now(), timezone), expiresOn);
  return { state: stateAfter(daysLeft), expiresOn, daysLeft };
}

function stateAfter(daysLeft: number): KeyLife["state"] {
  if (daysLeft < 0) return "ended";
  return daysLeft <= WARNING_DAYS ? "ending" : "lasting";
}

/** How many days are left, for people: `in 12 days`. Null when the day is not known. */
export function keyDaysText({ daysLeft }: KeyLife): string | null {
  if (daysLeft === null) return null;
  if (daysLeft === 0) return "today";
  const days = Math.abs(daysLeft) === 1 ? "1 day" : `${Math.abs(daysLeft)} days`;
  return daysLeft > 0 ? `in ${days}` : `${days} ago`;
}

/** The command that stores a new key, and the day it ends. */
export function renewalCommand(entity: string): string {
  return `spendesk-hr credentials set spendesk --entity ${entity}`;
}

function renewalText(entity: string): string {
  return `Let the Account Owner make a new API key in Spendesk (Settings > Integrations > API access), then run \`${renewalCommand(entity)}\`, which asks for the key and the day it ends.`;
}

function correctionText(entity: string): string {
  return `If the key still works and only the day is wrong, correct it: \`${renewalCommand(entity)} --expires-on YYYY-MM-DD\`.`;
}

/** A warning from 30 days before the end of the key, and after it; null before. */
export function keyWarning(entity: string, life: KeyLife): Warning | null {
  if (life.state === "unknown" || life.state === "lasting") return null;
  const ended = life.state === "ended";
  return {
    code: ended ? "spendesk_key_ended" : "spendesk_key_ends_soon",
    text: `The Spendesk API key of ${entity} ${ended ? "ended" : "ends"} on ${life.expiresOn} (${keyDaysText(life)}). ${renewalText(entity)}${ended ? ` ${correctionText(entity)}` : ""}`,
  };
}

/**
 * Stops a run whose key has ended by the day somebody entered. It does not wait for Spendesk to refuse
 * the key, so that the run says what is to be done; one command corrects a day that is wrong.
 * @throws Problem `spendesk_key_ended`
 */
export function refuseEndedKey(entity: string, life: KeyLife): void {
  if (life.state !== "ended") return;
  throw new Problem({
    kind: "credentials",
    code: "spendesk_key_ended",
    what: `The Spendesk API key of ${entity} ended on ${life.expiresOn} (${keyDaysText(life)}); nothing was asked or written.`,
    why: "Spendesk's API keys live one year at most, and this is the day that was entered when the key was stored.",
    next: `${renewalText(entity)} ${correctionText(entity)}`,
  });
}

/**
 * Stores the day the key of an entity ends; null: not known. The credentials stay as they are.
 */
export async function setKeyExpiry(
  state: StateStore,
  entity: Pick<EntityConfig, "id" | "sources">,
  expiresOn: IsoDate | null,
): Promise<void> {
  const record = (await state.entity(entity.id)) ?? newEntityRecord(entity.id, sourcesText(entity));
  await state.saveEntity({ ...record, keyExpiresOn: expiresOn });
}
