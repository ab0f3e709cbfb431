import type { ServerResponse } from "node:http";
import { createSpendesk, type SpendeskOptions } from "../../src/spendesk/spendesk.js";
import { type Seen, sendJson, serve } from "../http/serve.js";

const CLIENT_ID = "key-of-acme";
const CLIENT_SECRET = "canary-client-secret";
export const TOKEN_PREFIX = "canary-token-";

/** Answers a call other than the token's. */
export type Handler = (seen: Seen, response: ServerResponse) => void;

/**
 * Spendesk in miniature: gives tokens `canary-token-1`, `-2`, …; everything else is up to the test.
 * @param tokenExtras further fields of the token answer
 */
export async function tinySpendesk(
  handler: Handler,
  options: Partial<SpendeskOptions> = {},
  tokenExtras: object = {},
) {
  let tokens = 0;
  const { url, seen } = await serve((one, response) => {
    if (one.url !== "/v1/auth/token") return handler(one, response);
    tokens += 1;
    sendJson(response, 200, {
      access_token: `${TOKEN_PREFIX}${tokens}`,
      token_type: "Bearer",
      ...tokenExtras,
    });
  });
  const secrets: string[] = [];
  const spendesk = createSpendesk({
    baseUrl: url,
    userAgent: "test/1",
    credentials: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
    registerSecret: (value) => secrets.push(value),
    sleep: async () => undefined,
    ...options,
  });
  /** Calls but the token's, as `METHOD path`. */
  const calls = () =>
    seen.filter((one) => one.url !== "/v1/auth/token").map((one) => `${one.method} ${one.url}`);
  return { spendesk, seen, calls, secrets, tokenCount: () => tokens };
}

/** One documented record per number. */
export function users(from: number, to: number): object[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    id: `u-${from + index}`,
    firstName: "Kim",
    lastName: `Number ${from + index}`,
    email: `kim.${from + index}@acme.test`,
  }));
}

/** Serves `all` page by page, at most `largest` per page whatever is asked for. */
export function usersHandler(all: readonly unknown[], largest = 100): Handler {
  return (seen, response) => {
    const query = new URL(seen.url, "http://x").searchParams;
    const page = Number(query.get("page"));
    const pageSize = Math.min(largest, Number(query.get("pageSize")));
    const data = all.slice((page - 1) * pageSize, page * pageSize);
    sendJson(response, 200, { meta: { pagination: { page, pageSize, total: all.length } }, data });
  };
}
