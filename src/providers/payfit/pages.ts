import type { Obstacle } from "../provider.js";
import { unexpectedAnswer } from "../support/call.js";
import { type CursorPage, readByCursor, silenceOf } from "../support/cursor-pages.js";
import type { ListEnd } from "../support/read-tally.js";
import { cleanText } from "../support/values.js";
import type { PayfitApi } from "./api.js";
import { SERVICE } from "./errors.js";
import { itemsSchema, pageSchema } from "./schema.js";

/** The most PayFit gives at once, and always asked for: its default is 10 (docs/vendors/payfit.md §3). */
export const PAGE_SIZE = 50;

/** A list of the company. */
export interface List {
  /** Its name in the path and in the answer can differ: `contracts-fr` answers `contracts`. */
  readonly path: string;
  readonly key: string;
  readonly scope: string;
  readonly purpose: string;
}

/** One page of a list. */
export interface Page extends CursorPage<unknown> {
  /** What keeps the list from ever being known as whole, as this page tells. */
  readonly obstacle: Obstacle | null;
}

/** Pages of a list, and how it ended. */
export type Pages = AsyncGenerator<Page, ListEnd, void>;

/** Every page of a list, one call at a time: each names the next. */
export function listPages(api: PayfitApi, list: List): Pages {
  return readByCursor(
    (token) => fetchPage(api, list, token),
    () => PAGE_SIZE,
  );
}

/** The first page only, for a first look. */
export async function* firstPage(api: PayfitApi, list: List): Pages {
  yield await fetchPage(api, list, null);
  return { total: null };
}

/** @param token of the page before, null for the first page */
async function fetchPage(
  api: PayfitApi,
  { path, key, scope, purpose }: List,
  token: string | null,
): Promise<Page> {
  const query = { maxResults: PAGE_SIZE, nextPageToken: token ?? undefined };
  const json = await api.get({ path, query, scope, purpose });
  const parsed = pageSchema.safeParse(json);
  const items = itemsSchema.safeParse(parsed.data?.[key]);
  if (!parsed.success || !items.success) {
    throw unexpectedAnswer(SERVICE, `The answer is not a list of ${key} as documented.`);
  }
  const rows = items.data;
  const { meta, nextPageToken } = parsed.data;
  const next = nextOf([meta?.nextPageToken, nextPageToken], rows.length);
  const isWhole = token === null && next === null;
  const page = { rows, next, total: totalOf(meta?.count ?? null, rows.length, isWhole) };
  return { ...page, obstacle: silenceOf(page, PAGE_SIZE) };
}

/** A short page that says nothing about a next one is the last; a full one may not be. */
function nextOf(told: readonly (string | null | undefined)[], rows: number): CursorPage<unknown>["next"] {
  const token = told.map(cleanText).find((text) => text !== null);
  const saysSomething = told.some((value) => value !== undefined);
  return token ?? (saysSomething || rows < PAGE_SIZE ? null : undefined);
}

/** Whether the count is that of the page or of the list is not documented: another number is the list's. */
function totalOf(count: number | null, rows: number, isWhole: boolean): number | null {
  if (count !== null && count !== rows) return count;
  return isWhole ? rows : null;
}
