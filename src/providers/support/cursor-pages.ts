import { createRecordWatch, type RecordId } from "../../shared/page-watch.js";
import type { Obstacle } from "../provider.js";
import type { ListEnd } from "./read-tally.js";

/** One answer of a list whose pages name the next one. */
export interface CursorPage<Row> {
  readonly rows: readonly Row[];
  /** Where the next page starts; null: it is the last; undefined: the answer has nothing that could say. */
  readonly next: string | null | undefined;
  /** How many there are in all; null when the answer does not say. */
  readonly total: number | null;
}

const SILENT: Obstacle = {
  text: "a full page came, and nothing says whether there are more",
  next: "Update spendesk-hr (docs/upgrade.md). If it stays, report it: a list of more than one page can't be read there. Nothing is planned until then.",
};

/**
 * What keeps a list from being known as whole when a full page says nothing of a next one; null when
 * there is nothing. It will be the same at every read, so `connect` says it too.
 *
 * @param asked how many rows were asked for
 * @param read rows so far, those of this page included
 */
export function silenceOf(
  { rows, next, total }: CursorPage<unknown>,
  asked: number,
  read = rows.length,
): Obstacle | null {
  const isOpen = next === undefined && rows.length >= asked && (total === null || read < total);
  return isOpen ? SILENT : null;
}

/**
 * Reads a list page by page as each names the next, one call at a time, and ends with the evidence that
 * it was whole: no next page, the total, or a page shorter than was asked for. A full page that says
 * nothing about a next one is no end.
 *
 * @param asked how many rows are asked for now
 * @param idOf where the id of a record is when it is not its `id`
 * @throws EndlessList when pages name ever further ones
 */
export async function* readByCursor<Row, Page extends CursorPage<Row>>(
  fetchPage: (cursor: string | null) => Promise<Page>,
  asked: () => number,
  idOf?: RecordId,
): AsyncGenerator<Page, ListEnd, void> {
  const cursors = new Set<string>();
  const watch = createRecordWatch(idOf);
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
      const silence = silenceOf({ ...page, total }, asked(), read);
      return silence ? { broken: silence.text, next: silence.next } : { total };
    }
    // Without these and the watch a page that leads back, or to ever more empty ones, would be paged for ever.
    if (page.rows.length === 0) return { broken: "an empty page announces a further one" };
    if (cursors.has(page.next)) return { broken: "a page leads back to an earlier one" };
    watch.page(page.rows, total);
    cursors.add(page.next);
    cursor = page.next;
  }
}
