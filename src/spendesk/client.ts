import { openReadBudget, type ReadLimits } from "../http/read-budget.js";
import type { ReadBudget } from "../http/types.js";
import { EndlessList } from "../shared/page-watch.js";
import { type Member, type MemberRead, type MemberReader, Problem } from "../sync/model/index.js";
import { spendeskProblem, unusableAnswer } from "./error-texts.js";
import { type MemberPage, parseMemberPage, startMemberList, TotalMoved, UnsoundList } from "./member-list.js";
import type { SpendeskSession } from "./session.js";
import { concurrently } from "./session.js";

const USERS_PATH = "/v1/users";
/** Largest page Spendesk allows; it may give less (docs/vendors/spendesk.md §3.1). */
const PAGE_SIZE = 100;
/** Calls Spendesk accepts at the same time (docs/vendors/spendesk.md §7). */
export const MAX_CONCURRENT = 5;

/**
 * Reads members with `GET /v1/users`: one token and ⌈members/100⌉ calls. Has no way to write.
 *
 * The read is complete when the total stayed the same on all pages and exactly that many different ids
 * came. A total that moves (somebody was invited meanwhile) is read again once. The first page that can't
 * be right ends it, so that no answer keeps it going.
 */
export function createMemberReader(session: SpendeskSession, limits: ReadLimits): MemberReader {
  return {
    async readMembers() {
      const budget = openReadBudget("Spendesk's members", limits);
      const read = { session, budget };
      try {
        return (
          (await readAll(read)) ??
          (await readAll(read)) ??
          incomplete([], "the number of members changed twice while they were read")
        );
      } finally {
        budget.end();
      }
    },
  };
}

interface ReadSession {
  readonly session: SpendeskSession;
  readonly budget?: ReadBudget;
}

/** How many members Spendesk counts, with one call that gives one of them. */
export async function countMembers(session: SpendeskSession): Promise<number> {
  const page = await getUsers({ session }, { page: 1, pageSize: 1 }, "count members");
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
  const found = await getUsers({ session }, { id }, "look up a member");
  return found?.members.some((member) => member?.id === id) ?? false;
}

/** One read of all pages; null when the total moved. */
async function readAll(read: ReadSession): Promise<MemberRead | null> {
  const members: Member[] = [];
  try {
    const first = await getPage(read, 1);
    const list = startMemberList(first);
    members.push(...list.take(first, 1));
    const further = Array.from({ length: list.pageCount - 1 }, (_, index) => index + 2);
    const rest = await concurrently(further, MAX_CONCURRENT, async (number) =>
      list.take(await getPage(read, number), number),
    );
    for (const page of rest) members.push(...page);
    list.end();
    return { members, outcome: { complete: true, total: members.length } };
  } catch (error) {
    if (error instanceof TotalMoved) return null;
    if (error instanceof UnsoundList || error instanceof EndlessList)
      return incomplete(members, error.message);
    throw error;
  }
}

function incomplete(members: readonly Member[], why: string): MemberRead {
  return { members, outcome: { complete: false, why: `Spendesk's list of members is incomplete: ${why}.` } };
}

function getPage(read: ReadSession, page: number): Promise<MemberPage | null> {
  return getUsers(read, { page, pageSize: PAGE_SIZE }, "list members");
}

async function getUsers(
  { session, budget }: ReadSession,
  query: Readonly<Record<string, string | number>>,
  purpose: string,
): Promise<MemberPage | null> {
  try {
    const response = await session.call({
      method: "GET",
      path: USERS_PATH,
      query,
      retry: "safe",
      purpose,
      ...(budget && { budget }),
    });
    if (response.status === 200) return parseMemberPage(response.json());
    if (response.status === 403) throw readRefused(session.grantedScopes());
    throw unusableAnswer(response);
  } catch (error) {
    throw spendeskProblem(error);
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
