import type { Announcements } from "../http/announcements.js";
import type { HttpClient, HttpRequest, HttpResponse } from "../http/types.js";
import { Problem } from "../sync/model/index.js";
import type { TokenSource } from "./auth.js";

/** Authorized calls to one Spendesk entity. */
export interface SpendeskSession {
  /**
   * Sends a call with a token; after a 401 once more with a new one (docs/vendors/spendesk.md §2).
   * @throws HttpFailure; Problem when no token is to be had or a new one is refused too.
   */
  call(request: HttpRequest): Promise<HttpResponse>;
  /** Calls sent, tokens and retries included. */
  requestCount(): number;
  announcements(): readonly string[];
  grantedScopes(): readonly string[] | null;
}

/** Joins the HTTP client and the token of one entity. */
export function createSession(
  http: HttpClient,
  tokens: TokenSource,
  announcements: Announcements,
): SpendeskSession {
  async function callOnce(request: HttpRequest, token: string): Promise<HttpResponse> {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const response = await http.request({ ...request, headers });
    announcements.note(request.purpose, response);
    return response;
  }

  return {
    async call(request) {
      const token = await tokens.token();
      const response = await callOnce(request, token);
      if (response.status !== 401) return response;
      tokens.discard(token);
      const second = await callOnce(request, await tokens.token());
      if (second.status === 401) throw tokenRefused(request.purpose);
      return second;
    },
    requestCount: () => http.requestCount(),
    announcements: () => announcements.sentences(),
    grantedScopes: () => tokens.grantedScopes(),
  };
}

function tokenRefused(purpose: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "spendesk_token_refused",
    what: `Spendesk refuses the API key for this call: ${purpose}.`,
    why: "It answered 401 even with a token it had just issued; the key may have been deleted a moment ago.",
    next: "Check the key in Spendesk (Settings > Integrations > API access), then run `spendesk-hr preview`.",
  });
}

/**
 * Runs `task` for every item, at most `width` at a time. After a failure no further task starts, and
 * the promise rejects once those under way have ended.
 *
 * @returns the results in the order of the items.
 */
export async function concurrently<T, R>(
  items: readonly T[],
  width: number,
  task: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  // One iterator for all workers: each takes the next item that nobody has taken.
  const todo = items.entries();
  let failed = false;

  async function work(): Promise<void> {
    for (const [index, item] of todo) {
      if (failed) return;
      results[index] = await task(item, index).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  }

  const workers = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, work));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  return results;
}
