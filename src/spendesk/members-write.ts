import * as z from "zod";
import type { HttpRequest, HttpResponse } from "../http/types.js";
import { oneLine } from "../shared/plain-line.js";
import { emailKey } from "../shared/text.js";
import type { MemberUpdate, NewMember, WriteResult } from "../sync/model/index.js";
import { cleanCode, itemErrorText } from "./error-texts.js";
import { bodyOf, type ChangedFields, forMember, type WriteRoutes } from "./write-routes.js";

/**
 * Requests that write members, and the readings of their answers. Spendesk documents none of it
 * publicly: all is ASSUMED, mirrored on its supplier endpoints (docs/vendors/spendesk.md §3.2). Nothing outside this
 * module and `write-routes.ts` depends on its form.
 */

/** Most people in one call of `createMembers` or `updateMembers`. */
export const LARGEST_BATCH = 100;

/** Creation of 1 to 100 people. Sends invitations, so it is repeated only when it surely did nothing. */
export function createRequest(
  { createMembers: { method, path, fields } }: WriteRoutes,
  people: readonly NewMember[],
  idempotencyKey: string,
): HttpRequest {
  const json = people.map(({ email, firstName, lastName, employeeId, bank }) =>
    bodyOf(fields, {
      email: oneLine(email),
      firstName: oneLine(firstName),
      lastName: oneLine(lastName),
      externalId: oneLine(employeeId),
      bankAccount: bank && bodyOf({ iban: fields.iban, bic: fields.bic }, bank.reveal()),
    }),
  );
  const headers = { "idempotency-key": idempotencyKey };
  return { method, path, headers, json, retry: "unsent", purpose: "create members" };
}

/** Update of 2 to 100 people. */
export function updateManyRequest(
  { updateMembers: { method, path, fields } }: WriteRoutes,
  updates: readonly MemberUpdate[],
): HttpRequest {
  const json = updates.map((update) =>
    bodyOf(fields, { id: update.memberId, ...changedValues(fields, update) }),
  );
  return { method, path, json, retry: "safe", purpose: "update members" };
}

/** Update of one person; null when the id can't be part of a path. */
export function updateOneRequest({ updateMember }: WriteRoutes, update: MemberUpdate): HttpRequest | null {
  const place = forMember(updateMember, update.memberId);
  const json = bodyOf(updateMember.fields, changedValues(updateMember.fields, update));
  return place && { ...place, json, retry: "safe", purpose: "update a member" };
}

/** Archive or restore of one person; null when the id can't be part of a path. */
export function statusRequest(
  { setMemberStatus }: WriteRoutes,
  memberId: string,
  isArchived: boolean,
): HttpRequest | null {
  const purpose = isArchived ? "archive a member" : "restore a member";
  const place = forMember(setMemberStatus, memberId);
  const json = bodyOf(setMemberStatus.fields, { isArchived });
  return place && { ...place, json, retry: "safe", purpose };
}

function sent(text: string | undefined): string | undefined {
  return text === undefined ? undefined : oneLine(text);
}

/** The values of an update by what they hold; undefined ones stay as they are. */
function changedValues({ iban, bic }: ChangedFields, update: MemberUpdate) {
  const { email, firstName, lastName, bank, managerMemberId } = update;
  const bankAccount = bank && bodyOf({ iban, bic }, bank.reveal());
  return {
    email: sent(email),
    firstName: sent(firstName),
    lastName: sent(lastName),
    bankAccount,
    managerId: managerMemberId,
  };
}

/**
 * What an answer means for the call as a whole. `refused`: its content is not accepted (one person
 * spoils a batch). `not_found`: the member or the route is missing. `no_route`: the call does not exist.
 */
export type Verdict = "done" | "refused" | "forbidden" | "not_found" | "no_route" | "failed" | "other";

/** Codes that concern a person, whatever the status they come with. */
const PERSON_CODES = [
  "USER_ALREADY_EXISTS",
  "SEAT_LIMIT_REACHED",
  "OWNER_CANNOT_BE_ARCHIVED",
  "ACTIVE_SUBSCRIPTIONS",
  "PENDING_APPROVALS",
];

export function verdictOf(response: HttpResponse): Verdict {
  const { status } = response;
  if (status >= 200 && status < 300) return "done";
  const code = firstError(response).code;
  if (status < 500 && code !== null && PERSON_CODES.includes(code)) return "refused";
  if ([400, 409, 422].includes(status)) return "refused";
  if (status === 403) return "forbidden";
  if (status === 404) return code === "NOT_FOUND" ? "not_found" : "no_route";
  if (status === 405 || status === 501) return "no_route";
  return status >= 500 ? "failed" : "other";
}

const text = z.string().nullish().catch(null);
const itemIndex = z.union([z.number().int().min(0), z.string().regex(/^\d+$/).transform(Number)]);
const itemError = z
  .object({ index: itemIndex.optional().catch(undefined), code: text, detail: text })
  .catch({ code: null, detail: null });
const userId = z.union([z.string().min(1), z.number()]).transform(String);
const writtenUser = z.object({ id: userId.optional().catch(undefined), email: text, externalId: text });
const answerSchema = z.object({
  data: z
    .union([z.array(writtenUser.catch({})), writtenUser.transform((one) => [one])])
    .optional()
    .catch(undefined),
  errors: z.array(itemError).nullish().catch(null),
});
type Answer = z.infer<typeof answerSchema>;
type ItemError = z.infer<typeof itemError>;
type WrittenUser = z.infer<typeof writtenUser>;

