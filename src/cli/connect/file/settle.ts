import type { EntityPatch } from "../../../config/write.js";
import type { FileConnection } from "../../../providers/file/open.js";
import { findColumns } from "../../../providers/file/table.js";
import { isProblem, type StatusRules } from "../../../sync/model/index.js";
import { statusRules } from "../../configure/flags.js";
import { exportConnection } from "../../connection.js";
import type { CredentialValues } from "../credentials.js";
import { type Answers, sourceBaseUrl } from "../draft.js";
import type { Interview } from "../given-credentials.js";
import { presentSettings } from "../provider-settings.js";
import type { ProviderSettings } from "../setting-path.js";
import { presentSource } from "../target.js";
import { askColumns, columnsOf } from "./columns.js";
import { type Surveyed, surveyExport } from "./layout.js";
import { askLocation, askNextTry, withoutLocation } from "./location.js";
import { askDates, askMissingRows, settleIdColumn } from "./meaning.js";
import { sayColumns } from "./show.js";
import { askStatusWords } from "./statuses.js";

/**
 * Everything about an export: where it is, how it is laid out, which column holds what, how days are written,
 * what status words and missing rows mean. The export itself is read to propose it; what is asked is only what
 * it does not tell, and nothing of its content is kept but names of columns and words of statuses.
 *
 * @param known settings that are given or configured
 * @param key credentials of the place
 * @throws Problem of the export, or `answer_missing` when there is nobody to ask
 */
export async function settleFile(
  interview: Interview,
  known: ProviderSettings,
  key: CredentialValues,
): Promise<Pick<Answers, "settings" | "others">> {
  const { context, provider, entityId, prompter } = interview;
  const entity = { id: entityId, baseUrl: sourceBaseUrl(interview) };
  const connection = exportConnection(provider, entity, key, context);
  const { settings: readable, survey } = await readOnce(interview, known, connection);
  if (prompter) sayColumns(survey, context);
  const names = survey.columns.map(({ name }) => name);
  findColumns(columnsOf(readable), names, survey.file);
  const mapped = await askColumns(interview, readable, names);
  const identified = await settleIdColumn(interview, mapped, survey);
  const dated = await askDates(interview, identified, survey);
  const statuses = await askStatusWords(interview, dated, survey, givenStatuses(interview));
  const settings = await askMissingRows(interview, dated);
  return { settings, others: { ...othersOf(interview, settings), statuses } };
}

/** Reads the export where it is said to be; a person may name another place when that fails. */
async function readOnce(
  interview: Interview,
  known: ProviderSettings,
  connection: FileConnection,
): Promise<Surveyed> {
  let settings = known;
  for (;;) {
    const located = await askLocation(interview, settings);
    interview.context.say("Reading the export …");
    try {
      return await surveyExport(interview, located, connection);
    } catch (error) {
      if (!isProblem(error) || error.kind === "interrupted") throw error;
      const next = await askNextTry(error, interview);
      if (next === "stop") throw error;
      settings = next === "elsewhere" ? withoutLocation(located) : located;
    }
  }
}

/** Meanings of flags over those of the configuration. */
function givenStatuses(interview: Interview): StatusRules {
  return { ...presentSource(interview)?.statuses, ...statusRules(interview.flags) };
}

/** Whoever says that a missing person has left wants that to have an effect; `configure` can take it back. */
function othersOf(interview: Interview, settings: ProviderSettings): Pick<EntityPatch, "leavers"> {
  const isNew = presentSettings(interview).missingRows !== settings.missingRows;
  return isNew && settings.missingRows === "left" ? { leavers: { absent: "archive" } } : {};
}
