import { isConnected } from "../../../config/entity-config.js";
import type { EntityPatch } from "../../../config/write.js";
import { findColumns } from "../../../providers/file/table.js";
import type { StatusRules } from "../../../sync/model/index.js";
import { statusRules } from "../../configure/flags.js";
import { exportConnection } from "../../connection.js";
import type { CredentialValues } from "../credentials.js";
import { type Answers, sourceBaseUrl } from "../draft.js";
import type { Interview } from "../given-credentials.js";
import { presentSettings } from "../provider-settings.js";
import type { ProviderSettings } from "../setting-path.js";
import { askColumns, columnsOf } from "./columns.js";
import { surveyExport } from "./layout.js";
import { askLocation } from "./location.js";
import { askDates, askMissingRows, checkIdColumn } from "./meaning.js";
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
  const located = await askLocation(interview, known);
  const entity = { id: entityId, baseUrl: sourceBaseUrl(interview) };
  const connection = exportConnection(provider, entity, key, context);
  context.say("Reading the export …");
  const { settings: readable, survey } = await surveyExport(interview, located, connection);
  if (prompter) sayColumns(survey, context);
  const names = survey.columns.map(({ name }) => name);
  findColumns(columnsOf(readable), names, survey.file);
  const mapped = await askColumns(interview, readable, names);
  checkIdColumn(mapped, survey);
  const dated = await askDates(interview, mapped, survey);
  const statuses = await askStatusWords(interview, dated, survey, givenStatuses(interview));
  const settings = await askMissingRows(interview, dated);
  return { settings, others: { ...othersOf(interview, settings), statuses } };
}

/** Meanings of flags over those of the configuration. */
function givenStatuses({ present, provider, flags }: Interview): StatusRules {
  const same = present && isConnected(present) && present.source.provider === provider.id;
  return { ...(same ? present.source.statuses : {}), ...statusRules(flags) };
}

/** Whoever says that a missing person has left wants that to have an effect; `configure` can take it back. */
function othersOf(
  { present, provider }: Interview,
  settings: ProviderSettings,
): Pick<EntityPatch, "leavers"> {
  const isNew = presentSettings(present, provider).missingRows !== settings.missingRows;
  return isNew && settings.missingRows === "left" ? { leavers: { absent: "archive" } } : {};
}
