import { csvText } from "../../shared/csv.js";
import { type SheetColumn, workbook } from "../../shared/workbook.js";
import type { Action, Change, FieldChange } from "../../sync/model/index.js";
import { statusText } from "../../sync/plan/index.js";
import { safeCell } from "./sheet-text.js";
import type { EntityHandOff } from "./types.js";

interface WorklistColumn extends SheetColumn {
  readonly text: (row: WorklistRow) => string;
}

/** For the colleague to tick off. */
const DONE: WorklistColumn = { header: "Done", width: 8, text: () => "" };
const COLUMNS: readonly WorklistColumn[] = [
  { header: "To do", width: 16, text: ({ action }) => action },
  { header: "Name", width: 26, text: ({ name }) => name },
  { header: "E-mail in Spendesk", width: 32, text: ({ email }) => email },
  { header: "What to change", width: 60, text: ({ changes }) => changes },
];
const BANK: readonly WorklistColumn[] = [
  { header: "New IBAN", width: 36, text: ({ bank }) => bank?.iban ?? "" },
  { header: "New BIC", width: 14, text: ({ bank }) => bank?.bic ?? "" },
];
const REASONS: readonly WorklistColumn[] = [
  { header: "Why", width: 60, text: ({ why }) => why },
  { header: "Notes", width: 60, text: ({ notes }) => notes },
];
const MEMBERS: WorklistColumn = {
  header: "Members page",
  width: 44,
  links: true,
  text: ({ membersUrl }) => membersUrl,
};

/** The worklist with the full bank details: the colleague has to type them. */
export function worklistWorkbook(rows: readonly WorklistRow[]): Promise<Uint8Array> {
  const columns = [DONE, ...COLUMNS, ...BANK, ...REASONS, MEMBERS];
  return workbook([{ name: "Worklist", columns, rows: texts(columns, rows) }]);
}

/** The same list as CSV, for other tools: bank details masked, since CSV files get passed around. */
export function worklistCsv(rows: readonly WorklistRow[]): Uint8Array {
  const columns = [DONE, ...COLUMNS, ...REASONS, MEMBERS];
  const titles = columns.map(({ header }) => header);
  // Without a byte order mark, Excel takes UTF-8 for something else.
  return new TextEncoder().encode(csvText([titles, ...texts(columns, rows)], { bom: true, eof: false }));
}

function texts(
  columns: readonly WorklistColumn[],
  rows: readonly WorklistRow[],
): readonly (readonly string[])[] {
  return rows.map((row) => columns.map(({ text }) => safeCell(text(row))));
}

/** One person for the colleague to change by hand. Texts are as they are, not yet cells. */
export interface WorklistRow {
  readonly action: string;
  readonly name: string;
  /** As the person is known in Spendesk today. */
  readonly email: string;
  readonly changes: string;
  /** Null without new bank details. The only place where they stand in the open. */
  readonly bank: { readonly iban: string; readonly bic: string } | null;
  readonly why: string;
  readonly notes: string;
  readonly membersUrl: string;
}

const ACTIONS: Readonly<Record<Action, string>> = {
  create: "Invite by hand",
  update: "Update",
  archive: "Archive",
  restore: "Restore",
};

const FIELDS: Readonly<Record<FieldChange["field"], string>> = {
  email: "E-mail",
  firstName: "First name",
  lastName: "Last name",
  bank: "Bank details",
  manager: "Line manager",
};

const SUSPICIOUS =
  "The e-mail starts like a spreadsheet formula, so it is not in the import file. Check that it is right.";

/** The row of a change; a creation is one that must not go into the import file. */
export function worklistRow(change: Change, { membersUrl }: EntityHandOff): WorklistRow {
  const { action, name, fields, desired, reason, warnings } = change;
  const notes = warnings.map(({ text }) => text);
  return {
    action: ACTIONS[action],
    name,
    email: emailToday(change),
    changes: [wholeChange(change), ...fields.map(fieldText)].filter((text) => text !== "").join("; "),
    bank: desired.bank?.details.reveal() ?? null,
    why: reason,
    notes: (action === "create" ? [SUSPICIOUS, ...notes] : notes).join(" "),
    membersUrl,
  };
}

/** What becomes of the member as a whole; nothing in an update. */
function wholeChange({ action, memberStatus }: Change): string {
  if (action === "create") return "not a member -> invited";
  if (action === "update") return "";
  return `${statusText(memberStatus ?? "unknown")} -> ${action === "archive" ? "archived" : "active"}`;
}

/**
 * `old -> new`. Bank details are masked in a plan already. Where nothing is there of what a list rarely
 * shows, the member is new, or the list does show it.
 */
function fieldText({ field, from, to }: FieldChange): string {
  const isUnshown = field === "bank" || field === "manager";
  return `${FIELDS[field]}: ${from ?? (isUnshown ? "none yet" : "(empty)")} -> ${to ?? "(empty)"}`;
}

/** A change carries the new e-mail; in Spendesk the person is found by the old one. */
function emailToday({ email, fields }: Change): string {
  const changed = fields.find(({ field }) => field === "email");
  return changed?.from ?? email ?? "";
}
