import * as z from "zod";
import type { GivenToken } from "../../http/token-keeper.js";
import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { callProvider, readJsonOrNull } from "../../providers/support/call.js";
import { basicAuthorization } from "../../providers/support/credentials.js";
import { credentialProblem } from "../../providers/support/refusal-problem.js";
import { ownValue } from "../../shared/objects.js";
import { renderText } from "../mapping/templates.js";
import { ownTarget } from "../reading/hosts.js";
import { refusalRules } from "../reading/refusals.js";
import type { OAuth2Way } from "../schema/auth.js";
import { signedAssertion } from "./assertion.js";
import { connectionExpired, refreshed } from "./refresh.js";
import { type AskForGrant, type Grant, type Parameters, type SigningContext, tokenFrom } from "./tokens.js";

/**
 * An access token for the client itself, for a refresh token or for an assertion.
 * @throws Problem when it is refused, or what it takes can't be used
 */
export async function oauth2Token(way: OAuth2Way, context: SigningContext): Promise<GivenToken> {
  const ask: AskForGrant = (parameters, retry) => grantOf(way, parameters, retry, context);
  switch (way.kind) {
    case "oauth2":
      return (await ask({ grant_type: "client_credentials" }, "safe")).token;
    case "oauth2Refresh":
      return refreshed(way, context, ask);
    case "oauth2Jwt": {
      const assertion = await signedAssertion(
        way.assertion,
        context,
        renderText(way.tokenUrl, context.scope),
      );
      const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
      return (await ask({ grant_type, assertion }, "safe")).token;
    }
  }
}

async function grantOf(
  way: OAuth2Way,
  own: Parameters,
  retry: HttpRequest["retry"],
  context: SigningContext,
): Promise<Grant> {
  const { manifest, connection, scope } = context;
  const text = (template: string) => renderText(template, scope);
  const tokenUrl = text(way.tokenUrl);
  const { http, path, query } = ownTarget(manifest, connection, tokenUrl);
  const client = await clientParts(way, context, tokenUrl);
  const named: Parameters = {
    ...own,
    ...client.parameters,
    ...(way.scope !== undefined && { scope: text(way.scope) }),
    ...(way.audience !== undefined && { audience: text(way.audience) }),
  };
  const names: Readonly<Record<string, string>> = way.rename ?? {};
  const body = Object.fromEntries([
    ...Object.entries(named).map(([key, value]) => [names[key] ?? key, value]),
    ...Object.entries(way.extra ?? {}).map(([key, value]) => [key, text(value)]),
  ]);
  const request: HttpRequest = {
    method: "POST",
    path,
    query,
    headers: client.headers,
    ...(way.body === "json" ? { json: body } : { form: body }),
    retry,
    purpose: "sign in",
  };
  return granted(await callProvider(http, request, manifest.title), way, context);
}

/** How the client says who it is. */
async function clientParts(
  way: OAuth2Way,
  context: SigningContext,
  tokenUrl: string,
): Promise<{ readonly headers: Parameters; readonly parameters: Parameters }> {
  if (way.kind === "oauth2Jwt") return { headers: {}, parameters: {} };
  const id = renderText(way.clientId, context.scope);
  if (way.client === "assertion" && way.assertion) {
    const client_assertion = await signedAssertion(way.assertion, context, tokenUrl);
    const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    return { headers: {}, parameters: { client_id: id, client_assertion_type, client_assertion } };
  }
  const secret = renderText(way.clientSecret ?? "", context.scope);
  if (way.client === "body") {
    return { headers: {}, parameters: { client_id: id, client_secret: secret } };
  }
  // RFC 6749 §2.3.1: both are encoded as in a form before they become a header.
  const [name, proof] = [encodeURIComponent(id), encodeURIComponent(secret)];
  return {
    headers: { authorization: basicAuthorization(context.connection, name, proof) },
    parameters: {},
  };
}

const lifeSchema = z.coerce.number().positive().optional().catch(undefined);

/** @throws Problem `connection_expired` when the refresh token is not valid any more, and other refusals */
function granted(response: HttpResponse, way: OAuth2Way, context: SigningContext): Grant {
  const { manifest, connection } = context;
  const json = readJsonOrNull(response);
  const told = (name: "access_token" | "expires_in" | "refresh_token") =>
    ownValue(json, way.rename?.[name] ?? name);
  const error = ownValue(json, "error");
  if (way.kind === "oauth2Refresh" && typeof error === "string") {
    if (["invalid_grant", ...way.expiredCodes].includes(error)) {
      throw connectionExpired(manifest, way.refreshToken, response);
    }
  }
  // Some refuse with a good status.
  if (response.status < 300 && typeof error === "string" && error !== "")
    throw credentialProblem(response, refusalRules(manifest));
  const refreshToken = told("refresh_token");
  if (typeof refreshToken === "string") connection.registerSecret(refreshToken);
  return {
    token: tokenFrom(response, told("access_token"), lifeSchema.parse(told("expires_in")), context),
    refreshToken: typeof refreshToken === "string" && refreshToken !== "" ? refreshToken : null,
  };
}
