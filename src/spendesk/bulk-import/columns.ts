/** A column of Spendesk's import file. */
export type ColumnKey = (typeof COLUMNS)[number]["key"];

/** A documented column; `title` as Spendesk writes it, without the `*` of mandatory ones. */
interface ImportColumn {
  readonly key: string;
  readonly title: string;
  readonly mandatory: boolean;
}

/** The documented columns in their order (docs/vendors/spendesk.md §3.3). All but the first three depend on features. */
export const COLUMNS = [
  { key: "firstName", title: "First name", mandatory: true },
  { key: "lastName", title: "Last name", mandatory: true },
  { key: "email", title: "Email Address", mandatory: true },
  { key: "roles", title: "Roles", mandatory: false },
  { key: "costCenter", title: "Cost Center", mandatory: false },
  { key: "approvalPolicy", title: "Approval Policy", mandatory: false },
  { key: "iban", title: "IBAN", mandatory: false },
  { key: "bic", title: "BIC", mandatory: false },
] as const satisfies readonly ImportColumn[];

/** The documented title of a column. */
export function titleOf(key: ColumnKey): string {
  return COLUMNS.find((column) => column.key === key)?.title ?? key;
}

/** The column with this title; case, blanks and `*` don't matter. */
export function columnNamed(title: string): ColumnKey | null {
  const name = compactTitle(title);
  return COLUMNS.find((column) => compactTitle(column.title) === name)?.key ?? null;
}

/** A title as it is compared: without blanks and stars, in small letters. */
export function compactTitle(title: string): string {
  return title
    .normalize("NFKC")
    .replace(/[\s*]+/gu, "")
    .toLowerCase();
}

/** A star marks a column without which Spendesk refuses the row (docs/vendors/spendesk.md §3.3). */
export function isStarred(title: string): boolean {
  return title.includes("*");
}
