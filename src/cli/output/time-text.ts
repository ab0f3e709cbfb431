import { agoText } from "../../shared/ago.js";

/**
 * A moment with the clock of an entity. What concerns them all has that of the first one; of an entity that
 * is not configured any more it is UTC. Where clocks differ, each says which one it is: `11:33 UTC+1`.
 */
export type ShowTime = (instant: string, entity?: string) => string;

/** How the moments of these entities are shown now. */
export function showsTimes(
  entities: readonly { readonly id: string; readonly timezone: string }[],
  now: Date,
): ShowTime {
  const zones = new Map(entities.map(({ id, timezone }) => [id, timezone]));
  const common = entities[0]?.id ?? "";
  const isMixed = new Set(zones.values()).size > 1;
  return (instant, entity = common) => {
    const zone = zones.get(entity) ?? "UTC";
    if (!isMixed && zones.has(entity)) return timeText(instant, zone, now);
    return `${clockText(instant, zone)} ${offsetText(instant, zone)} (${agoText(instant, now)})`;
  };
}

/** A moment for people: `2026-11-30 05:12 (2 hours ago)`, with the clock of that time zone. */
export function timeText(instant: string, timeZone: string, now: Date): string {
  return `${clockText(instant, timeZone)} (${agoText(instant, now)})`;
}

/** `2026-11-30 05:12` */
export function clockText(instant: string, timeZone: string): string {
  // Swedish has the order of ISO 8601.
  return new Date(instant).toLocaleString("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
}

/** `UTC+1`: shorter than the name of a zone, and what moments of several differ by. */
function offsetText(instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
  const name = format.formatToParts(new Date(instant)).find(({ type }) => type === "timeZoneName");
  return (name?.value ?? timeZone).replace("GMT", "UTC").replace(/\+0$/u, "");
}
