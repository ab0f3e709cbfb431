import { createRecordWatch } from "../../shared/page-watch.js";
import { type ListPage, orderedPages, readByOffset } from "../support/list-pages.js";
import { askForLess, createPageSize, type Less } from "../support/page-size.js";
import type { ListEnd } from "../support/read-tally.js";
import type { Answer } from "./session.js";
import { childOf, textAt } from "./xml.js";

/** The usual advice is 200 to 500; Workday takes up to 999 (docs/vendors/workday.md §3.2). */
export const PAGE_SIZE = 500;

/** Workday publishes no limits; connectors keep to a few calls at once (docs/vendors/workday.md §7). */
const PARALLEL_PAGES = 3;

/** Problems that a smaller page can help against. */
const TOO_MUCH = [
  "timed_out",
  "governed",
  "server_error",
  "answer_cut_off",
  "connection_lost",
  "answer_too_large",
];

/** Halved while Workday does not manage a page. */
const LESS: Less<unknown> = {
  sizes: [250, 125],
  isTooMuch: (outcome) =>
    "problem" in outcome && TOO_MUCH.includes(outcome.problem.code) ? "smaller" : null,
};

/** One page of an operation that pages, its elements turned into `Row`s. */
export interface ResultPage<Row> extends ListPage<Row> {
  /** Null when the answer does not say. */
  readonly totalPages: number | null;
}

/** Everything an operation gives. */
export interface ResultPages<Row> {
  readonly rows: readonly Row[];
  readonly end: ListEnd;
}

/**
 * Reads all pages, three at a time. When Workday does not manage a page, everything is read again with
 * smaller ones: pages of different sizes do not line up.
 *
 * @throws EndlessList when the told number of pages can't be honest
 * @param fetchPage gets the page's number, from 1, and its size
 */
export async function readAllPages<Row>(
  fetchPage: (page: number, count: number) => Promise<ResultPage<Row>>,
): Promise<ResultPages<Row>> {
  const size = createPageSize(PAGE_SIZE);
  return askForLess(size, LESS, () => readPages(size.current(), fetchPage));
}

async function readPages<Row>(
  size: number,
  fetchPage: (page: number, count: number) => Promise<ResultPage<Row>>,
): Promise<ResultPages<Row>> {
  const watch = createRecordWatch();
  const first = await fetchPage(1, size);
  if (first.total === null) return readOn(first, (page) => fetchPage(page, size), size);
  watch.page(first.rows, first.total);
  const rows = [...first.rows];
  let { total } = first;
  const to = first.totalPages ?? Math.ceil(total / size);
  const rest = { from: 2, to: to + 1, parallel: PARALLEL_PAGES };
  for await (const page of orderedPages(rest, (number) => fetchPage(number, size))) {
    watch.page(page.rows, page.total);
    rows.push(...page.rows);
    total = page.total ?? total;
    // An empty page means that the total is wrong: without this a wild one would be paged for ever.
    if (page.rows.length === 0) break;
  }
  return { rows, end: { total } };
}

/** Page after page to an empty one, for answers without their results in numbers. */
async function readOn<Row>(
  first: ResultPage<Row>,
  fetchPage: (page: number) => Promise<ResultPage<Row>>,
  size: number,
): Promise<ResultPages<Row>> {
  const rows: Row[] = [];
  const pages = readByOffset(
    async (_offset, index) => (index === 0 ? first : fetchPage(index + 1)),
    () => size,
  );
  for (;;) {
    const next = await pages.next();
    if (next.done) return { rows, end: next.value };
    rows.push(...next.value.rows);
  }
}

/** The page in an answer: its rows, and what `Response_Results` says. */
export function pageOf<Row>({ response, rows }: Answer<Row>): ResultPage<Row> {
  const results = childOf(response, "Response_Results");
  return {
    rows,
    total: wholeNumber(textAt(results, "Total_Results")),
    totalPages: wholeNumber(textAt(results, "Total_Pages")),
    size: null,
  };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}(?:\.0*)?$/u.test(text) ? Number.parseInt(text, 10) : null;
}
