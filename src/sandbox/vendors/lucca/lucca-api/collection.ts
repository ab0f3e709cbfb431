import { cutPage, type Reply, type SandboxRequest } from "../../../server/exchange.js";
import { SMALL_PAGE, someWithoutId } from "../../habits.js";
import type { Habit } from "../../ids.js";

/** The company's account; links lead there, not to where the call came from. */
const HOST = "https://acme.ilucca.net";

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** A collection: how its items look, and what they refer to. */
export interface Collection<Item> {
  /** `employees` */
  readonly type: string;
  readonly items: readonly Item[];
  render(item: Item): object;
  /** Related resources of a page, by type and id. */
  embed?(items: readonly Item[]): object;
}

/**
 * One page (docs/vendors/lucca.md §3.2). What is not asked for with `include` is null or missing, also
 * the link to the next page; that link leaves out what was included, and its cursor means nothing to
 * anybody else.
 */
export function answerCollection<Item>(
  request: SandboxRequest,
  collection: Collection<Item>,
  habits: readonly Habit[],
): Reply {
  const { query } = request;
  const asked = Number(query.get("limit") ?? DEFAULT_LIMIT);
  const most = habits.includes("refused-page-size") ? SMALL_PAGE : MAX_LIMIT;
  if (!Number.isSafeInteger(asked) || asked < 1 || asked > most) {
    return invalid("limit", `must be between 1 and ${most}`);
  }
  const limit = habits.includes("small-pages") ? Math.min(asked, SMALL_PAGE) : asked;
  const start = startOf(query.get("page"));
  if (start === null) return invalid("page", "is not a valid cursor");
  const include = (query.get("include") ?? "").split(",");
  const { items, total } = cutPage(collection.items, start, limit, request.pageFault(start));
  const path = `${HOST}/lucca-api/${collection.type}`;
  const next =
    start + limit < collection.items.length
      ? { href: `${path}?page=${encodeURIComponent(cursor(start + limit))}&limit=${limit}` }
      : null;
  // Both may be null by the specification although they were asked for.
  const isSilent = habits.includes("silent-lists");
  return {
    status: 200,
    json: {
      type: collection.type,
      url: `${path}?limit=${limit}`,
      ...(include.includes("totalCount") ? { totalCount: isSilent ? null : total } : {}),
      items: someWithoutId(
        items.map((item) => collection.render(item)),
        habits,
      ),
      links: include.includes("links") && !isSilent ? { prev: null, next } : null,
      embedded: include.includes("embedded") ? (collection.embed?.(items) ?? {}) : null,
    },
  };
}

/** `{id, type, url}`; null for nobody and nothing. */
export function reference(type: string, collection: string, id: string | null): object | null {
  return id === null ? null : { id, type, url: `${HOST}/lucca-api/${collection}/${id}` };
}

function cursor(start: number): string {
  return `!${Buffer.from(`from ${start}`).toString("base64url")}`;
}

/** Null for what is no cursor of this API. */
function startOf(page: string | null): number | null {
  if (page === null) return 0;
  const [, start] = /^from (\d+)$/u.exec(Buffer.from(page.slice(1), "base64url").toString()) ?? [];
  return start === undefined ? null : Number(start);
}

function invalid(parameter: string, message: string): Reply {
  return problem(422, "One or more validation errors occurred.", { [parameter]: [message] });
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  422: "Unprocessable Entity",
};

/** The id Lucca's support asks for. */
const TRACE = "00-5a4dbc0f0e3a4c1fb9d5b7b1c0ffee00-01";

/** A problem (RFC 7807) of the Lucca API (docs/vendors/lucca.md §8). */
export function problem(
  status: 400 | 401 | 403 | 422,
  detail: string,
  errors?: Readonly<Record<string, readonly string[]>>,
): Reply {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    json: {
      type: "https://tools.ietf.org/html/rfc7231#section-6.5",
      title: TITLES[status],
      status,
      detail,
      traceId: TRACE,
      ...(errors && { errors }),
    },
  };
}
