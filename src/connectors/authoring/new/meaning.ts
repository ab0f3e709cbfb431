import { likelyMeaning } from "../../../providers/file/status-words.js";
import { counted } from "../../../shared/text.js";
import { DATE_FORMATS, INSTANTS } from "../../mapping/dates.js";
import { valueAt } from "../../mapping/paths.js";
import { MEANINGS } from "../../schema/people.js";
import { type Answers, areContrary, formatList, hasDates, WORD_KEY } from "./answers.js";
import { checkPath, type Draft } from "./question.js";
import { formatsOf, wordsAt } from "./sample.js";

/** The records of a reply at the place that was answered. */
export function recordsIn(answers: Answers, reply: unknown): readonly unknown[] {
  const { records = "" } = answers;
  const found = reply === undefined || checkPath(records) !== null ? null : valueAt(reply, records);
  return Array.isArray(found) ? found : [];
}

/** What dates and statuses mean, and whom the list has. */
export function meaningQuestions(answers: Answers, reply: unknown): readonly Draft[] {
  const records = recordsIn(answers, reply);
  return [
    ...dateQuestions(answers, records),
    ...statusQuestions(answers, records),
    {
      key: "completeness",
      text: "Whom does this call list?",
      choices: [
        { value: "full", label: "everybody, people who have left as well: who is missing is gone" },
        { value: "activeOnly", label: "only people who are employed: a missing one says nothing" },
        { value: "delta", label: "only people whose data changed" },
      ],
      proposal: "activeOnly",
    },
  ];
}

function dateQuestions(answers: Answers, records: readonly unknown[]): readonly Draft[] {
  if (!hasDates(answers)) return [];
  const paths = ["field.startDate", "field.terminationDate"]
    .map((key) => answers[key] ?? "")
    .filter((path) => path !== "" && checkPath(path) === null);
  const fitting = formatsOf(records, paths);
  const isClear = fitting.length === 1;
  const formats = formatList(answers["dates.formats"] ?? "");
  const asksZone = formats.some((one) => (INSTANTS as readonly string[]).includes(one));
  return [
    {
      key: "dates.formats",
      text: "How are dates written?",
      help: `One of ${DATE_FORMATS.join(", ")}; or several, with commas.${fitting.length > 1 ? ` The reply could be ${fitting.join(" or ")}: only the vendor's documents say which.` : ""}`,
      ...(isClear
        ? { proposal: fitting[0] ?? "", isSure: true }
        : fitting.length === 0 && { proposal: "iso-date" }),
      check: (answer) => {
        const named = formatList(answer);
        const odd = named.find((one) => !(DATE_FORMATS as readonly string[]).includes(one));
        if (named.length === 0 || odd !== undefined) return `Known formats: ${DATE_FORMATS.join(", ")}.`;
        return areContrary(named) ? "One text would be two days: name only one of them." : null;
      },
    },
    ...(asksZone
      ? [
          {
            key: "dates.zone",
            text: "Time zone whose day such a moment is",
            ...{ proposal: "Etc/UTC", isSure: false },
            check: (answer: string) => (isZone(answer) ? null : "It must be a zone such as Europe/Berlin."),
          },
        ]
      : []),
  ];
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const MEANING_LABELS: Readonly<Record<(typeof MEANINGS)[number] | "unknown", string>> = {
  active: "active: the person works here",
  leave: "leave: active, on leave",
  pending: "pending: will start",
  noContract: "noContract: there is no contract yet",
  inactive: "inactive: the person has left",
  unknown: "decide later: nobody with it is changed",
};

function statusQuestions(answers: Answers, records: readonly unknown[]): readonly Draft[] {
  const from = answers["field.status"] ?? "";
  if (from === "" || checkPath(from) !== null) return [];
  const choices = [...MEANINGS, "unknown" as const].map((value) => ({ value, label: MEANING_LABELS[value] }));
  return (wordsAt(records, from) ?? []).map(({ word, count }): Draft => {
    const likely = likelyMeaning(word);
    const isMeaning = likely !== null && likely !== "ignore";
    return {
      key: `${WORD_KEY}${word}`,
      text: `${counted(count, "person has", "people have")} the status "${word}". What does it mean?`,
      choices,
      ...(isMeaning ? { proposal: likely } : { proposal: "unknown" }),
    };
  });
}
