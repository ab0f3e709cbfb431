import { GROUPS, type GroupId, type PersonRow } from "./person-row.js";

/** What a column is sorted by, and how. */
export type Column = "name" | "email" | "office" | "entity" | "changes" | "reason";

/** What somebody chose to see on the page. */
export interface Selection {
  readonly query: string;
  /** Null: all of them. */
  readonly group: GroupId | null;
  readonly office: string | null;
  readonly entity: string | null;
  readonly sort: { readonly column: Column; readonly descending: boolean } | null;
  /** Rows of a group that are on the page at once. */
  readonly limits: Readonly<Partial<Record<GroupId, number>>>;
  /** Rows of a group where nothing is said in `limits`. */
  readonly limit: number;
}

/** Rows of each group that a page starts with: a browser lays out thousands of rows in seconds only. */
const FIRST_ROWS = 100;
/** Rows that one click adds. */
export const MORE_ROWS = 500;
/** Rows of a group that are printed: about 30 pages of A4. */
export const PRINTED_ROWS = 500;

export const WHOLE: Selection = {
  query: "",
  group: null,
  office: null,
  entity: null,
  sort: null,
  limits: {},
  limit: FIRST_ROWS,
};

export interface ShownGroup {
  readonly id: GroupId;
  readonly title: string;
  readonly meaning: string;
  /** What is said of all of them, so that it need not stand in every row; null where they differ. */
  readonly reason: string | null;
  /** Everybody of the group who was found. */
  readonly found: number;
  /** The first of them. */
  readonly rows: readonly PersonRow[];
}

/** The groups with somebody in them as they are to be shown: found among all, sorted, and cut to the limit. */
export function shownGroups(people: readonly PersonRow[], selection: Selection): readonly ShownGroup[] {
  const found = people.filter(isFound(selection));
  return GROUPS.flatMap(({ id, title, meaning }) => {
    const rows = sorted(
      found.filter(({ group }) => group === id),
      selection.sort,
    );
    const limit = selection.limits[id] ?? selection.limit;
    const reason = commonReason(rows);
    return rows.length === 0
      ? []
      : [{ id, title, meaning, reason, found: rows.length, rows: rows.slice(0, limit) }];
  });
}

function commonReason(rows: readonly PersonRow[]): string | null {
  const reason = rows[0]?.reason ?? "";
  const isCommon = rows.every((row) => row.reason === reason && row.warnings.length === 0);
  return rows.length > 2 && isCommon ? reason : null;
}

/** The values of a column, sorted, each once. */
export function valuesOf(people: readonly PersonRow[], column: "office" | "entity"): readonly string[] {
  return [...new Set(people.map((row) => row[column]))].sort(COLLATOR.compare);
}

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function isFound({ query, group, office, entity }: Selection): (row: PersonRow) => boolean {
  const words = folded(query).split(/\s+/u).filter(Boolean);
  return (row) =>
    (group === null || row.group === group) &&
    (office === null || row.office === office) &&
    (entity === null || row.entity === entity) &&
    (words.length === 0 || words.every((word) => searchText(row).includes(word)));
}

function sorted(rows: readonly PersonRow[], sort: Selection["sort"]): readonly PersonRow[] {
  if (sort === null) return rows;
  const { column, descending } = sort;
  const sign = descending ? -1 : 1;
  return rows.toSorted((one, other) => sign * COLLATOR.compare(one[column], other[column]));
}

/** Searching 10,000 people at every key must not fold all their texts again. */
const SEARCH_TEXTS = new WeakMap<PersonRow, string>();

function searchText(row: PersonRow): string {
  const known = SEARCH_TEXTS.get(row);
  if (known !== undefined) return known;
  const text = folded([row.name, row.email, row.office, row.changes, row.reason, ...row.warnings].join("\n"));
  SEARCH_TEXTS.set(row, text);
  return text;
}

/** Without case and accents: `Jorg` finds Jörg. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
