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

/** Titles of a company's template that are not the documented ones, as in another language. */
export type ColumnTitles = Readonly<Partial<Record<ColumnKey, string>>>;

/** The title of a column: the company's, else the documented one. */
export function titleOf(key: ColumnKey, titles: ColumnTitles): string {
  return titles[key] ?? COLUMNS.find((column) => column.key === key)?.title ?? key;
}

/** The titles of all columns, for a message. */
export function allTitles(titles: ColumnTitles): string {
  return COLUMNS.map(({ key }) => titleOf(key, titles)).join(", ");
}

/** The column with this title, by what is left of it when it is compared; the company's titles win. */
export function columnNamed(title: string, titles: ColumnTitles): ColumnKey | null {
  const name = compactTitle(title);
  if (name === "") return null;
  const own = COLUMNS.find(({ key }) => compactTitle(titles[key] ?? "") === name);
  return (own ?? COLUMNS.find((column) => compactTitle(column.title) === name))?.key ?? null;
}

/** What templates add to titles besides stars. */
const DEMANDS = /\((?:required|optional)\)/giu;

/** A title as it is compared: without stars, `(required)`, blanks and line breaks, in small letters. */
export function compactTitle(title: string): string {
  return title
    .normalize("NFKC")
    .replace(DEMANDS, "")
    .replace(/[\s*]+/gu, "")
    .toLowerCase();
}

/** Whether Spendesk refuses a row without this column: a star says so (docs/vendors/spendesk.md §3.3), or the word. */
export function isDemanded(title: string): boolean {
  return title.includes("*") || /\(required\)/iu.test(title.normalize("NFKC"));
}
