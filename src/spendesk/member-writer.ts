import { createHash } from "node:crypto";
import { HttpFailure, type HttpRequest, type HttpResponse } from "../http/types.js";
import { oneLine } from "../shared/plain-line.js";
import {
  isProblem,
  type MemberUpdate,
  type MemberWriter,
  type NewMember,
  type Problem,
  type WriteResult,
} from "../sync/model/index.js";
import { MAX_CONCURRENT, memberExists } from "./client.js";
import { spendeskProblem, unusableAnswer } from "./error-texts.js";
import {
  createRequest,
  LARGEST_BATCH,
  MEMBER_ID_UNUSABLE,
  OUTCOME_UNKNOWN,
  readBulkAnswer,
  readSingleAnswer,
  refusedItem,
  statusRequest,
  updateManyRequest,
  updateOneRequest,
  verdictOf,
} from "./members-write.js";
import type { SpendeskSession } from "./session.js";
import { concurrently } from "./session.js";
import { writeRefused } from "./write-refused.js";
import type { WriteCall, WriteRoutes } from "./write-routes.js";

/** Writes members, and tells how many calls that took. */
export interface SpendeskWriter extends MemberWriter {
  /** Calls sent to this entity, tokens, reads and retries included. */
  requestCount(): number;
}

/** So many members of one call may be gone before the call itself is doubted. */
const SUSPICIOUS = 2;

/**
 * Writes members through the assumed contract of `members-write.ts`. How it behaves:
 * - A batch refused as a whole is sent again person by person, so that one person spoils nothing.
 * - A missing bulk route means single calls for the rest of the run.
 * - A creation whose answer never came is not repeated: everybody in it is `outcome_unknown`.
 *
 * @param beforeWrite asked right before every attempt of every write, after its waits; throws to stop it
 */
