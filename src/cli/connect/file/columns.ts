import { COLUMN_LABELS } from "../../../providers/file/data.js";
import { COLUMN_KEYS, type ColumnKey, NAME_ORDERS } from "../../../providers/file/keys.js";
import { withoutDescriptions } from "../../../providers/file/nested-names.js";
import { namesText } from "../../../providers/file/problems.js";
import { type ProposedColumns, proposeColumns } from "../../../providers/file/propose.js";
import { foldText } from "../../../shared/text.js";
import { Problem } from "../../../sync/model/index.js";
import { answerMissing, type Prompter } from "../../prompts/prompter.js";
import { sayRows, sayText } from "../../prompts/screen.js";
import type { Interview } from "../given-credentials.js";
import { type ProviderSettings, settingAt, withSetting } from "../setting-path.js";

const NONE = "";

/** Without these nobody can be matched; a full name stands for both names, and the last day for the status. */
const NEEDED: readonly (readonly [ColumnKey, ...ColumnKey[]])[] = [
  ["id"],
  ["workEmail"],
  ["firstName", "fullName"],
  ["lastName", "fullName"],
  ["status", "terminationDate"],
];

/**
 * Settles which column holds what. Given ones stay; the rest is proposed by the words of the header, confirmed
 * as a whole, and asked singly where it is needed and was not found.
 *
 * @param names of all columns
 * @throws Problem `answer_missing` with the flags to add, when there is nobody to ask
 */
export async function askColumns(
  interview: Interview,
  known: ProviderSettings,
  names: readonly string[],
): Promise<ProviderSettings> {
  const given = columnsOf(known);
  const proposed = freshProposals(given, names);
  const missing = missingOf(given);
  const { prompter } = interview;
  if (!prompter) {
    if (missing.length > 0) throw columnsMissing(missing, proposed, names);
    return askNameOrder(interview, known);
  }
  const isSaid = [...interview.flags.keys()].some((key) => key.startsWith("settings.columns."));
  if (missing.length === 0 && isSaid) return askNameOrder(interview, known);
  // Those of the configuration are shown as well, and may be changed.
  const shown = missing.length === 0 ? given : { ...given, ...proposed };
  const columns = await askOpen(await confirmed(shown, names, interview), names, prompter);
  const settings = Object.entries(columns).reduce(
    (all, [key, name]) => withSetting(all, `columns.${key}`, name),
    withSetting(known, "columns", undefined),
  );
  return askNameOrder(interview, settings);
}

/** The columns that the settings name. */
export function columnsOf(settings: ProviderSettings): ProposedColumns {
  const entries = COLUMN_KEYS.map((key) => [key, settingAt(settings, `columns.${key}`)] as const);
  return Object.fromEntries(entries.filter(([, name]) => typeof name === "string"));
}

function missingOf(columns: ProposedColumns): readonly ColumnKey[] {
  return NEEDED.filter((keys) => keys.every((key) => columns[key] === undefined)).map(([key]) => key);
}

/** Proposals for what nobody gave, of columns that are not given away. */
function freshProposals(given: ProposedColumns, names: readonly string[]): ProposedColumns {
  const taken = new Set(Object.values(given).map(foldText));
  const proposed = proposeColumns(names.filter((name) => !taken.has(foldText(name))));
  const isSplit = given.firstName !== undefined || given.lastName !== undefined;
  const isFull = given.fullName !== undefined;
  const settled = (key: string) =>
    Object.hasOwn(given, key) ||
    (isSplit && key === "fullName") ||
    (isFull && (key === "firstName" || key === "lastName"));
  return Object.fromEntries(Object.entries(proposed).filter(([key]) => !settled(key)));
}

/** The proposals as a person agrees to them: as a whole, or one by one. */
async function confirmed(
  proposed: ProposedColumns,
  names: readonly string[],
  { prompter, context }: Interview,
): Promise<ProposedColumns> {
  const found = COLUMN_KEYS.filter((key) => proposed[key] !== undefined);
  if (!prompter || found.length === 0) return {};
  sayText(context, "By their names, the columns hold:");
  sayRows(
    context,
    ["Data", "Column"],
    found.map((key) => [COLUMN_LABELS[key], proposed[key] ?? ""]),
  );
  if (await prompter.confirm("Is that right?", true)) return proposed;
  const answers: ProposedColumns = {};
  for (const key of COLUMN_KEYS) {
    const name = await prompter.select(
      `Which column holds: ${COLUMN_LABELS[key]}?`,
      [{ value: NONE, label: "none" }, ...choicesOf(names)],
      proposed[key] ?? NONE,
    );
    if (name !== NONE) answers[key] = name;
  }
  return answers;
}

/** Asks for what is needed and still open. */
async function askOpen(
  known: ProposedColumns,
  names: readonly string[],
  prompter: Prompter,
): Promise<ProposedColumns> {
  const columns: ProposedColumns = { ...known };
  for (const keys of NEEDED) {
    if (keys.some((key) => columns[key] !== undefined)) continue;
    const [key, instead] = keys;
    const others =
      instead === undefined
        ? []
        : [{ value: NONE, label: `none; there is one for: ${COLUMN_LABELS[instead]}` }];
    const name = await prompter.select(`Which column holds: ${COLUMN_LABELS[key]}?`, [
      ...choicesOf(names),
      ...others,
    ]);
    if (name !== NONE) columns[key] = name;
    else if (instead) {
      columns[instead] = await prompter.select(
        `Which column holds: ${COLUMN_LABELS[instead]}?`,
        choicesOf(names),
      );
      if (instead === "fullName") {
        delete columns.firstName;
        delete columns.lastName;
      }
    }
  }
  return columns;
}

function choicesOf(names: readonly string[]) {
  return names.map((name) => ({ value: name, label: name }));
}

/** A full name is split only when somebody says how. */
async function askNameOrder({ prompter }: Interview, settings: ProviderSettings): Promise<ProviderSettings> {
  if (settingAt(settings, "columns.fullName") === undefined)
    return withSetting(settings, "nameOrder", undefined);
  if (settings.nameOrder !== undefined) return settings;
  if (!prompter)
    throw answerMissing(
      "The order of first and last name in the full name",
      `Add \`--set settings.nameOrder=first-last\` (or ${NAME_ORDERS.slice(1).join(", ")}).`,
    );
  const order = await prompter.select("How is the full name written?", [
    { value: "first-last", label: "Ada Lovelace: the first word is the first name" },
    { value: "last-first", label: "Lovelace Ada: the last word is the first name" },
    { value: "last-comma-first", label: "Lovelace, Ada" },
  ]);
  return withSetting(settings, "nameOrder", order);
}

function columnsMissing(missing: readonly ColumnKey[], proposed: ProposedColumns, names: readonly string[]) {
  const flags = missing.map((key) => {
    const name = proposed[key] ?? proposed[key === "status" ? "terminationDate" : "fullName"];
    const named =
      name === undefined || proposed[key] !== undefined
        ? key
        : key === "status"
          ? "terminationDate"
          : "fullName";
    return `--set "settings.columns.${named}=${name ?? "…"}"`;
  });
  return new Problem({
    kind: "usage",
    code: "answer_missing",
    what: `It is not said which column holds: ${missing.map((key) => COLUMN_LABELS[key]).join(", ")}.`,
    why: `There is nobody to ask. The export has the columns ${namesText(withoutDescriptions(names))}.`,
    next: `Add, if these are right: ${[...new Set(flags)].join(" ")}`,
  });
}
