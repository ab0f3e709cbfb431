import { COLUMN_LABELS } from "../../../providers/file/data.js";
import { DATE_FORMATS, ISO_FORMAT, isDateFormat } from "../../../providers/file/dates.js";
import { DATE_KEYS, type DateKey } from "../../../providers/file/keys.js";
import type { FileSettings } from "../../../providers/file/settings.js";
import type { ColumnSurvey, Survey } from "../../../providers/file/survey.js";
import { foldText } from "../../../shared/text.js";
import { Problem } from "../../../sync/model/index.js";
import { answerMissing } from "../../prompts/prompter.js";
import { sayText } from "../../prompts/screen.js";
import type { Interview } from "../given-credentials.js";
import { type ProviderSettings, settingAt, withSetting } from "../setting-path.js";

/** The column of that name, whatever its case; undefined when there is none. */
export function columnNamed({ columns }: Survey, name: unknown): ColumnSurvey | undefined {
  return typeof name === "string"
    ? columns.find((column) => foldText(column.name) === foldText(name))
    : undefined;
}

/**
 * Makes sure that ids are there for everybody and different; else a person chooses among the columns that are.
 * @throws Problem `file_id_column` naming the column and, where there are some, better ones
 */
export async function settleIdColumn(
  { prompter, context }: Interview,
  settings: ProviderSettings,
  survey: Survey,
): Promise<ProviderSettings> {
  const column = columnNamed(survey, settingAt(settings, "columns.id"));
  if (!column) return settings;
  if (canBeId(column, survey)) {
    if (column.isEmails)
      sayText(context, `The id is an e-mail: whoever gets a new one will look like another person.`, "⚠ ");
    return settings;
  }
  const better = survey.columns
    .filter((one) => canBeId(one, survey) && !one.isEmails)
    .map(({ name }) => name);
  const problem = idProblem(column, better, survey);
  if (!prompter || better.length === 0) throw problem;
  sayText(context, `${problem.message} ${problem.why}`, "⚠ ");
  const choices = better.map((name) => ({ value: name, label: name }));
  return withSetting(settings, "columns.id", await prompter.select("Which column holds: Id?", choices));
}

function canBeId({ filled, repeated }: ColumnSurvey, { rows }: Survey): boolean {
  return filled === rows && repeated === null;
}

function idProblem(column: ColumnSurvey, better: readonly string[], survey: Survey): Problem {
  const why =
    column.repeated === null
      ? `It is empty for ${survey.rows - column.filled} of ${survey.rows}.`
      : `It is the same in ${survey.noun}s ${column.repeated.join(" and ")}.`;
  return new Problem({
    kind: "configuration",
    code: "file_id_column",
    what: `The column "${column.name}" can't be the id.`,
    why: `${why} Nobody could be told apart by it.`,
    next:
      better.length === 0
        ? "Have the HR tool export one row per person, with an id."
        : `Choose another one with \`--set settings.columns.id=…\`; filled and different for everybody: ${better
            .slice(0, 5)
            .map((name) => `"${name}"`)
            .join(", ")}.`,
  });
}

/**
 * Settles the forms of dates by all values of their columns: the only one that fits is taken and told, of
 * several a person is asked. ISO days and the date cells of spreadsheets need none.
 * @throws Problem `answer_missing`, or `file_dates` when no known form fits
 */
export async function askDates(
  interview: Interview,
  known: ProviderSettings,
  survey: Survey,
): Promise<ProviderSettings> {
  let settings = known;
  for (const key of DATE_KEYS) {
    const column = columnNamed(survey, settingAt(settings, `columns.${key}`));
    if (!column) settings = withSetting(settings, `dates.${key}`, undefined);
    else if (settingAt(settings, `dates.${key}`) === undefined) {
      const format = await settleFormat(key, column, interview);
      settings = withSetting(settings, `dates.${key}`, format ?? undefined);
    }
  }
  return settings;
}

async function settleFormat(
  key: DateKey,
  column: ColumnSurvey,
  interview: Interview,
): Promise<string | null> {
  const { dateFormats: formats, filled, samples, name } = column;
  const { prompter, context } = interview;
  if (filled === 0 || formats.includes(ISO_FORMAT)) return null;
  const [only, another] = formats;
  if (only && !another) {
    sayText(context, `"${name}": days of the form ${only}; no other form fits all of them.`);
    return only;
  }
  const example = samples.find((sample) => /\d/u.test(sample)) ?? "";
  if (!prompter) {
    const fitting = formats.length > 0 ? formats : DATE_FORMATS.slice(0, 4);
    throw answerMissing(
      `The form of the days in "${name}"`,
      `Add \`--set settings.dates.${key}=…\` with one of ${fitting.join(", ")}.`,
    );
  }
  if (another) {
    return prompter.select(
      `${COLUMN_LABELS[key]}: how is "${example}" meant?`,
      formats.map((format) => ({ value: format, label: format })),
    );
  }
  sayText(
    context,
    `"${name}" holds days in no form that is known, or other texts as well, such as "${example}".`,
    "⚠ ",
  );
  return prompter.input(`${COLUMN_LABELS[key]}: the form, such as ${DATE_FORMATS.slice(1, 4).join(", ")}`, {
    validate: (format) =>
      isDateFormat(format) ? null : "It needs YYYY (or YY), MM and DD, with signs between them.",
  });
}

/**
 * Asks what it means that somebody is no longer in the export, and how old one may be.
 * @throws Problem `answer_missing`
 */
export async function askMissingRows(
  { prompter, provider }: Interview,
  known: ProviderSettings,
): Promise<ProviderSettings> {
  if (known.missingRows !== undefined) return known;
  if (!prompter) {
    throw answerMissing(
      "What it means that somebody is no longer in the export",
      "Add `--set settings.missingRows=left` if everybody who works here is always in it, leavers only for a while; else `--set settings.missingRows=unknown`.",
    );
  }
  const values: readonly { readonly value: FileSettings["missingRows"]; readonly label: string }[] = [
    { value: "unknown", label: "nothing: it may be a part of the people, and nobody is archived for it" },
    { value: "left", label: "the person has left: archived after two exports in a row without them" },
  ];
  const missingRows = await prompter.select(
    "Somebody is no longer in the export. What does it mean?",
    values,
  );
  const settings = withSetting(known, "missingRows", missingRows);
  const hasAge = provider.settingFields.some(({ key }) => key === "maxAgeHours");
  if (!hasAge || known.maxAgeHours !== undefined) return settings;
  const hours = await prompter.input("How old may an export be, in hours? (empty: any age)", {
    validate: (value) =>
      value === "" || /^[1-9]\d{0,3}$/u.test(value) ? null : "It is a whole number of hours.",
  });
  return withSetting(settings, "maxAgeHours", hours === "" ? undefined : Number(hours));
}
