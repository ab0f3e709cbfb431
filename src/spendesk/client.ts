import { Problem } from "../sync/errors.js";
import type { Member } from "../sync/member.js";
import type { MemberRead, MemberReader } from "../sync/ports.js";
import { asProblem, unusableAnswer } from "./as-problem.js";
import { concurrently } from "./concurrently.js";
import { type MemberPage, parseMemberPage } from "./member-schema.js";
import type { SpendeskSession } from "./session.js";

const USERS_PATH = "/v1/users";
/** Largest page Spendesk allows; it may give less (spendesk.md §3). */
const PAGE_SIZE = 100;
/** Calls Spendesk accepts at the same time (spendesk.md §3). */
export const MAX_CONCURRENT = 5;

/**
 * Reads members with `GET /v1/users`: one token and ⌈members/100⌉ calls. Has no way to write.
 *
 * The read is complete when the total stayed the same on all pages and exactly that many different ids
 * came. A total that moves (somebody was invited meanwhile) is read again once.
 */
export function createMemberReader(session: SpendeskSession): MemberReader {
  return {
    async readMembers() {
      const read = (await readAll(session)) ?? (await readAll(session));
      return read ?? incomplete([], "the number of members changed twice while they were read");
    },
    requestCount: () => session.requestCount(),
    announcements: () => session.announcements(),
  };
}

/** How many members Spendesk counts, with one call that gives one of them. */
export async function countMembers(session: SpendeskSession): Promise<number> {
  const page = await getUsers(session, { page: 1, pageSize: 1 }, "count members");
  if (page) return page.total;
  throw new Problem({
    kind: "temporary",
    code: "spendesk_members_unreadable",
    what: "Spendesk's answer to the question for its members can't be read.",
    why: "It does not have the documented form.",
    next: "Check the Spendesk address in the configuration, then run `spendesk-hr preview`.",
  });
}

/** Whether the read knows a member of this id (documented query `id`). */
export async function memberExists(session: SpendeskSession, id: string): Promise<boolean> {
  const found = await getUsers(session, { id }, "look up a member");
  return found?.members.some((member) => member?.id === id) ?? false;
}

/** One read of all pages; null when the total moved. */
async function readAll(session: SpendeskSession): Promise<MemberRead | null> {
  const first = await getPage(session, 1);
  if (first === null) return incomplete([], "page 1 does not have the documented form");
  if (first.total > 0 && first.members.length === 0) {
    return incomplete([], `page 1 is empty, although there are ${first.total} members`);
  }
  // The size of the page that came decides, whatever was asked for.
  const pageCount = first.total === 0 ? 1 : Math.ceil(first.total / first.members.length);
  const further = Array.from({ length: pageCount - 1 }, (_, index) => index + 2);
  const rest = await concurrently(further, MAX_CONCURRENT, (number) => getPage(session, number));
  const pages = [first, ...rest];
  if (pages.some((page) => page !== null && page.total !== first.total)) return null;
  return checked(pages, first.total);
}

function checked(pages: readonly (MemberPage | null)[], total: number): MemberRead {
  const members = new Map<string, Member>();
  const flaws: string[] = [];
  for (const [index, page] of pages.entries()) {
    const number = index + 1;
    if (page === null) {
      flaws.push(`page ${number} does not have the documented form`);
      continue;
    }
    if (page.page !== null && page.page !== number) {
      flaws.push(`page ${page.page} came when page ${number} was asked for`);
    }
    for (const [row, member] of page.members.entries()) {
      if (member === null) flaws.push(`record ${row + 1} of page ${number} has no id`);
      else if (members.has(member.id)) flaws.push(`a member of page ${number} came twice`);
      else members.set(member.id, member);
    }
  }
  if (members.size !== total)
    flaws.push(`${members.size} different members came, but Spendesk counts ${total}`);
  const list = [...members.values()];
  const [flaw] = flaws;
  return flaw === undefined ? { members: list, outcome: { complete: true, total } } : incomplete(list, flaw);
}

function incomplete(members: readonly Member[], why: string): MemberRead {
  return { members, outcome: { complete: false, why: `Spendesk's list of members is incomplete: ${why}.` } };
}

function getPage(session: SpendeskSession, page: number): Promise<MemberPage | null> {
  return getUsers(session, { page, pageSize: PAGE_SIZE }, "list members");
}

async function getUsers(
  session: SpendeskSession,
  query: Readonly<Record<string, string | number>>,
  purpose: string,
): Promise<MemberPage | null> {
  try {
    const response = await session.call({ method: "GET", path: USERS_PATH, query, retry: "safe", purpose });
    if (response.status === 200) return parseMemberPage(response.json());
    if (response.status === 403) throw readRefused(session.grantedScopes());
    throw unusableAnswer(response);
  } catch (error) {
    throw asProblem(error);
  }
}

function readRefused(scopes: readonly string[] | null): Problem {
  const has = scopes === null ? "" : ` It has: ${scopes.join(", ") || "none"}.`;
  return new Problem({
    kind: "credentials",
    code: "spendesk_read_refused",
    what: "Spendesk does not let this API key read members (GET /v1/users, status 403).",
    why: `The key lacks the scope \`user:read\`.${has}`,
    next: "Let the Account Owner make a key with `user:read` (Settings > Integrations > API access), then run `spendesk-hr connect`.",
  });
}
