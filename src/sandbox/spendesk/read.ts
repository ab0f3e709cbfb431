import type { Reply, SandboxRequest } from "../server/exchange.js";
import { cutPage } from "../server/exchange.js";
import type { ReadFields } from "../settings.js";
import { badRequest, spendeskFailure } from "./errors.js";
import type { Entity, SandboxMember } from "./members.js";

const DEFAULT_PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 100;

/** `GET /v1/users` (docs/vendors/spendesk.md §3.1). That archived members are among them is assumed. */
export function listMembers(entity: Entity, request: SandboxRequest, fields: ReadFields): Reply {
  const page = wholeNumber(request.query.get("page"), 1);
  const pageSize = wholeNumber(request.query.get("pageSize"), DEFAULT_PAGE_SIZE);
  if (page === null) return badRequest("page must be a whole number from 1.");
  if (pageSize === null || pageSize > MAX_PAGE_SIZE) return badRequest("pageSize must be from 1 to 100.");
  const start = (page - 1) * pageSize;
  const members = selectById(entity.members.list(), request.query.getAll("id"));
  const { items, total } = cutPage(members, start, pageSize, request.pageFault(start));
  return {
    status: 200,
    json: {
      meta: { pagination: { page, pageSize, total } },
      data: items.map((member) => viewMember(member, fields)),
    },
  };
}

/** `GET /v1/users/{id}` */
export function readMember(entity: Entity, request: SandboxRequest, fields: ReadFields): Reply {
  const member = entity.members.get(request.params.id ?? "");
  if (member === null) return spendeskFailure("not_found");
  return { status: 200, json: { data: viewMember(member, fields) } };
}

/** A member as the API shows one. Bank details never are; all but the first four fields are assumed. */
export function viewMember(member: SandboxMember, fields: ReadFields): unknown {
  const { id, firstName, lastName, email, isArchived, roles, managerId, externalId } = member;
  if (fields === "documented") return { id, firstName, lastName, email };
  const status = isArchived ? "archived" : member.status;
  return { id, firstName, lastName, email, status, isArchived, roles, managerId, externalId };
}

function selectById(members: readonly SandboxMember[], ids: readonly string[]): readonly SandboxMember[] {
  return ids.length === 0 ? members : members.filter((member) => ids.includes(member.id));
}

/** Null for anything but a whole number from 1. */
function wholeNumber(text: string | null, whenAbsent: number): number | null {
  if (text === null) return whenAbsent;
  return /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : null;
}
