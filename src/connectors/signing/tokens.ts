import { isToken } from "../../http/request.js";
import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { callProvider, readJsonOrNull, unexpectedAnswer } from "../../providers/support/call.js";
import { credentialProblem } from "../../providers/support/refusal-problem.js";
import { valueAt } from "../mapping/paths.js";
import { renderText, renderValue, type Scope } from "../mapping/templates.js";
import { answerProblem, refusalRules } from "../reading/refusals.js";
import type { Connection } from "../reading/values-of.js";
import type { SessionWay } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";

/** What signing works with. */
export interface SigningContext {
  readonly manifest: Manifest;
  readonly connection: Connection;
  readonly scope: Scope;
}

/** A token that a call gave. */
export interface Token {
  readonly value: string;
  /** On the clock of `performance.now`; null when nobody says. */
  readonly endsAt: number | null;
}

/** Names and values of a form. */
export type Parameters = Readonly<Record<string, string>>;

/** What an authorization server gave. */
export interface Grant {
  readonly token: Token;
  /** Null when it gave none. */
  readonly refreshToken: string | null;
}

/** Asks for a grant. `retry` as in `HttpRequest`. */
export type AskForGrant = (parameters: Parameters, retry: HttpRequest["retry"]) => Promise<Grant>;

/** A token for a sign-in of the tool's own kind. @throws Problem when it is refused */
export async function sessionToken(way: SessionWay, context: SigningContext): Promise<Token> {
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
  refuseNoGrant(response, manifest);
  const token = valueAt(readJsonOrNull(response), way.token);
  return tokenFrom(token, way.lifetimeSeconds, context);
}

/** @throws Problem for an answer to a sign-in that gives nothing */
export function refuseNoGrant(response: HttpResponse, manifest: Manifest): void {
  const { status } = response;
  // RFC 6749 §5.2: a wrong client is 400 or 401; sign-ins of vendors answer alike.
  if ([400, 401, 403].includes(status)) throw credentialProblem(response, refusalRules(manifest));
  if (status < 200 || status > 299) throw answerProblem(manifest, response);
}

/** Part of a token's life after which a new one is asked for. */
const USED_LIFE = 0.9;

/** @throws Problem when it can't be a token */
export function tokenFrom(
  token: unknown,
  lifeSeconds: number | undefined,
  { manifest, connection }: Pick<SigningContext, "manifest" | "connection">,
): Token {
  if (typeof token !== "string" || !isToken(token)) {
    throw unexpectedAnswer(manifest.title, "The answer to the sign-in has no token.");
  }
  connection.registerSecret(token);
  const endsAt = lifeSeconds === undefined ? null : performance.now() + lifeSeconds * 1000 * USED_LIFE;
  return { value: token, endsAt };
}
