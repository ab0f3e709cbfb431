import { createHash } from "node:crypto";

/** A list whose pages do not come to an end. The message ends a sentence and names no person. */
export class EndlessList extends Error {
  override readonly name = "EndlessList";
}

/** One page of a list. */
interface PageCounts {
  /** Records on it. */
  readonly rows: number;
  /** Those among them that no earlier page had. */
  readonly fresh: number;
  /** How many there are in all, as the server says now; null when it does not say. */
  readonly total: number | null;
}

/** Watches the pages of one list while they come, so that no server can keep a read going for ever. */
export interface PageWatch {
  /**
   * To be told of every page, in the order in which they come.
   * @throws EndlessList when the page brings nothing new, or more pages came than can be honest
   */
  page(counts: PageCounts): void;
}

/** Most pages of a list whose length nobody tells: 100 000 people at 50 a page. */
const UNTOLD_PAGES = 2_000;
/** Most pages of any list, whatever length is told. */
const TOLD_PAGES = 10_000;
/** A told length may be somewhat wrong, and pages may become smaller on the way. */
const PAGES_PER_NEEDED = 4;
const SPARE_PAGES = 20;

/**
 * Starts a watch. Three things show that a list is endless, whatever its cursors, links and totals say:
 * a page with nothing but what came before, many times the pages that the first told total needs, and,
 * where none is told, more pages than any company has people for.
 */
export function createPageWatch(): PageWatch {
  let pages = 0;
  let before = 0;
  let most = UNTOLD_PAGES;
  return {
    page({ rows, fresh, total }) {
      pages += 1;
      // Only the first total counts: one that grows with every page would allow ever more of them.
      if (pages === 1) most = mostPages(total, rows);
      if (rows > 0 && fresh === 0) {
        throw new EndlessList(
          `page ${pages} of the list brought nothing new after the ${before} records before it`,
        );
      }
      before += fresh;
      if (pages > most) throw new EndlessList(`the list did not end within ${most} pages`);
    },
  };
}

/** The most pages that a list of this told length may honestly have. */
export function mostPages(total: number | null, onFirstPage: number): number {
  if (total === null || onFirstPage === 0) return UNTOLD_PAGES;
  return Math.min(TOLD_PAGES, SPARE_PAGES + PAGES_PER_NEEDED * Math.ceil(total / onFirstPage));
}

/** The same for pages of records as they came. */
export interface RecordWatch {
  /**
   * @param total as in `PageCounts`
   * @throws EndlessList as `PageWatch`
   */
  page(records: readonly unknown[], total: number | null): void;
}

/** Gives a record's own id, wherever it stands; null when it has none. */
export type RecordId = (record: object) => string | number | null;

/**
 * Starts a watch that tells records apart by their id, else by all they hold, which takes as long as reading
 * them. Whatever is no object counts as new: an empty entry says nothing about whose it is.
 */
export function createRecordWatch(idOf: RecordId = ownId): RecordWatch {
  const watch = createPageWatch();
  const known = new Set<string>();

  function isFresh(record: unknown): boolean {
    if (typeof record !== "object" || record === null || Array.isArray(record)) return true;
    const before = known.size;
    known.add(keyOf(record, idOf));
    return known.size > before;
  }

  return {
    page(records, total) {
      watch.page({ rows: records.length, fresh: records.filter(isFresh).length, total });
    },
  };
}

function ownId(record: object): string | number | null {
  return "id" in record && (typeof record.id === "string" || typeof record.id === "number")
    ? record.id
    : null;
}

function keyOf(record: object, idOf: RecordId): string {
  const id = idOf(record);
  // Its digest: what a record holds need not be kept.
  return id === null ? createHash("sha256").update(textOf(record)).digest("base64") : `${id}`;
}

/** Nested too deeply to be written as text, a record is as good as any other of that kind. */
function textOf(record: object): string {
  try {
    return JSON.stringify(record);
  } catch {
    return "";
  }
}
