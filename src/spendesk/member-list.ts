import { EndlessList, mostPages } from "../shared/page-watch.js";
import type { Member } from "../sync/member.js";
import type { MemberPage } from "./member-schema.js";

/** Why a list of members can't be whole. The message ends a sentence. */
export class UnsoundList extends Error {}

/** The number of members changed between two pages: somebody was invited meanwhile. */
export class TotalMoved extends Error {}

/** The pages of one read, checked as they come, in any order: the first flaw ends the read. */
export interface MemberList {
  /** Pages there must be, by the size of the first one: what came decides, whatever was asked for. */
  readonly pageCount: number;
  /**
   * The members of page `number`.
   * @throws UnsoundList, TotalMoved; EndlessList when a page brings nobody new
   */
  take(page: MemberPage | null, number: number): readonly Member[];
  /** @throws UnsoundList when they are not as many as Spendesk counts */
  end(): void;
}

/**
 * Starts with the first page.
 * @throws UnsoundList; EndlessList when the told total would take more pages than can be honest
 */
export function startMemberList(first: MemberPage | null): MemberList {
  if (first === null) throw new UnsoundList("page 1 does not have the documented form");
  const { total } = first;
  const rows = first.members.length;
  if (total > 0 && rows === 0) {
    throw new UnsoundList(`page 1 is empty, although there are ${total} members`);
  }
  const pageCount = total === 0 ? 1 : Math.ceil(total / rows);
  if (pageCount > mostPages(total, rows)) {
    throw new EndlessList(`${total} members at ${rows} a page would be ${pageCount} pages`);
  }
  const ids = new Set<string>();

  function note(member: Member | null, row: number, number: number): Member {
    if (member === null) throw new UnsoundList(`record ${row} of page ${number} has no id`);
    if (ids.has(member.id)) throw new UnsoundList(`a member of page ${number} came twice`);
    ids.add(member.id);
    return member;
  }

  return {
    pageCount,
    take(page, number) {
      if (page === null) throw new UnsoundList(`page ${number} does not have the documented form`);
      if (page.total !== total) throw new TotalMoved();
      if (page.page !== null && page.page !== number) {
        throw new UnsoundList(`page ${page.page} came when page ${number} was asked for`);
      }
      if (number < pageCount && page.members.length === 0) {
        throw new UnsoundList(`page ${number} of ${pageCount} is empty`);
      }
      return page.members.map((member, index) => note(member, index + 1, number));
    },
    end() {
      if (ids.size === total) return;
      throw new UnsoundList(`${ids.size} different members came, but Spendesk counts ${total}`);
    },
  };
}
