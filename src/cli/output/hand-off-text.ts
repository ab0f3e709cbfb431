import type { HandOffReview, SettledHandOff } from "../../sync/hand-off/index.js";
import type { HandOff, HandOffCounts, HandOffStatus, JournalEntry } from "../../sync/model/index.js";
import type { TextStyle } from "../command.js";
import { clean, type Paint, paint } from "./table.js";

/** A symbol and words for what became of a hand-off. */
const HAND_OFF_STATUS: Readonly<Record<HandOffStatus, { readonly text: string; readonly paint: Paint }>> = {
  open: { text: "… open", paint: "yellow" },
  done: { text: "✔ done", paint: "green" },
  taken_as_done: { text: "✔ taken as done", paint: "green" },
  done_differently: { text: "≠ done differently", paint: "yellow" },
  withdrawn: { text: "– withdrawn", paint: "yellow" },
};

/** What became of one, in a row of the journal: `✔ done (2026-11-25)`. */
export function handOffText({ status, detail, settledAt }: NonNullable<JournalEntry["handOff"]>): string {
  const day = settledAt === null ? "" : ` (${settledAt.slice(0, 10)})`;
  return `${HAND_OFF_STATUS[status].text}${day}${detail === null ? "" : `: ${detail}`}`;
}

/** What became of earlier hand-offs since the last run; empty when nothing did. */
export function settledText({ settled }: HandOffReview, style: TextStyle): string {
  if (settled.length === 0) return "";
  const lines = settled.map((one) => `  ${settledLine(one, style)}`);
  return [paint(`Handed off earlier (${settled.length})`, "bold", style), ...lines].join("\n");
}

function settledLine({ handOff, status, detail }: SettledHandOff, style: TextStyle): string {
  const { text, paint: color } = HAND_OFF_STATUS[status];
  const advice = status === "withdrawn" ? " Tell your colleague not to do it." : "";
  const more = detail === null ? "" : ` ${detail}`;
  return `${paint(text, color, style)}: ${clean(`${label(handOff)}.${more}${advice}`, undefined, style)}`;
}

function label({ action, name, email, handedOffAt }: HandOff): string {
  const who = email === null ? name : `${name} <${email}>`;
  return `${action} ${who}, handed off on ${handedOffAt.slice(0, 10)}`;
}

/** What can be done about hand-offs that are still open; empty when there are none. */
export function openHandOffsText(entity: string, { open }: HandOffReview): string {
  const [oldest] = open;
  if (!oldest) return "";
  const what = open.length === 1 ? "1 change is" : `${open.length} changes are`;
  const apply = `spendesk-hr apply --entity ${entity}`;
  const unseen = open.filter((one) => one.needsWord).length;
  return [
    `${what} in the hands of a colleague, the oldest since ${oldest.since}. Reading confirms them; nothing is done twice.`,
    `  ${apply} --to file --again   hands them off once more; with --to api they are done instead`,
    ...(unseen > 0
      ? [`  ${apply} --handed-off-done   when ${unseen} of them are done: Spendesk's list does not show it`]
      : []),
  ].join("\n");
}

/** The hand-offs of an entity in one line; null when there never were any. */
export function handOffLine(counts: HandOffCounts): string | null {
  const { open, done, taken_as_done, done_differently, withdrawn, openSince } = counts;
  const ended = [
    done > 0 ? `${done} done` : "",
    taken_as_done > 0 ? `${taken_as_done} taken as done` : "",
    done_differently > 0 ? `${done_differently} done differently` : "",
    withdrawn > 0 ? `${withdrawn} withdrawn` : "",
  ].filter(Boolean);
  if (open === 0 && ended.length === 0) return null;
  if (openSince === null) return `✔ nothing open; ${ended.join(", ")}`;
  return [`… ${open} handed off, still open since ${openSince.slice(0, 10)}`, ...ended].join(", ");
}

/** The same for machines. */
export function handOffCountsDocument(counts: HandOffCounts): object {
  const { open, openSince, done, taken_as_done, done_differently, withdrawn } = counts;
  return {
    open,
    openSince,
    done,
    takenAsDone: taken_as_done,
    doneDifferently: done_differently,
    withdrawn,
  };
}
