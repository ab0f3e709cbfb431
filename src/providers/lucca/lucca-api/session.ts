import { type GivenToken, keepToken } from "../../../http/token-keeper.js";
import type { HttpRequest, HttpResponse } from "../../../http/types.js";
import type { ProviderConnection } from "../../provider.js";
import { callProvider, readJsonOrNull } from "../../support/call.js";
import { sentCredential } from "../../support/credentials.js";
import { withAddressAdvice } from "../../support/typed-address.js";
import { CHECK_ADDRESS, SERVICE } from "../errors.js";
import type { LuccaApiSettings } from "../settings.js";
import { refusesScopes, signInProblem } from "./errors.js";
import { isGranted, type Scope, wantedScopes } from "./guide.js";
import { tokenSchema } from "./schema.js";

/** One host for the accounts of all companies (docs/vendors/lucca.md §2). */
const SIGN_IN_URL = "https://accounts.world.luccasoftware.com";

/** Required with every call of an account (docs/vendors/lucca.md §2). */
const API_VERSION = "2024-11-01";

type Connection = ProviderConnection<LuccaApiSettings>;

interface Token extends GivenToken {
  /** Null when Lucca did not say. */
  readonly scopes: ReadonlySet<string> | null;
}

/** One signed-in run. */
export interface LuccaSession {
  /**
   * The answer to a GET on the company's account, whatever its status; after a 401 that of a second try
   * with a new token.
   * @throws Problem when no answer or no token came
   */
  get(request: Pick<HttpRequest, "path" | "query" | "purpose">): Promise<HttpResponse>;
  /** Whether the present token may read; true when that was not told, and before the first call. */
  isGranted(scope: Scope): boolean;
}

/**
 * Starts a run; the token is asked for at the first call. The client secret goes to Lucca's host for
 * tokens only, the token to the company's account only.
 */
export function openSession(connection: Connection): LuccaSession {
  const wanted = wantedScopes(connection.settings);
  let granted: Token["scopes"] = null;
  const tokens = keepToken(
    async () => {
      const token = await requestToken(connection, wanted);
      granted = token.scopes;
      return token;
    },
    { renewals: Number.POSITIVE_INFINITY },
  );

  async function send(
    request: Pick<HttpRequest, "path" | "query" | "purpose">,
    { value }: Token,
  ): Promise<HttpResponse> {
    const headers = {
      accept: "application/json",
      authorization: `Bearer ${value}`,
      "api-version": API_VERSION,
    };
    try {
      return await callProvider(
        connection.http,
        { ...request, method: "GET", headers, retry: "safe" },
        SERVICE,
      );
    } catch (error) {
      throw withAddressAdvice(error, CHECK_ADDRESS);
    }
  }

  return {
    async get(request) {
      const token = await tokens.current();
      const response = await send(request, token);
      if (response.status !== 401 || !tokens.refuse(token.value)) return response;
      return send(request, await tokens.current());
    },
    isGranted: (scope) => isGranted(scope, granted),
  };
}

/**
 * A new token (docs/vendors/lucca.md §2). A scope the application does not have probably fails the whole
 * request, so it is repeated without any, which stands for those it has (RFC 6749 §3.3; of Lucca
 * assumed).
 */
async function requestToken(connection: Connection, wanted: readonly Scope[]): Promise<Token> {
  const scope = wanted.join(" ");
  const first = await askForToken(connection, { scope });
  const response = refusesScopes(first) ? await askForToken(connection, {}) : first;
  const parsed = tokenSchema.safeParse(readJsonOrNull(response));
  if (response.status !== 200 || !parsed.success) throw signInProblem(response, wanted);
  const { access_token, expires_in, scope: granted } = parsed.data;
  connection.registerSecret(access_token);
  return {
    value: access_token,
    lifeSeconds: expires_in ?? null,
    scopes: granted ? new Set(granted.trim().split(/\s+/u)) : null,
  };
}

function askForToken(connection: Connection, scope: Readonly<Record<string, string>>): Promise<HttpResponse> {
  const { httpAt, credentials } = connection;
  const request: HttpRequest = {
    method: "POST",
    path: "/connect/token",
    headers: { accept: "application/json" },
    form: {
      grant_type: "client_credentials",
      client_id: (credentials.clientId ?? "").trim(),
      client_secret: sentCredential(connection, "clientSecret"),
      ...scope,
    },
    // A second token changes nothing.
    retry: "safe",
    purpose: "sign in",
  };
  return callProvider(httpAt(SIGN_IN_URL), request, SERVICE);
}
