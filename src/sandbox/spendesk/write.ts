import { z } from "zod";
import { parseJson, type Reply, type SandboxRequest } from "../server/exchange.js";
import type { LiveSettings } from "../settings.js";
import { type Change, changeStatus, createMember, updateMember } from "./change.js";
import type { Entity } from "./entity.js";
import { badRequest, errorReply } from "./errors.js";
import { viewMember } from "./read.js";

const creations = z.array(z.unknown()).min(1).max(100);
const updates = z
  .array(z.looseObject({ id: z.string() }))
  .min(2)
  .max(100);

/** `POST /v1/users`: one refused person does not stop the others. */
export function createMembers(entity: Entity, request: SandboxRequest, settings: LiveSettings): Reply {
  const key = settings.idempotency ? request.headers["idempotency-key"] : undefined;
  const earlier = typeof key === "string" ? entity.answered.get(key) : undefined;
  if (earlier !== undefined) return earlier;
  const body = creations.safeParse(parseJson(request.body));
  if (!body.success) return badRequest("The body must be an array of 1 to 100 users.");
  const reply = bulkReply(body.data.map((user) => createMember(entity, user, settings.seats)));
  if (typeof key === "string") entity.answered.set(key, reply);
  return reply;
}

/** `PATCH /v1/users` */
export function updateMembers(entity: Entity, request: SandboxRequest, settings: LiveSettings): Reply {
  if (!settings.bulkUpdates) {
    const refusal = errorReply("METHOD_NOT_ALLOWED", "PATCH is not allowed here.");
    return { ...refusal, headers: { allow: "GET, POST" } };
  }
  const body = updates.safeParse(parseJson(request.body));
  if (!body.success) return badRequest("The body must be an array of 2 to 100 users with their id.");
  return bulkReply(body.data.map(({ id, ...fields }) => updateMember(entity, id, fields)));
}

/** `PATCH /v1/users/{id}` */
export function updateOneMember(entity: Entity, request: SandboxRequest): Reply {
  return singleReply(updateMember(entity, request.params.id ?? "", parseJson(request.body)));
}

/** `PATCH /v1/users/{id}/status` */
export function changeMemberStatus(entity: Entity, request: SandboxRequest, settings: LiveSettings): Reply {
  const id = request.params.id ?? "";
  return singleReply(changeStatus(entity, id, parseJson(request.body), settings.seats));
}

/** 201 when something was done, 200 when everybody was refused: callers must look at `errors`. */
function bulkReply(changes: readonly Change[]): Reply {
  const data = changes.flatMap((change) =>
    "member" in change ? [viewMember(change.member, "extended")] : [],
  );
  const errors = changes.flatMap((change, index) =>
    "refusal" in change ? [{ index, ...change.refusal }] : [],
  );
  return { status: data.length > 0 ? 201 : 200, json: { data, errors } };
}

function singleReply(change: Change): Reply {
  if ("refusal" in change) return errorReply(change.refusal.code, change.refusal.detail);
  return { status: 200, json: { data: viewMember(change.member, "extended") } };
}