function parseAnswer(response: HttpResponse): Answer {
  try {
    const { data } = answerSchema.catch({}).parse(response.json());
    // What is said of a person is kept in the journal, and may repeat what was sent.
    const { errors } = answerSchema.catch({}).parse(response.quotable());
    return { data, errors };
  } catch {
    // An HTML page: whoever sent it, it tells nothing about the members.
    return {};
  }
}

function firstError(response: HttpResponse): {
  readonly code: string | null;
  readonly detail: string | null;
} {
  const error = parseAnswer(response).errors?.[0];
  return { code: error?.code ?? null, detail: error?.detail ?? null };
}

/** The refusal of the only person in a call. */
export function refusedItem(response: HttpResponse): WriteResult {
  return failedItem(firstError(response));
}

function failedItem(error: Pick<ItemError, "code" | "detail">): WriteResult {
  const code = cleanCode(error.code ?? null);
  return { ok: false, code, detail: itemErrorText(code, error.detail ?? null) };
}

/** For everybody whose fate the answer, or its absence, leaves open. */
export const OUTCOME_UNKNOWN: WriteResult = {
  ok: false,
  code: "outcome_unknown",
  detail: "Spendesk did not say whether this was done; the next run reads the members and finds out.",
};

/** For a member whose id is no id: it was not asked for, since it would have been another call. */
export const MEMBER_ID_UNUSABLE: WriteResult = {
  ok: false,
  code: "member_id_unusable",
  detail: "Spendesk gives this member an id that can't be part of an address, so nothing was sent.",
};

/** Reads the answer to a call about one existing member. */
export function readSingleAnswer(response: HttpResponse, memberId: string): WriteResult {
  if (response.text.trim() === "") return { ok: true, memberId };
  const { data, errors } = parseAnswer(response);
  const [error] = errors ?? [];
  if (error !== undefined) return failedItem(error);
  const [member] = data ?? [];
  return member !== undefined && [undefined, memberId].includes(member.id)
    ? { ok: true, memberId }
    : OUTCOME_UNKNOWN;
}

/** How a person of a batch is recognized in the answer. */
export interface ItemKeys {
  readonly id?: string;
  readonly externalId?: string;
  readonly email?: string;
}

/**
 * Reads the answer to a batch: one result per item, in order. Errors name their item by `index`;
 * members are recognized by id, external id or e-mail, or by position when the answer holds none of
 * these and nobody is missing. An item that is nowhere, or in two places that contradict each other,
 * is `outcome_unknown`.
 */
export function readBulkAnswer(response: HttpResponse, items: readonly ItemKeys[]): readonly WriteResult[] {
  const { data, errors } = parseAnswer(response);
  const failures = failuresByItem(errors ?? [], items.length);
  const places = placesOf(data ?? [], items, failures);
  const timesNamed = new Map<string, number>();
  for (const id of places.flatMap((ids) => [...ids])) timesNamed.set(id, (timesNamed.get(id) ?? 0) + 1);
  return items.map((item, index) => {
    const failure = failures.get(index);
    const [memberId, ...others] = places[index] ?? [];
    if (failure !== undefined) return memberId === undefined ? failedItem(failure) : OUTCOME_UNKNOWN;
    if (memberId === undefined || others.length > 0 || timesNamed.get(memberId) !== 1) return OUTCOME_UNKNOWN;
    return item.id === undefined || item.id === memberId ? { ok: true, memberId } : OUTCOME_UNKNOWN;
  });
}

function failuresByItem(errors: readonly ItemError[], count: number): ReadonlyMap<number, ItemError> {
  const failures = new Map<number, ItemError>();
  for (const error of errors) {
    const index = error.index ?? (count === 1 ? 0 : undefined);
    if (index !== undefined && index < count && !failures.has(index)) failures.set(index, error);
  }
  return failures;
}

/** The member ids the answer gives for each item. */
function placesOf(
  members: readonly WrittenUser[],
  items: readonly ItemKeys[],
  failures: ReadonlyMap<number, ItemError>,
): readonly ReadonlySet<string>[] {
  const places = items.map(() => new Set<string>());
  const indexOf = new Map(items.flatMap((item, index) => keysOf(item).map((key) => [key, index] as const)));
  const unfailed = [...items.keys()].filter((index) => !failures.has(index));
  const nameless = members.every((member) => !member.email && !member.externalId);
  const byPosition = nameless && members.length === unfailed.length;
  for (const [position, member] of members.entries()) {
    const named = keysOf(member).map((key) => indexOf.get(key));
    const index = named.find((known) => known !== undefined) ?? (byPosition ? unfailed[position] : undefined);
    if (index !== undefined && member.id !== undefined) places[index]?.add(member.id);
  }
  return places;
}

function keysOf(item: { readonly [Key in keyof ItemKeys]?: string | null | undefined }): string[] {
  return [
    ...(item.id ? [`id ${item.id}`] : []),
    ...(item.externalId ? [`external ${item.externalId}`] : []),
    ...(item.email ? [`email ${emailKey(item.email)}`] : []),
  ];
}
