import type { HttpResponse } from "../../http/types.js";
import { type CursorPage, readByCursor } from "../../providers/support/cursor-pages.js";
import { type ListPage, readByOffset } from "../../providers/support/list-pages.js";
import { askForLess, createPageSize, type Less } from "../../providers/support/page-size.js";
import type { ListEnd } from "../../providers/support/read-tally.js";
import { cleanCount, cleanText } from "../../providers/support/values.js";
import type { RecordId } from "../../shared/page-watch.js";
import { isSame } from "../mapping/conditions.js";
import { valueAt } from "../mapping/paths.js";
import type { Manifest } from "../schema/manifest.js";
import type { Pagination, Request } from "../schema/requests.js";
import type { Answer, CallParts, Calls } from "./calls.js";
import { recordsOf, totalOf } from "./records.js";

type FetchedPage = ListPage<unknown> & { readonly answer: Answer };

type Pages = AsyncGenerator<ListPage<unknown>, ListEnd, void>;

/** A page of a list whose pages name the next one. */
type NamedPage = CursorPage<unknown> & ListPage<unknown>;

/** Pages of fewer entries are not asked for: they would rarely help, and take many calls. */
const SMALLEST_PAGE = 25;

/**
 * Half and a quarter of a page. A tool that says it was too slow gets the next smaller one; trouble that
 * stays after all tries can have other reasons, so it gets one more, with the smallest.
 */
function lessThan(size: number): Less<HttpResponse> {
  return {
    sizes: [size / 2, size / 4].map(Math.floor).filter((smaller) => smaller >= SMALLEST_PAGE),
    isTooMuch: (outcome) => {
      // Without an answer it may as well be the sign-in that failed, or nobody who listens.
      if ("problem" in outcome) return null;
      const { status } = outcome.answer;
      return status === 408 ? "smaller" : status >= 500 ? "smallest" : null;
    },
  };
}

/**
 * The pages of one request's list, and how it ended.
 * @throws Problem for refusals, and for answers without the list; EndlessList when it has no end
 */
export function readList(manifest: Manifest, name: string, calls: Calls): Pages {
  const request = manifest.requests[name];
  if (!request) throw new Error(`the manifest of ${manifest.id} has no request ${name}`);
  const { pagination } = request;
  const size = createPageSize(pagination.kind === "none" ? 0 : pagination.size);
  const isSizeAsked = "sizeParam" in pagination && pagination.sizeParam !== undefined;
  const less = lessThan(size.current());
  const parallel = manifest.rate.concurrency;
  const idOf = recordIdOf(manifest, name);

  /** @param mayShrink whether pages of another size would line up with those before */
  async function fetch(parts: () => CallParts, mayShrink: boolean): Promise<FetchedPage> {
    const ask = () => calls.ask(name, parts());
    const canShrink = mayShrink && (isSizeAsked || pagination.kind === "scim");
    const response = await (canShrink ? askForLess(size, less, () => size.ask(ask)) : ask());
    const answer = calls.take(response);
    const rows = recordsOf(manifest, name, request as Request, answer);
    const endsShort = "shortPage" in pagination && pagination.shortPage;
    return {
      rows,
      total: totalOf(request as Request, answer),
      size: endsShort ? size.current() : null,
      answer,
    };
  }

  const named = (parts: (cursor: string | null) => CallParts, next: Next, linesUp = false) =>
    readByCursor<unknown, NamedPage>(
      async (cursor) => {
        const { answer, ...page } = await fetch(() => parts(cursor), linesUp || cursor === null);
        return { ...page, next: next(answer, cursor) };
      },
      size.current,
      idOf,
    );
  const partsAt = (position?: string | number) => pageParts(pagination as Sized, size.current(), position);

  switch (pagination.kind) {
    case "none":
      return readOnce(fetch(() => ({}), false));
    case "page": {
      const { start, more, pages } = pagination;
      if (more === undefined && pages === undefined) {
        return readByOffset(
          (_offset, index) => fetch(() => partsAt(start + index), index === 0),
          size.current,
          parallel,
          idOf,
        );
      }
      const numberOf = (cursor: string | null) => (cursor === null ? start : Number(cursor));
      return named(
        (cursor) => partsAt(numberOf(cursor)),
        ({ json }, cursor) => nextNumber(json, numberOf(cursor), pagination),
      );
    }
    case "offset":
      return readByOffset(
        (offset) => fetch(() => partsAt(pagination.start + offset), offset === 0 || parallel === 1),
        size.current,
        parallel,
        idOf,
      );
    case "scim":
      return readByOffset(
        (offset) =>
          fetch(
            () => ({ query: { startIndex: offset + 1, count: size.current() } }),
            offset === 0 || parallel === 1,
          ),
        size.current,
        parallel,
        idOf,
      );
    case "cursor":
      return named(
        (cursor) => partsAt(cursor ?? undefined),
        ({ json }) => nextCursor(json, pagination),
        true,
      );
    case "nextUrl":
      return named(
        (cursor) => addressParts(pagination, partsAt(), cursor),
        ({ json }) => nextCursor(json, pagination),
      );
    case "link":
      return named(
        (cursor) => addressParts(pagination, partsAt(), cursor),
        ({ headers }) => nextLink(headers.link ?? ""),
      );
  }
}

/**
 * Where a record of people has its id, when the manifest names a path of the record itself. Without it people
 * whose id is deeper in the record are told apart by all they hold, which costs as much as reading them.
 */
function recordIdOf({ assemble, employee }: Manifest, name: string): RecordId | undefined {
  const { id } = employee;
  const isOfPeople = name === assemble.root || assemble.union.includes(name);
  if (!isOfPeople || typeof id !== "string") return undefined;
  return (record) => {
    const value = valueAt(record, id);
    return typeof value === "string" || typeof value === "number" ? value : null;
  };
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
function pageParts(pagination: Sized, size: number, position: string | number | undefined): CallParts {
  const { sizeParam } = pagination;
  const parameters = {
    ...(sizeParam !== undefined && { [sizeParam]: size }),
    ...("param" in pagination && position !== undefined && { [pagination.param]: position }),
  };
  return pagination.in === "body" ? { body: parameters } : { query: parameters };
}

/** What asks for the first page, or for the one at an address that an answer named. */
function addressParts(
  pagination: Extract<Pagination, { kind: "nextUrl" } | { kind: "link" }>,
  first: CallParts,
  address: string | null,
): CallParts {
  if (address === null) return first;
  return { address, ...(pagination.keepQuery && { query: first.query ?? {} }) };
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
