import { writeCsv } from "hucre/csv";
import { link, writeXlsx } from "hucre/xlsx";
import { safeCell, workbookText } from "./cell-text.js";
import type { WorklistRow } from "./worklist-rows.js";

interface WorklistColumn {
  readonly header: string;
  readonly width: number;
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
  text: ({ membersUrl }) => membersUrl,
};

/** The worklist with the full bank details: the colleague has to type them. */
export function worklistWorkbook(rows: readonly WorklistRow[]): Promise<Uint8Array> {
  const columns = [DONE, ...COLUMNS, ...BANK, ...REASONS, MEMBERS];
  const data = rows.map((row) => ({
    ...Object.fromEntries(
      columns.map(({ header, text }) => [header, workbookText(safeCell(text(row))) || null]),
    ),
    [MEMBERS.header]: link(row.membersUrl, row.membersUrl),
  }));
  return writeXlsx({
    sheets: [
      {
        name: "Worklist",
        columns: columns.map(({ header, width }) => ({ key: header, header, width, numFmt: "@" })),
        data,
        freezePane: { rows: 1 },
      },
    ],
  });
}

/** The same list as CSV, for other tools: bank details masked, since CSV files get passed around. */
export function worklistCsv(rows: readonly WorklistRow[]): Uint8Array {
  const columns = [DONE, ...COLUMNS, ...REASONS, MEMBERS];
  const lines = [
    columns.map(({ header }) => header),
    ...rows.map((row) => columns.map(({ text }) => safeCell(text(row)))),
  ];
  // Without a byte order mark, Excel takes UTF-8 for something else.
  return new TextEncoder().encode(writeCsv(lines, { bom: true }));
}
