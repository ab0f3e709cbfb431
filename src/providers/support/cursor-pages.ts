import type { ListEnd } from "./read-tally.js";

/** One answer of a list whose pages name the next one. */
export interface CursorPage<Row> {
  readonly rows: readonly Row[];
  /** Where the next page starts; null: it is the last; undefined: the answer has nothing that could say. */
  readonly next: string | null | undefined;
  /** How many there are in all; null when the answer does not say. */
  readonly total: number | null;
}

/**
 * Reads a list page by page as each names the next, one call at a time, and ends with the evidence that
 * it was whole: no next page, the total, or a page shorter than was asked for. A full page that says
 * nothing about a next one is no end.
 *
 * @param asked how many rows are asked for now
 */
export async function* readByCursor<Row, Page extends CursorPage<Row>>(
  fetchPage: (cursor: string | null) => Promise<Page>,
  asked: () => number,
): AsyncGenerator<Page, ListEnd, void> {
  const cursors = new Set<string>();
  let total: number | null = null;
  let read = 0;
  let cursor: string | null = null;
  for (;;) {
    const page: Page = await fetchPage(cursor);
    yield page;
    total = page.total ?? total;
    read += page.rows.length;
    if (page.next === null) return { total };
    if (page.next === undefined) {
      const isEnd = total === null ? page.rows.length < asked() : read >= total;
      return isEnd ? { total } : { broken: "a full page came, and nothing says whether there are more" };
    }
    // Without these a page that leads back, or to ever more empty ones, would be paged for ever.
    if (page.rows.length === 0) return { broken: "an empty page announces a further one" };
    if (cursors.has(page.next)) return { broken: "a page leads back to an earlier one" };
    cursors.add(page.next);
    cursor = page.next;
  }
}
