import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { isObject } from "../../shared/objects.js";
import { isProblem } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJson, unexpectedAnswer } from "../support/call.js";
import { basicAuthorization, sentCredential } from "../support/credentials.js";
import { type PersonRecord, refusalProblem, SERVICE, searchSchema } from "./errors.js";
import { personId } from "./mapping.js";
import type { HiBobSettings } from "./settings.js";

/** Suggested size of a batch (docs/vendors/hibob.md §3). */
const BATCH_SIZE = 500;

/**
 * Bob documents no limit; a search over everybody takes longer than an ordinary call
 * (docs/vendors/hibob.md §7).
 */
const TIMEOUT_MS = 120_000;

/** Why the one big answer could not be had. */
const TOO_MUCH = ["answer_too_large", "timed_out"];

/** Makes of a record what is kept of it; null when it is none of a person. */
type Keep<Person> = (record: PersonRecord) => Person | null;

/** Some of the people. */
export interface PeopleBatch<Person> {
  readonly people: readonly (Person | null)[];
  /** Records of the whole account. */
  readonly total: number;
}

/**
 * Everybody the service user sees, leavers included, in one answer: Bob pages nothing. Only an answer
 * that is too large or too slow is asked for again in batches: all ids first, then people by id.
 *
 * @param keepOf gives what reads the records of one answer, one by one while it comes: everybody as text, and once
 *   more as objects, would be most of the memory of a run
 */
export async function* searchPeople<Person>(
  session: HiBobSession,
  fields: readonly string[],
  keepOf: () => Keep<Person>,
): AsyncGenerator<PeopleBatch<Person>, void, void> {
  const everybody = await searchEverybody(session, fields, keepOf());
  if (everybody) {
    yield { people: everybody, total: everybody.length };
    return;
  }
  const listed = await search(session, { fields: ["root.id"] }, personId);
  const ids = [...new Set(listed)].filter((id) => id !== null);
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const filters = [
      { fieldPath: "root.id", operator: "equals", values: ids.slice(start, start + BATCH_SIZE) },
    ];
    const people = await search(session, { fields, filters, humanReadable: "APPEND" }, keepOf());
    yield { people, total: listed.length };
  }
}

/** Null when it is too much for one answer. */
async function searchEverybody<Person>(
  session: HiBobSession,
  fields: readonly string[],
  keep: Keep<Person>,
): Promise<readonly (Person | null)[] | null> {
  try {
    return await search(session, { fields, humanReadable: "APPEND" }, keep);
  } catch (error) {
    if (isProblem(error) && TOO_MUCH.includes(error.code)) return null;
    throw error;
  }
}

/** One `POST /v1/people/search`. Without `showInactive` most leavers and future hires stay out. */
async function search<Person>(
  session: HiBobSession,
  query: { readonly fields: readonly string[]; readonly filters?: unknown; readonly humanReadable?: string },
  keep: Keep<Person>,
): Promise<readonly (Person | null)[]> {
  const response = await session.send({
    method: "POST",
    path: "/v1/people/search",
    json: { showInactive: true, ...query },
    timeoutMs: TIMEOUT_MS,
    records: { path: ["employees"], each: (entry) => (isObject(entry) ? keep(entry) : null) },
    purpose: "search people",
  });
  if (response.status !== 200) throw refusalProblem(response);
  const answer = searchSchema.safeParse(readJson(response, SERVICE));
  // They are what `keep` has made of them.
  if (answer.success) return answer.data.employees as readonly (Person | null)[];
  throw unexpectedAnswer(SERVICE, "The list of people is not in the documented form.");
}

/** Calls in the name of the service user. All of them only read, so all may be sent again. */
export interface HiBobSession {
  /** The answer, whatever its status. @throws Problem when none came */
  send(request: Omit<HttpRequest, "headers" | "retry">): Promise<HttpResponse>;
}

/** HTTP Basic with every call; there is no sign-in (docs/vendors/hibob.md §2). */
export function openSession(connection: ProviderConnection<HiBobSettings>): HiBobSession {
  const { serviceUserId = "" } = connection.credentials;
  const token = sentCredential(connection, "token");
  const authorization = basicAuthorization(connection, serviceUserId.trim(), token);
  const headers = { accept: "application/json", authorization };
  return {
    send: (request) => callProvider(connection.http, { ...request, headers, retry: "safe" }, SERVICE),
  };
}
