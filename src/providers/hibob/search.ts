import type { HttpRequest, HttpResponse } from "../../http/types.js";
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

/** Some of the people. */
export interface PeopleBatch {
  /** Null for a record that is no object. */
  readonly records: readonly (PersonRecord | null)[];
  /** Records of the whole account. */
  readonly total: number;
}

/**
 * Everybody the service user sees, leavers included, in one answer: Bob pages nothing. Only an answer
 * that is too large or too slow is asked for again in batches: all ids first, then people by id.
 */
export async function* searchPeople(
  session: HiBobSession,
  fields: readonly string[],
): AsyncGenerator<PeopleBatch, void, void> {
  const everybody = await searchEverybody(session, fields);
  if (everybody) {
    yield { records: everybody, total: everybody.length };
    return;
  }
  const listed = await search(session, { fields: ["root.id"] });
  const ids = [...new Set(listed.map((record) => record && personId(record)))].filter((id) => id !== null);
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const filters = [
      { fieldPath: "root.id", operator: "equals", values: ids.slice(start, start + BATCH_SIZE) },
    ];
    const records = await search(session, { fields, filters, humanReadable: "APPEND" });
    yield { records, total: listed.length };
  }
}

/** Null when it is too much for one answer. */
async function searchEverybody(
  session: HiBobSession,
  fields: readonly string[],
): Promise<readonly (PersonRecord | null)[] | null> {
  try {
    return await search(session, { fields, humanReadable: "APPEND" });
  } catch (error) {
    if (isProblem(error) && TOO_MUCH.includes(error.code)) return null;
    throw error;
  }
}

/** One `POST /v1/people/search`. Without `showInactive` most leavers and future hires stay out. */
async function search(
  session: HiBobSession,
  query: { readonly fields: readonly string[]; readonly filters?: unknown; readonly humanReadable?: string },
): Promise<readonly (PersonRecord | null)[]> {
  const response = await session.send({
    method: "POST",
    path: "/v1/people/search",
    json: { showInactive: true, ...query },
    timeoutMs: TIMEOUT_MS,
    purpose: "search people",
  });
  if (response.status !== 200) throw refusalProblem(response);
  const answer = searchSchema.safeParse(readJson(response, SERVICE));
  if (answer.success) return answer.data.employees;
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
