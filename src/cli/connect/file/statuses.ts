import { likelyMeaning } from "../../../providers/file/status-words.js";
import type { Survey } from "../../../providers/file/survey.js";
import { counted, foldText } from "../../../shared/text.js";
import { Problem, STATUS_MEANINGS, type StatusMeaning, type StatusRules } from "../../../sync/model/index.js";
import { LATER, MEANING_CHOICES } from "../../configure/statuses.js";
import { sayText } from "../../prompts/screen.js";
import type { Interview } from "../given-credentials.js";
import { type ProviderSettings, settingAt } from "../setting-path.js";
import { columnNamed } from "./meaning.js";

/** More different words than statuses there are: the column holds something else. */
const MOST_ASKED = 30;

/**
 * Asks what each word of the status column means, with the number of people who have it and the likeliest
 * meaning first. Those that are left open stay unknown: nobody with them is changed.
 *
 * @param given what is known already
 * @throws Problem `file_status_column`; `answer_missing` when no word has a meaning and nobody can be asked
 */
export async function askStatusWords(
  interview: Interview,
  settings: ProviderSettings,
  survey: Survey,
  given: StatusRules,
): Promise<StatusRules> {
  const column = columnNamed(survey, settingAt(settings, "columns.status"));
  if (!column || column.filled === 0) return given;
  const { name } = column;
  const words = folded(column.words ?? []);
  if (column.words === null || words.length > MOST_ASKED) throw noStatuses(name);
  const known = new Set(Object.keys(given).map(foldText));
  const open = words.filter(({ word }) => !known.has(foldText(word)));
  const { prompter, context } = interview;
  if (!prompter) {
    if (open.length === words.length) throw meaningsMissing(name, open);
    for (const { word, rows } of open) {
      sayText(
        context,
        `${counted(rows, "person has", "people have")} the status "${word}", whose meaning is not known; nobody with it is changed. To say what it means: ${flagFor(word)}`,
        "⚠ ",
      );
    }
    return given;
  }
  const rules: Record<string, StatusMeaning> = { ...given };
  for (const { word, rows } of open) {
    const answer = await prompter.select(
      `${counted(rows, "person has", "people have")} the status "${word}". What does it mean?`,
      MEANING_CHOICES,
      likelyMeaning(word) ?? LATER,
    );
    const means = STATUS_MEANINGS.find((meaning) => meaning === answer);
    if (means) rules[word] = means;
  }
  return rules;
}

interface Word {
  readonly word: string;
  readonly rows: number;
}

/** Words that differ in case alone are one, as for `source.statuses`. */
function folded(words: readonly Word[]): readonly Word[] {
  const found = new Map<string, Word>();
  for (const { word, rows } of words) {
    const key = foldText(word);
    const before = found.get(key);
    found.set(key, { word: before?.word ?? word, rows: rows + (before?.rows ?? 0) });
  }
  return [...found.values()];
}

function flagFor(word: string): string {
  return `\`--set "source.statuses.${word}=${likelyMeaning(word) ?? "active"}"\``;
}

function noStatuses(name: string) {
  return new Problem({
    kind: "configuration",
    code: "file_status_column",
    what: `The column "${name}" can't be the status.`,
    why: `It holds more than ${MOST_ASKED} different values.`,
    next: "Choose another one with `--set settings.columns.status=…`, or only `--set settings.columns.terminationDate=…`.",
  });
}

function meaningsMissing(name: string, open: readonly Word[]) {
  const words = open.map(({ word, rows }) => `"${word}" (${counted(rows, "person", "people")})`);
  return new Problem({
    kind: "usage",
    code: "answer_missing",
    what: `It is not said what the words in "${name}" mean, and there is nobody to ask.`,
    why: `The export has: ${words.join(", ")}.`,
    next: `Add for each of them active, pending, inactive or ignore, if these are right: ${open.map(({ word }) => flagFor(word)).join(" ")}`,
  });
}
