import { isToken } from "../../http/request.js";
import type { GivenToken } from "../../http/token-keeper.js";
import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { callProvider, readJsonOrNull } from "../../providers/support/call.js";
import type { Hooks } from "../define.js";
import { valueAt } from "../mapping/paths.js";
import { renderText, renderValue, type Scope } from "../mapping/templates.js";
import { signInRefusal } from "../reading/refusals.js";
import type { Connection } from "../reading/values-of.js";
import type { SessionWay } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";

/** What signing works with. */
export interface SigningContext {
  readonly manifest: Manifest;
  readonly hooks: Hooks;
  readonly connection: Connection;
  readonly scope: Scope;
}

/** Names and values of a form. */
export type Parameters = Readonly<Record<string, string>>;

/** What an authorization server gave. */
export interface Grant {
  readonly token: GivenToken;
  /** Null when it gave none. */
  readonly refreshToken: string | null;
}

/** Asks for a grant. `retry` as in `HttpRequest`. */
export type AskForGrant = (parameters: Parameters, retry: HttpRequest["retry"]) => Promise<Grant>;

/** A token for a sign-in of the tool's own kind. @throws Problem when it is refused */
export async function sessionToken(way: SessionWay, context: SigningContext): Promise<GivenToken> {
  const { manifest, connection, scope } = context;
  const { path, headers = {}, body, as } = way.request;
  const sent = Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, renderText(value, scope)]),
  );
  const request: HttpRequest = {
    method: "POST",
    path: renderText(path, scope, encodeURIComponent),
    headers: renderValue(headers, scope) as Record<string, string>,
    ...(as === "json" ? { json: sent } : { form: sent }),
    retry: "safe",
    purpose: "sign in",
  };
  const response = await callProvider(connection.http, request, manifest.title);
  const token = valueAt(readJsonOrNull(response), way.token);
  return tokenFrom(response, withoutScheme(token), way.lifetimeSeconds, context);
}

/** Some tools write the scheme before the token, as it stands in the header. */
function withoutScheme(token: unknown): unknown {
  return typeof token === "string" ? token.replace(/^Bearer /iu, "") : token;
}

/** @throws Problem for an answer to a sign-in that gives no token */
export function tokenFrom(
  response: HttpResponse,
  token: unknown,
  lifeSeconds: number | undefined,
  { manifest, hooks, connection }: SigningContext,
): GivenToken {
  const { status } = response;
  const isGood = status >= 200 && status < 300;
  if (!isGood || typeof token !== "string" || !isToken(token))
    throw signInRefusal({ manifest, hooks }, response);
  connection.registerSecret(token);
  return { value: token, lifeSeconds: lifeSeconds ?? null };
}
