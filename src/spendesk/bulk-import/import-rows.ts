import type { Change } from "../../sync/model/index.js";
import { type ColumnKey, titleOf } from "./columns.js";
import { type ListedColumn, listing, unlistedPart } from "./listed-values.js";
import { ruledValue } from "./optional-columns.js";
import { exactCell, safeCell } from "./sheet-text.js";
import type { Template } from "./template.js";
import { templateProblem } from "./template-problems.js";
import type { EntityHandOff } from "./types.js";

/** The texts of one person, by column; what is empty is missing. */
export type ImportRow = ReadonlyMap<ColumnKey, string>;

const RULED = ["roles", "costCenter", "approvalPolicy"] as const satisfies readonly ListedColumn[];

/**
 * What the import file says about people to be created. Columns the template does not have are left
 * out, and IBAN and BIC come both or not at all (docs/vendors/spendesk.md §3.3).
 *
 * @throws Problem `template_value_unknown` for a value the template does not list, and
 *   `template_value_missing` for a mandatory column without one: Spendesk would refuse the file
 */
export function importRows(
  handOff: EntityHandOff,
  people: readonly Change[],
  template: Template | null,
): readonly ImportRow[] {
  const rows = people.map((change) => importRow(handOff, change, template));
  if (template) refuseGaps(handOff, people, rows, template);
  return rows;
}

/** Columns with something to say that this template has no place for. */
export function columnsLeftOut(
  handOff: EntityHandOff,
  people: readonly Change[],
  template: Template,
): readonly ColumnKey[] {
  const filled = new Set(people.flatMap((change) => [...importRow(handOff, change, null).keys()]));
  return [...filled].filter((key) => !hasPlace(key, template));
}

function importRow(handOff: EntityHandOff, change: Change, template: Template | null): ImportRow {
  const { firstName = "", lastName = "", email = "", bank } = change.desired;
  const account = bank?.details.reveal();
  const row: [ColumnKey, string][] = [
    ["firstName", safeCell(firstName)],
    ["lastName", safeCell(lastName)],
    ["email", exactCell(email)],
    ...RULED.map((column): [ColumnKey, string] => [column, ruledText(handOff, change, column, template)]),
    ["iban", account?.iban ?? ""],
    ["bic", account?.bic ?? ""],
  ];
  return new Map(row.filter(([key, text]) => text !== "" && (template === null || hasPlace(key, template))));
}

function hasPlace(key: ColumnKey, { columns }: Template): boolean {
  return key === "iban" || key === "bic" ? columns.has("iban") && columns.has("bic") : columns.has(key);
}

/** A value that the template lists is Spendesk's own text and must be matched exactly. */
function ruledText(
  { entity, employees, columns, titles }: EntityHandOff,
  { employeeId }: Change,
  column: ListedColumn,
  template: Template | null,
): string {
  const employee = employees.get(employeeId);
  const ruled = employee && ruledValue(columns[column], employee);
  if (!ruled) return "";
  const text = exactCell(ruled.value);
  const listed = template?.columns.has(column) ? template.listed.get(column) : undefined;
  if (listed === undefined) return safeCell(text);
  const unlisted = unlistedPart(column, text, listed);
  if (unlisted === null) return text;
  throw templateProblem(
    entity,
    "template_value_unknown",
    `Its list for "${titleOf(column, titles)}" does not have "${unlisted}", which ${ruled.rule.where} gives. Listed: ${listing(listed)}.`,
    {
      next: "Correct that rule or the value in the HR tool, or create it in Spendesk and download a fresh template.",
    },
  );
}

function refuseGaps(
  { entity, titles }: EntityHandOff,
  people: readonly Change[],
  rows: readonly ImportRow[],
  { mandatory }: Template,
): void {
  for (const key of mandatory) {
    const without = people.filter((_, index) => !rows[index]?.has(key));
    if (without.length === 0) continue;
    throw templateProblem(
      entity,
      "template_value_missing",
      `Its column "${titleOf(key, titles)}" is mandatory, and ${without.length} of ${people.length} people to be created have no value for it: ${listing(without.map(({ email, name }) => email ?? name))}.`,
      { next: remedy(key) },
    );
  }
}

function remedy(key: ColumnKey): string {
  const ruled = RULED.find((column) => column === key);
  return ruled
    ? `Add a rule for these people under \`spendesk.bulkImport.columns.${ruled}\`, then run the same command again.`
    : "Complete their records in the HR tool, then run the same command again.";
}
