import type { HttpResponse } from "../../../http/types.js";
import { isProblem } from "../../../sync/errors.js";
import { readJson, unexpectedAnswer } from "../../support/call.js";
import { cleanText } from "../../support/values.js";
import { answerProblem, SERVICE, tooSlow, withAddressAdvice } from "../errors.js";
import type { LuccaApiSettings } from "../settings.js";
import { refusals } from "./errors.js";
import { pageSchema } from "./schema.js";
import type { Scope } from "./scopes.js";
import type { LuccaSession } from "./session.js";

/** The most the documentation allows; some collections take more (lucca.md §3b). */
export const PAGE_SIZE = 100;

/** What is asked for instead when an answer takes longer than Lucca's five seconds (lucca.md §6). */
const SMALLER_SIZES = [500, 250, 100, 50, 25];

/** A collection of the company's account. */
export interface List {
  readonly path: string;
  /** Whether an item's own employment and job come along. */
  readonly embedded: boolean;
  readonly scope: Scope;
  readonly purpose: string;
}

/** One page of a list. */
export interface Page {
  readonly items: readonly unknown[];
  /** Employments and job positions by their ids; null without any. */
  readonly embedded: Embedded | null;
  /** Where the next page starts; null on the last one. */
  readonly next: string | null;
  /** Items of the whole list; null when the answer does not say. */
  readonly total: number | null;
}

type ById = Readonly<Record<string, unknown>> | null | undefined;

interface Embedded {
  readonly employment?: ById;
  readonly "job-position"?: ById;
}

/** How a list ended: with so many items of so many that Lucca states; or before its end. */
export type ListEnd = { readonly items: number; readonly total: number } | { readonly broken: string };

/** The collections of one account. */
export interface ListReader {
  /**
   * One page.
   * @param from `next` of the page before; null for the first page
   * @param filter further parameters
   * @throws Problem, also when the list may not be read
   */
  page(list: List, from: string | null, filter?: Readonly<Record<string, string>>): Promise<Page>;
  /** Gives every page to `take`, one call at a time: each page names the next. */
  all(list: List, take: (page: Page) => void): Promise<ListEnd>;
}

/** Remembers what Lucca was too slow for, so that later pages are asked for in the smaller size at once. */
export function createListReader(session: LuccaSession, settings: LuccaApiSettings): ListReader {
  let size = settings.pageSize ?? PAGE_SIZE;

  /** Null when no answer came in time. */
  async function send(
    { path, purpose, embedded }: List,
    query: Readonly<Record<string, string | undefined>>,
  ): Promise<HttpResponse | null> {
    const include = embedded ? "embedded,links,totalCount" : "links,totalCount";
    try {
      const response = await session.get({ path, query: { include, limit: size, ...query }, purpose });
      return response.status === 408 ? null : response;
    } catch (error) {
      if (isProblem(error) && error.code === "timed_out") return null;
      throw error;
    }
  }

  async function page(list: List, from: string | null, filter = {}): Promise<Page> {
    for (;;) {
      const response = await send(list, { page: from ?? undefined, ...filter });
      if (response === null) {
        const smaller = SMALLER_SIZES.find((candidate) => candidate < size);
        if (smaller === undefined) throw tooSlow();
        size = smaller;
      } else if (response.status === 400 && size > PAGE_SIZE) {
        size = PAGE_SIZE;
      } else {
        return pageOf(response, list);
      }
    }
  }

  return {
    page,
    async all(list, take) {
      const starts = new Set<string>();
      let items = 0;
      let from: string | null = null;
      for (;;) {
        const found: Page = await page(list, from);
        take(found);
        items += found.items.length;
        if (found.next === null) return { items, total: found.total ?? items };
        // Without these a page that leads back, or to ever more empty ones, would be paged for ever.
        if (found.items.length === 0) return { broken: "an empty page announces a further one" };
        if (starts.has(found.next)) return { broken: "a page leads back to an earlier one" };
        starts.add(found.next);
        from = found.next;
      }
    },
  };
}

function pageOf(response: HttpResponse, { purpose }: List): Page {
  if (response.status < 200 || response.status > 299) throw answerProblem(response, refusals);
  const page = pageSchema.safeParse(jsonOf(response));
  if (!page.success) {
    throw unexpectedAnswer(SERVICE, `The answer to "${purpose}" is not in the documented form.`);
  }
  const { items, totalCount, links, embedded } = page.data;
  return { items, embedded: embedded ?? null, next: nextStart(links?.next), total: totalCount ?? null };
}

/**
 * The cursor of a link. Only that is taken, never the rest: what a link says may not lead the token to
 * another host.
 */
function nextStart(href: string | null | undefined): string | null {
  if (!href) return null;
  const base = "https://account.invalid";
  const cursor = URL.canParse(href, base) ? cleanText(new URL(href, base).searchParams.get("page")) : null;
  if (cursor === null) throw unexpectedAnswer(SERVICE, "The link to the next page of a list names no page.");
  return cursor;
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return readJson(response, SERVICE);
  } catch (error) {
    throw withAddressAdvice(error);
  }
}
