import type { Origin } from "../../connectors/authoring/origins.js";
import type { Part } from "../../connectors/authoring/part.js";
import type { FoundPerson } from "../../connectors/reading/people.js";
import { counted } from "../../shared/text.js";
import { employeeName, maskIbanLike } from "../../sync/model/index.js";
import type { TextStyle } from "../command.js";
import { cleanText } from "../output/sanitize.js";
import { paint, renderTable } from "../output/table.js";
import { wrapWords } from "../output/wrap.js";

/** What a look at a described tool has found. */
export interface Trial extends Pick<Part, "unfinished" | "obstacles"> {
  readonly id: string;
  readonly title: string;
  /** Calls that were made, by request. */
  readonly calls: Readonly<Record<string, number>>;
  /** The day on which the rules of the status were read. */
  readonly today: string;
  readonly people: readonly (FoundPerson & { readonly origins: readonly Origin[] })[];
}

/** Longest part of a value of an answer that is shown. */
const LONGEST_RAW = 60;

/** The look as JSON: bank details masked, and of what the answer has only what was used. */
export function trialDocument({ id, calls, today, people, unfinished, obstacles }: Trial): object {
  return {
    ...{ connector: id, today, calls },
    people: people.map(({ place, employee, origins }) => ({
      ...{ request: place.list, record: place.record, employee },
      origins: origins.map((origin) => ({ ...origin, raw: origin.raw === null ? null : shown(origin.raw) })),
    })),
    ...{ unfinished, obstacles },
  };
}

/** The look for people: a table for each person, then what is in the way. */
export function trialText(trial: Trial, style: TextStyle): string {
  const { people, unfinished, obstacles, title } = trial;
  const sentences = [
    ...unfinished.map((list) => `Of the request ${list} only the first page was read.`),
    ...obstacles.map(({ text, next }) => `⚠ ${text}. ${next}`),
    ...unreadable(trial),
    callsText(trial),
  ];
  return [
    ...people.map((person) => personText(person, style)),
    people.length === 0
      ? `${title} lists nobody.`
      : `${title}: ${counted(people.length, "person", "people")}.`,
    sentences.flatMap((sentence) => wrapWords(cleanText(sentence), style.width)).join("\n"),
  ].join("\n\n");
}

function personText({ place, employee, origins }: Trial["people"][number], style: TextStyle): string {
  const name = employee ? employeeName(employee) : "nobody: the record has no usable id";
  const head = cleanText(`Record ${place.record} of ${place.list}: ${name}`);
  const rows = origins.map(({ field, state, value, from, raw, how }) => [
    field,
    state === "value" ? shown(value ?? "") : state === "empty" ? "(empty)" : "(not readable)",
    from,
    [raw === null ? null : `"${shown(raw)}"`, how].filter((part) => part !== null).join(", "),
  ]);
  return `${paint(head, "bold", style)}\n${renderTable(["Field", "Value", "From", "How"], rows, style)}`;
}

function shown(text: string): string {
  return cleanText(maskIbanLike(text), { maxLength: LONGEST_RAW });
}

/** Fields that nobody on the page has. */
function unreadable({ people }: Trial): readonly string[] {
  const states = new Map<string, boolean>();
  for (const { origins } of people) {
    for (const { field, state } of origins) {
      states.set(field, (states.get(field) ?? true) && state === "unreadable");
    }
  }
  const never = [...states].filter(([, isNever]) => isNever).map(([field]) => field);
  return never.length === 0
    ? []
    : [
        `⚠ Not readable for anybody: ${never.join(", ")}. Either the path is not the right one, or the credentials may not read it.`,
      ];
}

function callsText({ calls }: Trial): string {
  const parts = Object.entries(calls).map(([request, count]) => `${request} ${count}`);
  return `Calls: ${parts.join(", ")}.`;
}
