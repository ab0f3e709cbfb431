import { unexpectedAnswer } from "../support/call.js";
import { cleanText } from "../support/values.js";
import type { PayfitApi } from "./api.js";
import { SERVICE } from "./errors.js";
import { itemsSchema, pageSchema } from "./schema.js";

/** The most PayFit gives at once, and always asked for: its default is 10 (payfit.md §3). */
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
export interface Page {
  readonly items: readonly unknown[];
  /** Null on the last page. */
  readonly next: string | null;
  /** What PayFit states; whether of this page or of all is not documented. */
  readonly count: number | null;
}

/** How a list ended: with so many items of so many that PayFit states; or before its end. */
export type ListEnd = { readonly rows: number; readonly total: number } | { readonly broken: string };

/**
 * Gives every page of a list to `take`, one call at a time: each page names the next. It ends where no
 * next one is named; not at a short page.
 */
export async function readList(
  api: PayfitApi,
  list: List,
  take: (items: readonly unknown[]) => void,
): Promise<ListEnd> {
  const tokens = new Set<string>();
  let rows = 0;
  let total: number | null = null;
  let token: string | null = null;
  for (;;) {
    const { items, next, count }: Page = await fetchPage(api, list, token);
    take(items);
    rows += items.length;
    // A count that is not the page's own is taken for the whole list's (assumed, see `notVerified`).
    if (count !== null && count !== items.length) total = count;
    if (next === null) return { rows, total: total ?? rows };
    // Without these a page that leads back, or to ever more empty ones, would be paged for ever.
    if (items.length === 0) return { broken: "an empty page announces a further one" };
    if (tokens.has(next)) return { broken: "a page leads back to an earlier one" };
    tokens.add(next);
    token = next;
  }
}

/** The first page only, for a first look. */
export async function peekList(...[api, list, take]: Parameters<typeof readList>): Promise<ListEnd> {
  const { items } = await fetchPage(api, list, null);
  take(items);
  return { rows: items.length, total: items.length };
}

/** @param token of the page before, null for the first page */
export async function fetchPage(
  api: PayfitApi,
  { path, key, scope, purpose }: List,
  token: string | null,
): Promise<Page> {
  const query = { maxResults: PAGE_SIZE, nextPageToken: token ?? undefined };
  const json = await api.get({ path, query, scope, purpose });
  const page = pageSchema.safeParse(json);
  const items = itemsSchema.safeParse(page.data?.[key]);
  if (!page.success || !items.success) {
    throw unexpectedAnswer(SERVICE, `The answer is not a list of ${key} as documented.`);
  }
  const { meta, nextPageToken } = page.data;
  return {
    items: items.data,
    next: cleanText(meta?.nextPageToken) ?? cleanText(nextPageToken),
    count: meta?.count ?? null,
  };
}
