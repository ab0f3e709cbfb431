import { z } from "zod";
import { isToken } from "../../http/request.js";
import { type GivenToken, keepToken, type TokenKeeper } from "../../http/token-keeper.js";
import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { callProvider, readJsonOrNull } from "../../providers/support/call.js";
import { basicAuthorization } from "../../providers/support/credentials.js";
import type { Hooks } from "../define.js";
import { valueAt } from "../mapping/paths.js";
import { renderText, renderValue, type Scope } from "../mapping/templates.js";
import type { AuthWay, OAuth2Way, SessionWay } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { ownTarget } from "./hosts.js";
import { signInRefusal } from "./refusals.js";
import type { Connection } from "./values-of.js";

/** What signing adds to a call. */
type SignatureParts = Required<Pick<HttpRequest, "headers">> & {
  readonly query: Readonly<Record<string, string>>;
};

/** With the tokens that it is made with. */
type Signature = SignatureParts & { readonly tokens: ReadonlyMap<AuthWay, string> };

/** Signs the calls of one read. */
export interface Signer {
  /** @throws Problem when a token is needed and is not given */
  signature(): Promise<Signature>;
  /**
   * To be asked about every answer: whether the call is worth another try with a new token. Once for each
   * signer, since a new token that is refused as well says that the credentials are wrong.
   */
  renew(used: Signature, status: number): boolean;
}

/** What a signer works with. */
export interface SigningContext {
  readonly manifest: Manifest;
  readonly hooks: Hooks;
  readonly connection: Connection;
  readonly scope: Scope;
}

export function createSigner(context: SigningContext): Signer {
  const { auth } = context.manifest;
  const ways = auth === "none" ? [] : Array.isArray(auth) ? auth : [auth];
  const keepers = new Map<OAuth2Way | SessionWay, TokenKeeper<GivenToken>>();
  for (const way of ways) {
    if (way.kind === "oauth2")
      keepers.set(
        way,
        keepToken(() => clientToken(way, context)),
      );
    if (way.kind === "session")
      keepers.set(
        way,
        keepToken(() => sessionToken(way, context)),
      );
  }

  /** @param token of the ways that get one */
  function signatureOf(way: AuthWay, token: string): SignatureParts {
    const { connection, scope } = context;
    const text = (template: string) => renderText(template, scope);
    switch (way.kind) {
      case "basic":
        return headerOf(
          "authorization",
          basicAuthorization(connection, text(way.username), text(way.password)),
        );
      case "bearer":
        return headerOf("authorization", `Bearer ${text(way.token)}`);
      case "header":
        return headerOf(way.name, text(way.value));
      case "query":
        return { headers: {}, query: { [way.name]: text(way.value) } };
      case "oauth2":
        return headerOf("authorization", `Bearer ${token}`);
      case "session":
        return headerOf(way.header, renderText(way.value, { ...scope, token }));
    }
  }

  return {
    async signature() {
      const tokens = new Map<AuthWay, string>();
      for (const [way, keeper] of keepers) tokens.set(way, (await keeper.current()).value);
      const parts = ways.map((way) => signatureOf(way, tokens.get(way) ?? ""));
      return {
        headers: Object.assign({}, ...parts.map(({ headers }) => headers)),
        query: Object.assign({}, ...parts.map(({ query }) => query)),
        tokens,
      };
    },
    renew: ({ tokens }, status) =>
      [...keepers]
        .filter(([{ renewAt }]) => renewAt.includes(status))
        .map(([way, keeper]) => keeper.refuse(tokens.get(way) ?? ""))
        .includes(true),
  };
}

function headerOf(name: string, value: string): SignatureParts {
  return { headers: { [name.toLowerCase()]: value }, query: {} };
}

const grantSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

/** RFC 6749 §4.4: a token for the client itself. */
async function clientToken(way: OAuth2Way, context: SigningContext): Promise<GivenToken> {
  const { manifest, connection, scope } = context;
  const text = (template: string) => renderText(template, scope);
  const { http, path, query } = ownTarget(manifest, connection, text(way.tokenUrl));
  const client = { client_id: text(way.clientId), client_secret: text(way.clientSecret) };
  const body = {
    grant_type: "client_credentials",
    ...(way.client === "body" && client),
    ...(way.scope !== undefined && { scope: text(way.scope) }),
    ...(way.audience !== undefined && { audience: text(way.audience) }),
    ...Object.fromEntries(Object.entries(way.extra ?? {}).map(([key, value]) => [key, text(value)])),
  };
  const request: HttpRequest = {
    method: "POST",
    path,
    query,
    ...(way.client === "basic" && { headers: { authorization: clientAuthorization(client, connection) } }),
    ...(way.body === "json" ? { json: body } : { form: body }),
    retry: "safe",
    purpose: "sign in",
  };
  const response = await callProvider(http, request, manifest.title);
  const grant = grantSchema.safeParse(readJsonOrNull(response)).data;
  return tokenFrom(response, grant?.access_token, grant?.expires_in, context);
}

/** RFC 6749 §2.3.1: both are encoded as in a form before they become a header. */
function clientAuthorization(
  client: Readonly<Record<"client_id" | "client_secret", string>>,
  connection: Connection,
): string {
  const [id, secret] = [client.client_id, client.client_secret].map(encodeURIComponent);
  return basicAuthorization(connection, id ?? "", secret ?? "");
}

async function sessionToken(way: SessionWay, context: SigningContext): Promise<GivenToken> {
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

function tokenFrom(
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
