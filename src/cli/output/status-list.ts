import { asSentence, counted } from "../../shared/text.js";
import type { ConnectionStatus, EntityRecord } from "../../sync/model/index.js";
import type { TextStyle } from "../command.js";
import { alike, besideName, sameIn } from "./alike.js";
import { type Paint, paintStart } from "./paint.js";
import { cleanMessage } from "./sanitize.js";
import { paint, renderTable } from "./table.js";
import type { ShowTime } from "./time-text.js";
import { hanging } from "./wrap.js";

/** What of an entity decides whether somebody must look at it. */
export interface Standing {
  readonly entity: string;
  readonly connectionStatus: ConnectionStatus;
  readonly error: EntityRecord["lastError"];
  readonly lastSuccessAt: string | null;
  readonly nextSteps: readonly string[];
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

/** What went wrong with an entity and why, beside its name; null when nothing did. */
export function errorText({ entity, error }: Pick<Standing, "entity" | "error">): string | null {
  if (error === null) return null;
  const message = besideName(error.message, entity);
  return error.why === null ? message : `${asSentence(message)} ${error.why}`;
}

/** Those that need somebody first, and of these the worst. */
function worstFirst(entities: readonly Standing[]): readonly Standing[] {
  const rank = (one: Standing) =>
    ORDER.indexOf(one.connectionStatus) * 2 + (one.nextSteps.length > 0 ? 0 : 1);
  return entities.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * Many entities at a glance: how many stand how, then those that need somebody, the worst first, and what
 * several need said once.
 * @param all names each of them, also those that need nobody
 */
export function statusList(
  entities: readonly Standing[],
  all: boolean,
  show: ShowTime,
  style: TextStyle,
): string {
  const sorted = worstFirst(entities);
  const isNeeding = ({ nextSteps, error }: Standing) => nextSteps.length > 0 || error !== null;
  const needing = sorted.filter(isNeeding);
  const others = sorted.filter((one) => !isNeeding(one));
  const groups = alike(needing, (one) => [one.connectionStatus, errorText(one), ...one.nextSteps]);
  const counts = Object.entries(STATUS_STYLE).flatMap(([status, { text, color }]) => {
    const number = entities.filter(({ connectionStatus }) => connectionStatus === status).length;
    return number === 0 ? [] : [paint(`${number} ${text}`, color, style)];
  });
  return [
    ...hanging("", `${entities.length} entities: ${counts.join(", ")}`, style.width),
    ...groups.flatMap((same) => ["", ...groupLines(same, all, show, style)]),
    ...(all && others.length > 0 ? ["", othersTable(others, show, style)] : []),
    "",
    ...hanging("", closing(others.length, all, needing.length), style.width),
  ].join("\n");
}

/** Entities that need the same: the first one whole, and who needs it besides. */
function groupLines(
  same: readonly [Standing, ...Standing[]],
  all: boolean,
  show: ShowTime,
  style: TextStyle,
): readonly string[] {
  const [first] = same;
  const { text, color } = STATUS_STYLE[first.connectionStatus];
  const error = errorText(first);
  const more = sameIn(same, all);
  return [
    ...paintStart(hanging("", `${text}: ${first.entity}`, style.width), text, color, style),
    ...(error === null ? [] : hanging("  ", cleanMessage(error), style.width)),
    ...hanging("  ", `Last success: ${successText(same, show)}`, style.width),
    ...first.nextSteps.flatMap((step) => hanging("  → ", cleanMessage(step), style.width)),
    ...(more === "" ? [] : hanging("  ", more, style.width)),
  ];
}

/** When entities last succeeded, if not all at once: what of it is the worst. */
function successText(entities: readonly Standing[], show: ShowTime): string {
  const dates = entities.flatMap(({ lastSuccessAt, entity }) =>
    lastSuccessAt === null ? [] : [{ at: lastSuccessAt, entity }],
  );
  const [oldest] = dates.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (!oldest) return "never";
  const never = entities.length - dates.length;
  if (never > 0) return `never in ${counted(never, "entity", "entities")}`;
  const isAnyLater = dates.some(({ at }) => at !== oldest.at);
  return `${show(oldest.at, oldest.entity)}${isAnyLater ? " or later" : ""}`;
}

function othersTable(others: readonly Standing[], show: ShowTime, style: TextStyle): string {
  const rows = others.map(({ entity, connectionStatus, lastSuccessAt }) => {
    const { text, color } = STATUS_STYLE[connectionStatus];
    return [entity, { text, paint: color }, lastSuccessAt === null ? "never" : show(lastSuccessAt, entity)];
  });
  return renderTable(["Entity", "Status", "Last success"], rows, style);
}

function closing(others: number, all: boolean, needing: number): string {
  const one = "`spendesk-hr status --entity <id>` shows one whole.";
  if (all) return one;
  const list = "`spendesk-hr status --all` names each entity,";
  if (needing === 0) return `Nobody needs to do anything. ${list} ${one}`;
  return others === 0 ? `${list} ${one}` : `${others} more need nobody. ${list} ${one}`;
}
