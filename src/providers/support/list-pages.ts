import { createRecordWatch, type RecordId, type RecordWatch } from "../../shared/page-watch.js";
import type { ListEnd } from "./read-tally.js";

/** One answer of a list, with what it says about the whole. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  /** How many there are in all; null when the answer does not say. */
  readonly total: number | null;
  /** Most rows of a page, as the answer names it; null when it does not. */
  readonly size: number | null;
}

/** @param index of the page, from 0, for vendors that count pages */
type FetchPage<Page> = (offset: number, index: number) => Promise<Page>;

/**
 * Reads a list by offsets and ends with the evidence that it was whole.
 *
 * The size of a page is read from the answers and not assumed: a vendor that gives fewer rows than were
 * asked for, with more to come, is followed. Where no total is told, the list is read on to an empty
 * page, or to one that is shorter than the size the answer itself names.
 *
 * @param fetchPage asks for the rows from `offset`, as many as the vendor allows
 * @param asked how many rows are asked for now; it may have become smaller by the first answer, and with
 *   one call at a time by any: each page then begins behind what has come
 * @throws EndlessList when the pages do not come to an end
 * @param parallel calls at one time, once a total is known
 * @param idOf where the id of a record is when it is not its `id`
 */
export async function* readByOffset<Row, Page extends ListPage<Row>>(
  fetchPage: FetchPage<Page>,
  asked: () => number,
  parallel = 1,
  idOf?: RecordId,
): AsyncGenerator<Page, ListEnd, void> {
  const watch = createRecordWatch(idOf);
  const first = await fetchPage(0, 0);
  watch.page(first.rows, first.total);
  yield first;
  if (first.total === null || parallel === 1) return yield* readOn(fetchPage, first, watch);

  const given = first.rows.length;
  const size = Math.min(first.size || asked(), asked());
  const step = given > 0 && given < Math.min(size, first.total) ? given : size;
  const range = { from: 1, to: Math.ceil(first.total / step), parallel };
  let { total }: { total: number | null } = first;
  for await (const page of orderedPages(range, (index) => fetchPage(index * step, index))) {
    watch.page(page.rows, page.total);
    yield page;
    total = page.total ?? total;
    // An empty page means that the total is wrong: without this a wild one would be paged for ever.
    if (page.rows.length === 0) break;
  }
  return { total };
}

/** Page after page, to the total if one is told, else to where nothing more comes. */
async function* readOn<Row, Page extends ListPage<Row>>(
  fetchPage: FetchPage<Page>,
  first: Page,
  watch: RecordWatch,
): AsyncGenerator<Page, ListEnd, void> {
  let page = first;
  let { total } = first;
  let offset = page.rows.length;
  for (let index = 1; !isLast(page, offset); index += 1) {
    const next = await fetchPage(offset, index);
    // Without this a vendor that does not know the offset would be paged for ever, or to twice what there is.
    watch.page(next.rows, next.total);
    yield next;
    page = next;
    offset += page.rows.length;
    total = page.total ?? total;
  }
  return { total };
}

function isLast({ rows, size, total }: ListPage<unknown>, read: number): boolean {
  if (rows.length === 0) return true;
  return total === null ? size !== null && rows.length < size : read >= total;
}

/**
 * Fetches pages `from` to `to` (exclusive) and yields them in order. At most `parallel` calls are in
 * flight or waiting to be taken, so that memory is bounded by that many pages.
 *
 * A failed page is thrown when its turn comes. Leaving the loop early starts no further call.
 */
export async function* orderedPages<Page>(
  range: { readonly from: number; readonly to: number; readonly parallel: number },
  fetchPage: (index: number) => Promise<Page>,
): AsyncGenerator<Page, void, void> {
  const inFlight: Promise<Page>[] = [];
  let next = range.from;
  for (;;) {
    while (next < range.to && inFlight.length < range.parallel) {
      const page = fetchPage(next);
      // A page behind a failed one is never awaited; without this its failure would end the process.
      page.catch(() => {});
      inFlight.push(page);
      next += 1;
    }
    const head = inFlight.shift();
    if (!head) return;
    yield await head;
  }
}
