import type { HttpResponse } from "../../../http/types.js";
import type { Obstacle } from "../../provider.js";
import { readJson, unexpectedAnswer } from "../../support/call.js";
import { type CursorPage, readByCursor, silenceOf } from "../../support/cursor-pages.js";
import { askForLess, createPageSize } from "../../support/page-size.js";
import type { ListEnd } from "../../support/read-tally.js";
import { withAddressAdvice } from "../../support/typed-address.js";
import { cleanText } from "../../support/values.js";
import { CHECK_ADDRESS, lessAtOnce, SERVICE } from "../errors.js";
import { LARGEST_PAGE, type LuccaApiSettings } from "../settings.js";
import { apiProblem } from "./errors.js";
import type { Scope } from "./guide.js";
import { type PageLinks, pageSchema } from "./schema.js";
import type { LuccaSession } from "./session.js";

const LESS = lessAtOnce([50, 25]);

/** A collection of the company's account. */
export interface List {
  readonly path: string;
  /** Whether an item's own employment and job come along. */
  readonly embedded: boolean;
  readonly scope: Scope;
  readonly purpose: string;
}

/** One page of a list. */
export interface Page extends CursorPage<unknown> {
  /** Employments and job positions by their ids; null without any. */
  readonly embedded: Embedded | null;
  /** What keeps the list from ever being known as whole, as this page tells. */
  readonly obstacle: Obstacle | null;
}

type ById = Readonly<Record<string, unknown>> | null | undefined;

interface Embedded {
  readonly employment?: ById;
  readonly "job-position"?: ById;
}

/** The collections of one account. */
export interface ListReader {
  /**
   * The first page.
   * @param filter further parameters
   * @throws Problem, also when the list may not be read
   */
  first(list: List, filter?: Readonly<Record<string, string>>): Promise<Page>;
  /** Every page, one call at a time: each names the next. */
  pages(list: List): AsyncGenerator<Page, ListEnd, void>;
}

/**
 * Remembers the size of a page that Lucca refuses or is too slow for, so that later pages are asked for
 * in the smaller size at once.
 */
export function createListReader(session: LuccaSession, settings: LuccaApiSettings): ListReader {
  const size = createPageSize(settings.pageSize ?? LARGEST_PAGE);

  function send(
    { path, purpose, embedded }: List,
    query: Readonly<Record<string, string | number | undefined>>,
  ): Promise<HttpResponse> {
    const include = embedded ? "embedded,links,totalCount" : "links,totalCount";
    return session.get({ path, query: { include, ...query }, purpose });
  }

  async function page(list: List, from: string | null, filter = {}): Promise<Page> {
    const response = await askForLess(size, LESS, () =>
      size.ask((limit) => send(list, { limit, page: from ?? undefined, ...filter })),
    );
    return pageOf(response, list, size.current());
  }

  return {
    first: (list, filter) => page(list, null, filter),
    pages: (list) => readByCursor((from) => page(list, from), size.current),
  };
}

function pageOf(response: HttpResponse, { purpose }: List, asked: number): Page {
  if (response.status < 200 || response.status > 299) throw apiProblem(response);
  const parsed = pageSchema.safeParse(jsonOf(response));
  if (!parsed.success) {
    throw unexpectedAnswer(SERVICE, `The answer to "${purpose}" is not in the documented form.`);
  }
  const { items: rows, totalCount: total, links, embedded } = parsed.data;
  const told = nextStart(links);
  // Total and links may be null although they were asked for; then only a short page is the last one.
  const next = told === undefined && rows.length < asked ? null : told;
  const page = { rows, total, next };
  return { ...page, embedded: embedded ?? null, obstacle: silenceOf(page, asked) };
}

/**
 * The cursor of the link to the next page; null on the last one, undefined where the answer has no links.
 * Only the cursor is taken, never the rest: what a link says may not lead the token to another host.
 */
function nextStart(links: PageLinks): string | null | undefined {
  if (!links?.next) return links?.next;
  const base = "https://account.invalid";
  const cursor = URL.canParse(links.next, base)
    ? cleanText(new URL(links.next, base).searchParams.get("page"))
    : null;
  if (cursor === null) throw unexpectedAnswer(SERVICE, "The link to the next page of a list names no page.");
  return cursor;
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return readJson(response, SERVICE);
  } catch (error) {
    throw withAddressAdvice(error, CHECK_ADDRESS);
  }
}
