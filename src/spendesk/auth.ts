import * as z from "zod";
import type { Announcements } from "../http/announcements.js";
import { isToken } from "../http/request.js";
import { type GivenToken, keepToken } from "../http/token-keeper.js";
import type { HttpClient, HttpResponse } from "../http/types.js";
import { type Clock, Problem } from "../sync/model/index.js";
import { spendeskProblem, unusableAnswer } from "./error-texts.js";

/** The two halves of a Spendesk API key. */
export interface SpendeskCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Makes a value unprintable everywhere (the redactor). */
export type RegisterSecret = (value: string) => void;

/** Access tokens, kept in memory only. */
export interface TokenSource {
  /**
   * A token that is good for a while. Callers at the same time share one request.
   * @throws Problem `spendesk_credentials_refused`, or a temporary one.
   */
  token(): Promise<string>;
  /** Drops `refused` after a 401, so that the next `token()` is a new one. */
  discard(refused: string): void;
  /** Scopes of the newest token; null when Spendesk doesn't name them. */
  grantedScopes(): readonly string[] | null;
}

export interface TokenSourceOptions {
  readonly http: HttpClient;
  readonly credentials: SpendeskCredentials;
  /** Space separated; default: all scopes of the key. */
  readonly scope?: string | undefined;
  readonly registerSecret: RegisterSecret;
  readonly announcements: Announcements;
  readonly clock: Clock;
}

const PURPOSE = "get an access token";
/** A token lives 60 minutes (docs/vendors/spendesk.md §2). */
const LIFETIME_S = 3600;

/** Separated by blanks as OAuth 2 has it; a list is understood as well. */
const scopeList = z
  .union([z.string().transform((text) => text.split(/\s+/)), z.array(z.string())])
  .transform((scopes) => scopes.filter((scope) => scope !== ""));

const tokenAnswer = z.object({
  access_token: z.string().refine(isToken),
  expires_in: z.coerce.number().positive().catch(LIFETIME_S),
  scope: scopeList.optional().catch(undefined),
});

/** Tokens from `POST /v1/auth/token` (docs/vendors/spendesk.md §2), renewed ahead of their end. */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { http, credentials, scope, registerSecret, announcements, clock } = options;
  let scopes: readonly string[] | null = null;

  async function ask(): Promise<GivenToken> {
    const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
    registerSecret(basic);
    const response = await requestToken(http, basic, scope);
    announcements.note(PURPOSE, response);
    const answer = parseToken(response);
    registerSecret(answer.access_token);
    scopes = answer.scope ?? null;
    return { value: answer.access_token, lifeSeconds: answer.expires_in };
  }

  const keeper = keepToken(ask, {
    renewals: Number.POSITIVE_INFINITY,
    now: () => clock.now().getTime(),
  });
  return {
    token: async () => (await keeper.current()).value,
    discard: (refused) => {
      keeper.refuse(refused);
    },
    grantedScopes: () => scopes,
  };
}

async function requestToken(
  http: HttpClient,
  basic: string,
  scope: string | undefined,
): Promise<HttpResponse> {
  try {
    return await http.request({
      method: "POST",
      path: "/v1/auth/token",
      headers: { authorization: `Basic ${basic}` },
      json: { grant_type: "client_credentials", ...(scope !== undefined && { scope }) },
      retry: "safe",
      purpose: PURPOSE,
    });
  } catch (error) {
    throw spendeskProblem(error);
  }
}

function parseToken(response: HttpResponse): z.infer<typeof tokenAnswer> {
  if ([400, 401, 403].includes(response.status)) throw credentialsRefused(response.status);
  if (response.status !== 200 && response.status !== 201) {
    throw unusableAnswer(response);
  }
  const answer = tokenAnswer.safeParse(readJson(response));
  if (answer.success) return answer.data;
  throw new Problem({
    kind: "temporary",
    code: "spendesk_token_unreadable",
    what: "Spendesk gave no access token.",
    why: "Its answer does not have the documented form, or the token in it can't be sent.",
    next: "Check the Spendesk address in the configuration, then run `spendesk-hr preview`.",
  });
}

function readJson(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch (error) {
    throw spendeskProblem(error);
  }
}

function credentialsRefused(status: number): Problem {
  return new Problem({
    kind: "credentials",
    code: "spendesk_credentials_refused",
    what: "Spendesk does not accept the API key.",
    why: `The id or the secret is wrong, or the key was deleted or has expired (keys live one year at most; status ${status}).`,
    next: "Let the Account Owner make a key in Spendesk (Settings > Integrations > API access), then run `spendesk-hr credentials set spendesk`.",
  });
}
