import { cutPage, type SandboxRequest } from "../../server/exchange.js";

/** One page of a list, with what an answer may say about the whole. */
export interface ListedPage {
  readonly items: readonly unknown[];
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly size: number;
  /** What the next page is asked for with; null on the last one. */
  readonly next: string | null;
}

/** How a tool pages its lists, in the words of its own documents. */
export interface Paging {
  /** The parameter that says where a page begins, and in what: numbers from 1, entries from 0, or a word of the tool. */
  readonly by: "page" | "offset" | "cursor";
  readonly param: string;
  /** The first page or entry, where it has another number than usual. */
  readonly first?: 0 | 1;
  /** Null: the tool alone decides how many come. */
  readonly sizeParam: string | null;
  readonly defaultSize: number;
  readonly mostAtOnce: number;
}

/** For tools that give a list in one answer, whatever its length. */
export const WHOLE: Paging = {
  by: "page",
  param: "page",
  sizeParam: null,
  defaultSize: Number.MAX_SAFE_INTEGER,
  mostAtOnce: Number.MAX_SAFE_INTEGER,
};

const CURSOR = "after-";

/** The page that a request asks for; null when it asks for none that there can be. */
export function pageOf(all: readonly unknown[], request: SandboxRequest, paging: Paging): ListedPage | null {
  const size = sizeOf(request, paging);
  const start = startOf(request.query.get(paging.param), size, paging);
  if (start === null) return null;
  const { items, total } = cutPage(all, start, size, request.pageFault(start));
  const page = Math.floor(start / size) + 1;
  const end = start + size;
  return {
    ...{ items, total, page, size },
    pages: Math.max(1, Math.ceil(all.length / size)),
    next: end < all.length ? nextOf(end, page, paging) : null,
  };
}

function sizeOf({ query }: SandboxRequest, { sizeParam, defaultSize, mostAtOnce }: Paging): number {
  const asked = sizeParam === null ? Number.NaN : Number.parseInt(query.get(sizeParam) ?? "", 10);
  return asked > 0 ? Math.min(asked, mostAtOnce) : defaultSize;
}

/** Index of the page's first entry. */
function startOf(
  position: string | null,
  size: number,
  { by, first = by === "page" ? 1 : 0 }: Paging,
): number | null {
  if (position === null || position === "") return 0;
  const text = by === "cursor" ? decode(position) : position;
  const number = text !== null && /^\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (by === "cursor") return number >= 0 ? number : null;
  return number >= first ? (number - first) * (by === "page" ? size : 1) : null;
}

function nextOf(end: number, page: number, { by }: Paging): string {
  if (by === "page") return String(page + 1);
  return by === "offset" ? String(end) : Buffer.from(`${CURSOR}${end}`).toString("base64url");
}

function decode(cursor: string): string | null {
  const text = Buffer.from(cursor, "base64url").toString();
  return text.startsWith(CURSOR) ? text.slice(CURSOR.length) : null;
}
