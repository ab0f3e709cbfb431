import * as z from "zod";
import { EndlessList, mostPages } from "../shared/page-watch.js";
import type { Member, MemberStatus } from "../sync/model/index.js";

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

/**
 * Reading of a Spendesk user. Documented: `id`, `firstName`, `lastName`, `email` (docs/vendors/spendesk.md §4).
 * Assumed, and used only when present: `status`, `isArchived`, `roles`, `isOwner`, `managerId`. A
 * value of another type counts as absent, so that one odd record doesn't stop everybody's run.
 */
const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);

const user = z.object({
  id: z
    .union([z.string().min(1), z.number()])
    .optional()
    .catch(undefined),
  firstName: text,
  lastName: text,
  email: text,
  status: text,
  isArchived: flag,
  isOwner: flag,
  roles: z.unknown().optional(),
  managerId: text,
});

const page = z.object({
  meta: z.object({
    pagination: z.object({
      page: z.number().optional().catch(undefined),
      total: z.number().int().min(0).max(10_000_000),
    }),
  }),
  data: z.array(user.catch({})),
});

/** One page of `GET /v1/users`. */
export interface MemberPage {
  /** Number of the page as Spendesk says; null when it doesn't. */
  readonly page: number | null;
  readonly total: number;
  /** Null stands for a record without an id. */
  readonly members: readonly (Member | null)[];
}

/** Reads a page; null when it does not have the documented form. */
export function parseMemberPage(json: unknown): MemberPage | null {
  const parsed = page.safeParse(json);
  if (!parsed.success) return null;
  const { meta, data } = parsed.data;
  return { page: meta.pagination.page ?? null, total: meta.pagination.total, members: data.map(toMember) };
}

function toMember(record: z.infer<typeof user>): Member | null {
  if (record.id === undefined) return null;
  return {
    id: String(record.id),
    email: record.email || null,
    firstName: record.firstName || null,
    lastName: record.lastName || null,
    status: statusOf(record.status, record.isArchived),
    isOwner: record.isOwner === true || namesOwner(record.roles),
    ...(record.managerId !== undefined && { managerId: record.managerId }),
  };
}

/** Assumed words. */
const STATUS_WORDS = new Map<string, MemberStatus>(
  Object.entries({
    active: "active",
    enabled: "active",
    invited: "invited",
    pending: "invited",
    archived: "archived",
    deactivated: "archived",
    disabled: "archived",
  } as const),
);

function statusOf(status: string | null | undefined, isArchived: boolean | null | undefined): MemberStatus {
  if (isArchived === true) return "archived";
  const byWord = status ? STATUS_WORDS.get(status.trim().toLowerCase()) : undefined;
  return byWord ?? (isArchived === false ? "active" : "unknown");
}

/** Assumed names of the roles that can't be removed, compared by their letters only. */
const OWNER_ROLES = ["owner", "accountowner", "organisationowner", "organizationowner"];

/** Deep enough for a list of objects that hold objects; far deeper ones would overflow the stack. */
const DEEPEST_ROLE = 6;

/** Roles come as text, as a list of texts, or as a list of objects that hold the name. */
function namesOwner(roles: unknown, depth = 0): boolean {
  if (typeof roles === "string") return OWNER_ROLES.includes(roles.toLowerCase().replace(/[^a-z]/g, ""));
  if (typeof roles !== "object" || roles === null || depth >= DEEPEST_ROLE) return false;
  return Object.values(roles).some((role) => namesOwner(role, depth + 1));
}
