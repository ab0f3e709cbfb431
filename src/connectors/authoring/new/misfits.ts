import { INSTANTS } from "../../mapping/dates.js";
import { type Answers, FIELD_LABELS, type FieldKey, NEEDED_FIELDS, WORD_KEY } from "./answers.js";
import { recordsIn } from "./meaning.js";
import { questionsOf } from "./questions.js";
import { fieldsIn, formatsOf, nothingAt } from "./sample.js";

/**
 * What of the answers changes nothing or does not fit the reply, and what of the reply nothing takes, as
 * sentences. A reply of a few people may lack what others have, so only a person can tell whether it is wrong.
 *
 * @param given keys of the answers that somebody gave unasked
 */
export function misfits(answers: Answers, given: readonly string[], reply: unknown): readonly string[] {
  const records = recordsIn(answers, reply);
  return [
    ...unused(answers, given, reply),
    ...Object.keys(FIELD_LABELS).flatMap((key) => {
      const why = NEEDED_FIELDS.includes(key as FieldKey)
        ? null
        : nothingAt(answers[`field.${key}`], records);
      return why === null ? [] : [`Of \`field.${key}\`: ${why}`];
    }),
    ...dayNotTaken(answers, records),
  ];
}

function unused(answers: Answers, given: readonly string[], reply: unknown): readonly string[] {
  const asked = new Set(questionsOf(answers, reply).map(({ key }) => key));
  const isWord = (key: string) => key.startsWith(WORD_KEY) && (answers["field.status"] ?? "") !== "";
  return given
    .filter((key) => !asked.has(key) && !isWord(key))
    .map((key) => `\`${key}\` changes nothing: with the other answers there is no use for it.`);
}

/** Without a first or last day, the places that could be it: their names said nothing. */
function dayNotTaken(answers: Answers, records: readonly unknown[]): readonly string[] {
  const open = (["startDate", "terminationDate"] as const).filter((key) => !answers[`field.${key}`]);
  const taken = new Set(Object.values(answers));
  const days = fieldsIn(records)
    .map(({ path }) => path)
    .filter((path) => !taken.has(path) && isDay(path, records));
  if (open.length === 0 || days.length === 0) return [];
  const flags = open.map((key) => `\`field.${key}\``).join(" and ");
  return [
    `No place is given for ${flags}. In the reply, ${days.map((path) => `\`${path}\``).join(", ")} hold days.`,
  ];
}

/** Plain numbers may be days and are hardly ever. */
function isDay(path: string, records: readonly unknown[]): boolean {
  return formatsOf(records, [path]).some((format) => format === "iso-instant" || !INSTANTS.includes(format));
}
