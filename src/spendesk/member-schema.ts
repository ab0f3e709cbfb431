import { z } from "zod";
import type { Member, MemberStatus } from "../sync/member.js";

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
