import type { ConnectionStatus } from "../../sync/model/index.js";
import type { TextStyle } from "../command.js";
import type { Paint } from "./paint.js";
import { paint, renderTable } from "./table.js";
import { timeText } from "./time-text.js";
import { hanging } from "./wrap.js";

/** What of an entity decides whether somebody must look at it. */
export interface Standing {
  readonly entity: string;
  readonly connectionStatus: ConnectionStatus;
  readonly error: { readonly message: string } | null;
  readonly lastSuccessAt: string | null;
  readonly nextSteps: readonly string[];
  readonly timezone: string;
}

export const STATUS_STYLE: Record<ConnectionStatus, { readonly text: string; readonly color: Paint }> = {
  error: { text: "✘ error", color: "red" },
  awaiting_actions: { text: "… awaiting actions", color: "yellow" },
  connected: { text: "✔ connected", color: "green" },
  disconnected: { text: "– disconnected", color: "dim" },
};

/** Worst first. */
const ORDER = Object.keys(STATUS_STYLE);

/** So many entities are read as a card each; of more, those that need somebody are listed. */
const MOST_CARDS = 5;

export function isLongList(entities: readonly unknown[]): boolean {
  return entities.length > MOST_CARDS;
}

/** Those that need somebody first, and of these the worst. */
function worstFirst(entities: readonly Standing[]): readonly Standing[] {
  const rank = (one: Standing) =>
    ORDER.indexOf(one.connectionStatus) * 2 + (one.nextSteps.length > 0 ? 0 : 1);
  return entities.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * Many entities at a glance: how many stand how, then those that need somebody, the worst first.
 * @param all also those that need nobody
 */
export function statusList(entities: readonly Standing[], all: boolean, now: Date, style: TextStyle): string {
  const sorted = worstFirst(entities);
  const needing = sorted.filter(({ nextSteps, error }) => nextSteps.length > 0 || error !== null);
  const shown = all ? sorted : needing;
  const counts = Object.entries(STATUS_STYLE).flatMap(([status, { text, color }]) => {
    const number = entities.filter(({ connectionStatus }) => connectionStatus === status).length;
    return number === 0 ? [] : [paint(`${number} ${text}`, color, style)];
  });
  return [
    ...hanging("", `${entities.length} entities: ${counts.join(", ")}`, style.width),
    ...(shown.length === 0 ? [] : ["", table(shown, now, style)]),
    "",
    ...hanging("", closing(entities.length - shown.length, all, shown.length), style.width),
  ].join("\n");
}

function table(shown: readonly Standing[], now: Date, style: TextStyle): string {
  const rows = shown.map(({ entity, connectionStatus, error, lastSuccessAt, nextSteps, timezone }) => {
    const { text, color } = STATUS_STYLE[connectionStatus];
    const success = lastSuccessAt === null ? "never" : timeText(lastSuccessAt, timezone, now);
    const what = [...(error ? [error.message] : []), ...nextSteps.map((step) => `Next: ${step}`)];
    return [entity, { text, paint: color }, success, what.join("\n")];
  });
  return renderTable(["Entity", "Status", "Last success", "What to do"], rows, style);
}

function closing(others: number, all: boolean, shown: number): string {
  const one = "`spendesk-hr status --entity <id>` shows one whole.";
  if (all) return one;
  const list = "`spendesk-hr status --all` lists them";
  if (shown === 0) return `Nobody needs to do anything. ${list}, ${one}`;
  return others === 0 ? one : `${others} more need nobody: ${list}, ${one}`;
}