export function createMemberWriter(
  session: SpendeskSession,
  routes: WriteRoutes,
  beforeWrite: () => Promise<void> = async () => {},
): SpendeskWriter {
  let bulkUpdates = true;
  const notFoundInARow = new Map<WriteCall, number>();

  function send(request: HttpRequest): Promise<HttpResponse> {
    return session.call({ ...request, beforeSend: beforeWrite });
  }

  function refused(call: WriteCall, { purpose }: HttpRequest, { status }: HttpResponse): Problem {
    return writeRefused({ call, route: routes[call], purpose, status, scopes: session.grantedScopes() });
  }

  function setStatus(memberId: string, isArchived: boolean): Promise<WriteResult> {
    return changeOne("setMemberStatus", statusRequest(routes, memberId, isArchived), memberId);
  }

  /** @returns null when the batch must be sent person by person */
  async function createBatch(
    people: readonly NewMember[],
    key: string,
  ): Promise<readonly WriteResult[] | null> {
    const request = createRequest(routes, people, key);
    let response: HttpResponse;
    try {
      response = await send(request);
    } catch (error) {
      if (error instanceof HttpFailure && error.sent) return people.map(() => OUTCOME_UNKNOWN);
      throw spendeskProblem(error);
    }
    const verdict = verdictOf(response);
    if (verdict === "done") {
      return readBulkAnswer(
        response,
        people.map(({ employeeId, email }) => ({ externalId: oneLine(employeeId), email: oneLine(email) })),
      );
    }
    if (verdict === "refused") return people.length === 1 ? [refusedItem(response)] : null;
    if (verdict === "failed") return people.map(() => OUTCOME_UNKNOWN);
    if (verdict === "other") throw unusableAnswer(response);
    throw refused("createMembers", request, response);
  }

  async function createAlone(person: NewMember, key: string): Promise<WriteResult> {
    const [result] = (await createBatch([person], key)) ?? [];
    return result ?? OUTCOME_UNKNOWN;
  }

  /** @returns null when the updates must be sent one by one */
  async function updateBatch(updates: readonly MemberUpdate[]): Promise<readonly WriteResult[] | null> {
    const request = updateManyRequest(routes, updates);
    const response = await send(request).catch(rethrowAsProblem);
    switch (verdictOf(response)) {
      case "done":
        return readBulkAnswer(
          response,
          updates.map(({ memberId }) => ({ id: memberId })),
        );
      case "refused":
        return null;
      case "not_found":
      case "no_route":
        bulkUpdates = false;
        return null;
      case "forbidden":
        throw refused("updateMembers", request, response);
      default:
        return [...updates.keys()].map(() => unknownAfter(response));
    }
  }

  async function changeOne(
    call: WriteCall,
    request: HttpRequest | null,
    memberId: string,
  ): Promise<WriteResult> {
    if (request === null) return MEMBER_ID_UNUSABLE;
    const response = await send(request).catch(rethrowAsProblem);
    switch (verdictOf(response)) {
      case "done":
        notFoundInARow.set(call, 0);
        return readSingleAnswer(response, memberId);
      case "refused":
        return refusedItem(response);
      case "not_found":
        if (await routeIsMissing(call, memberId)) break;
        return refusedItem(response);
      case "failed":
      case "other":
        return unknownAfter(response);
    }
    throw refused(call, request, response);
  }

  /**
   * NOT_FOUND can mean the member or the route. While a call works it is the member; before it has
   * worked, or when nobody is found any more, the read tells: a member it knows can't be what is missing.
   */
  async function routeIsMissing(call: WriteCall, memberId: string): Promise<boolean> {
    const times = (notFoundInARow.get(call) ?? SUSPICIOUS) + 1;
    notFoundInARow.set(call, times);
    return times > SUSPICIOUS && (await memberExists(session, memberId));
  }

  return {
    batchSize: (kind) => (kind === "update" && !bulkUpdates ? 1 : LARGEST_BATCH),
    async createMembers(people, idempotencyKey) {
      if (people.length === 0) return [];
      const results = await createBatch(people, idempotencyKey);
      return (
        results ?? oneByOne(people, (person, index) => createAlone(person, derivedKey(idempotencyKey, index)))
      );
    },
    async updateMembers(updates) {
      const results = bulkUpdates && updates.length > 1 ? await updateBatch(updates) : null;
      return (
        results ??
        oneByOne(updates, (update) =>
          changeOne("updateMember", updateOneRequest(routes, update), update.memberId),
        )
      );
    },
    archiveMember: (memberId) => setStatus(memberId, true),
    restoreMember: (memberId) => setStatus(memberId, false),
    requestCount: () => session.requestCount(),
  };
}

/**
 * Sends items in calls of their own. A problem of the whole run stops the sending; it is thrown when
 * nothing was settled before it, else it comes with the results of what was left, so that no outcome is
 * lost.
 */
async function oneByOne<T>(
  items: readonly T[],
  send: (item: T, index: number) => Promise<WriteResult>,
): Promise<readonly WriteResult[]> {
  let stopped: Problem | null = null;
  const outcomes = await concurrently(items, MAX_CONCURRENT, async (item, index) => {
    if (stopped !== null) return stopped;
    try {
      return await send(item, index);
    } catch (error) {
      if (!isProblem(error)) throw error;
      stopped ??= error;
      return error;
    }
  });
  const [first] = outcomes;
  if (isProblem(first) && outcomes.every(isProblem)) throw first;
  return outcomes.map((outcome) =>
    isProblem(outcome) ? { ok: false, code: outcome.code, detail: outcome.message, stop: outcome } : outcome,
  );
}

/** A call for one person gets a key of its own, the same one when the batch is sent again. */
function derivedKey(batchKey: string, index: number): string {
  const hex = createHash("sha256").update(`${batchKey} ${index}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/**
 * A 500 is taken for trouble with these people, whose fate it leaves open; any other answer without
 * use concerns everybody (gateway, maintenance, limit).
 */
function unknownAfter(response: HttpResponse): WriteResult {
  if (response.status === 500) return OUTCOME_UNKNOWN;
  throw unusableAnswer(response);
}

function rethrowAsProblem(error: unknown): never {
  throw spendeskProblem(error);
}
