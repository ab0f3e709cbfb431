import type { Announcements } from "../http/announcements.js";
import type { HttpClient, HttpRequest, HttpResponse } from "../http/types.js";
import { Problem } from "../sync/errors.js";
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
