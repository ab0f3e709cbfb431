import { LAYOUT_KEYS, LOCATION_KEYS } from "../../../providers/file/keys.js";
import type { FileConnection } from "../../../providers/file/open.js";
import { ChoiceNeeded } from "../../../providers/file/problems.js";
import type { Layout, Location } from "../../../providers/file/settings.js";
import { fileSettings } from "../../../providers/file/settings.js";
import { type Survey, surveyFile } from "../../../providers/file/survey.js";
import { sayText } from "../../prompts/screen.js";
import type { Interview } from "../given-credentials.js";
import { type ProviderSettings, withSetting } from "../setting-path.js";

const QUESTIONS: Readonly<Record<ChoiceNeeded["setting"], string>> = {
  format: "Which format is it?",
  separator: "Which sign stands between the columns?",
  encoding: "What is it written in?",
  sheet: "On which sheet are the people?",
  list: "Where are the people?",
};

/** More than there are settings of the layout; one that is asked again and again is not the trouble. */
const MOST_QUESTIONS = 6;

const STOP = "";

/** An export that can be read, with the settings that make it so. */
export interface Surveyed {
  readonly settings: ProviderSettings;
  readonly survey: Survey;
}

/**
 * Reads the export once. What keeps it from being read (format, separator, encoding, sheet, list) is asked of
 * a person; a separator that is the only sign of the first line is taken and told.
 *
 * @throws Problem of the export, and what it needs to know when there is nobody to ask
 */
export async function surveyExport(
  interview: Interview,
  known: ProviderSettings,
  connection: FileConnection,
): Promise<Surveyed> {
  let settings = known;
  for (let questions = 0; ; questions += 1) {
    try {
      return { settings, survey: await surveyFile(lookOf(settings), connection) };
    } catch (error) {
      if (!(error instanceof ChoiceNeeded) || questions >= MOST_QUESTIONS) throw error;
      settings = withSetting(settings, error.setting, await choose(error, interview));
    }
  }
}

/** The part of the settings that is needed to read rows; the rest may be missing. */
function lookOf(settings: ProviderSettings): Location & Layout {
  const { shape } = fileSettings;
  const keys = [...LOCATION_KEYS, ...LAYOUT_KEYS];
  return Object.fromEntries(keys.map((key) => [key, shape[key].parse(settings[key])])) as Location & Layout;
}

/** The value that somebody chooses. @throws the problem itself when nobody does */
async function choose(problem: ChoiceNeeded, { prompter, context }: Interview): Promise<string> {
  const { setting, values } = problem;
  const [first, another] = values;
  if (setting === "separator" && first !== undefined && another === undefined) {
    sayText(context, `The separator is the ${first}.`);
    return first;
  }
  if (!prompter) throw problem;
  sayText(context, `${problem.message} ${problem.why}`, "⚠ ");
  const value = await prompter.select(QUESTIONS[setting], [
    ...values.map((one) => ({ value: one, label: one })),
    { value: STOP, label: "Stop; nothing is stored" },
  ]);
  if (value === STOP) throw problem;
  return value;
}
