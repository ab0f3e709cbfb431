import { type CursorPage, readByCursor } from "../../providers/support/cursor-pages.js";
import { type ListPage, readByOffset } from "../../providers/support/list-pages.js";
import type { ListEnd } from "../../providers/support/read-tally.js";
import { cleanCount, cleanText } from "../../providers/support/values.js";
import { isSame } from "../mapping/conditions.js";
import { valueAt } from "../mapping/paths.js";
import type { Manifest } from "../schema/manifest.js";
import type { Pagination, Request } from "../schema/requests.js";
import type { Answer, CallParts, Calls } from "./calls.js";
import { recordsOf, totalOf } from "./records.js";

type Pages = AsyncGenerator<ListPage<unknown>, ListEnd, void>;

/** A page of a list whose pages name the next one. */
type NamedPage = CursorPage<unknown> & ListPage<unknown>;

/**
 * The pages of one request's list, and how it ended.
 * @throws Problem for refusals, and for answers without the list; EndlessList when it has no end
 */
export function readList(manifest: Manifest, name: string, calls: Calls): Pages {
  const request = manifest.requests[name];
  if (!request) throw new Error(`the manifest of ${manifest.id} has no request ${name}`);
  const { pagination } = request;
  const size = pagination.kind === "none" ? 0 : pagination.size;

  async function fetch(parts: CallParts): Promise<ListPage<unknown> & { readonly answer: Answer }> {
    const answer = await calls.send(name, parts);
    const rows = recordsOf(manifest, name, request as Request, answer);
    const endsShort = "shortPage" in pagination && pagination.shortPage;
    return { rows, total: totalOf(request as Request, answer), size: endsShort ? size : null, answer };
  }

  const named = (parts: (cursor: string | null) => CallParts, next: Next) =>
    readByCursor<unknown, NamedPage>(
      async (cursor) => {
        const { answer, ...page } = await fetch(parts(cursor));
        return { ...page, next: next(answer, cursor) };
      },
      () => size,
    );

  switch (pagination.kind) {
    case "none":
      return readOnce(fetch({}));
    case "page": {
      const { start, more, pages } = pagination;
      if (more === undefined && pages === undefined) {
        return readByOffset(
          (_offset, index) => fetch(pageParts(pagination, start + index)),
          () => size,
        );
      }
      const numberOf = (cursor: string | null) => (cursor === null ? start : Number(cursor));
      return named(
        (cursor) => pageParts(pagination, numberOf(cursor)),
        ({ json }, cursor) => nextNumber(json, numberOf(cursor), pagination),
      );
    }
    case "offset":
      return readByOffset(
        (offset) => fetch(pageParts(pagination, pagination.start + offset)),
        () => size,
      );
    case "scim":
      return readByOffset(
        (offset) => fetch({ query: { startIndex: offset + 1, count: size } }),
        () => size,
      );
    case "cursor":
      return named(
        (cursor) => pageParts(pagination, cursor ?? undefined),
        ({ json }) => nextCursor(json, pagination),
      );
    case "nextUrl":
      return named(
        (cursor) => {
          const first = pageParts(pagination, undefined);
          if (cursor === null) return first;
          return { address: cursor, ...(pagination.keepQuery && { query: first.query ?? {} }) };
        },
        ({ json }) => nextCursor(json, pagination),
      );
    case "link":
      return named(
        (cursor) => (cursor === null ? pageParts(pagination, undefined) : { address: cursor }),
        ({ headers }) => nextLink(headers.link ?? ""),
      );
  }
}

/** Where the next page is, as an answer says: null: nowhere; undefined: it says nothing. */
type Next = (answer: Answer, cursor: string | null) => string | null | undefined;

async function* readOnce(page: Promise<ListPage<unknown>>): Pages {
  const { total, ...rest } = await page;
  yield { ...rest, total };
  return { total };
}

type Sized = Exclude<Pagination, { kind: "none" } | { kind: "scim" }>;

/** What asks for one page, in the query or in the body. */
function pageParts(pagination: Sized, position: string | number | undefined): CallParts {
  const { size, sizeParam } = pagination;
  const parameters = {
    ...(sizeParam !== undefined && { [sizeParam]: size }),
    ...("param" in pagination && position !== undefined && { [pagination.param]: position }),
  };
  return pagination.in === "body" ? { body: parameters } : { query: parameters };
}

function nextNumber(
  json: unknown,
  now: number,
  { start, more, pages }: Extract<Pagination, { kind: "page" }>,
): string | null | undefined {
  if (more !== undefined)
    return hasMore(json, more) ? String(now + 1) : hasMore(json, more) === null ? undefined : null;
  const last = pages === undefined ? null : cleanCount(valueAt(json, pages));
  if (last === null) return undefined;
  return now + 1 - start < last ? String(now + 1) : null;
}

/** Null when the answer does not say. */
function hasMore(
  json: unknown,
  more: { readonly path: string; readonly is: string | number | boolean },
): boolean | null {
  const said = valueAt(json, more.path);
  return said === undefined || said === null ? null : isSame(said, more.is);
}

function nextCursor(
  json: unknown,
  pagination: Extract<Pagination, { kind: "cursor" } | { kind: "nextUrl" }>,
): string | null | undefined {
  if (pagination.kind === "cursor" && pagination.more && hasMore(json, pagination.more) === false)
    return null;
  const next = valueAt(json, pagination.next);
  if (next === undefined) return pagination.absentEnds ? null : undefined;
  return cleanText(next);
}

/** The address with `rel="next"` in a `Link` header (RFC 8288 §3); null when there is none. */
export function nextLink(header: string): string | null {
  for (const [, address = "", parameters = ""] of header.matchAll(/<([^<>]*)>([^<]*)/gu)) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/iu.test(parameters)) return address;
  }
  return null;
}
