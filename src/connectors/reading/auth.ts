import { Buffer } from "node:buffer";
import { z } from "zod";
import { isToken } from "../../http/request.js";
import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { callProvider, readJsonOrNull, unexpectedAnswer } from "../../providers/support/call.js";
import { credentialProblem } from "../../providers/support/refusal-problem.js";
import { valueAt } from "../mapping/paths.js";
import { renderText, renderValue, type Scope } from "../mapping/templates.js";
import type { AuthWay, OAuth2Way, SessionWay } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import { ownTarget } from "./hosts.js";
import { answerProblem, refusalRules } from "./refusals.js";
import type { Connection } from "./values-of.js";

/** What signing adds to a call. */
type Signature = Required<Pick<HttpRequest, "headers">> & {
  readonly query: Readonly<Record<string, string>>;
};

/** Signs the calls of one read. */
export interface Signer {
  /** @throws Problem when a token is needed and is not given */
  signature(): Promise<Signature>;
  /**
   * To be asked after a 401: whether the call is worth another try with a new token. Once for each
   * signer, since a new token that is refused as well says that the credentials are wrong.
   */
  renew(used: Signature): boolean;
}

/** What a signer works with. */
export interface SigningContext {
  readonly manifest: Manifest;
  readonly connection: Connection;
  readonly scope: Scope;
}

/** A token that a call gave. */
interface Token {
  readonly value: string;
  /** On the clock of `performance.now`; null when nobody says. */
  readonly endsAt: number | null;
}

export function createSigner(context: SigningContext): Signer {
  const { auth } = context.manifest;
  const ways = auth === "none" ? [] : Array.isArray(auth) ? auth : [auth];
  const tokens = new Map<AuthWay, Promise<Token>>();
  let current: Signature | null = null;
  let isRenewed = false;

  async function tokenOf(way: OAuth2Way | SessionWay): Promise<string> {
    const known = tokens.get(way);
    const token = known && (await known);
    if (token && (token.endsAt === null || performance.now() < token.endsAt)) return token.value;
    if (tokens.get(way) === known) {
      tokens.set(way, way.kind === "oauth2" ? clientToken(way, context) : sessionToken(way, context));
    }
    return tokenOf(way);
  }

  async function signatureOf(way: AuthWay): Promise<Signature> {
    const { connection, scope } = context;
    const text = (template: string) => renderText(template, scope);
    const secret = (value: string) => {
      connection.registerSecret(value);
      return value;
    };
    switch (way.kind) {
      case "basic": {
        const pair = Buffer.from(`${text(way.username)}:${text(way.password)}`).toString("base64");
        return headerOf("authorization", `Basic ${secret(pair)}`);
      }
      case "bearer":
        return headerOf("authorization", `Bearer ${text(way.token)}`);
      case "header":
        return headerOf(way.name, text(way.value));
      case "query":
        return { headers: {}, query: { [way.name]: text(way.value) } };
      case "oauth2":
        return headerOf("authorization", `Bearer ${await tokenOf(way)}`);
      case "session":
        return headerOf(way.header, renderText(way.value, { ...scope, token: await tokenOf(way) }));
    }
  }

  return {
    async signature() {
      const parts = await Promise.all(ways.map(signatureOf));
      const headers = Object.assign({}, ...parts.map((part) => part.headers));
      const query = Object.assign({}, ...parts.map((part) => part.query));
      current = { headers, query };
      return current;
    },
    renew(used) {
      if (tokens.size === 0) return false;
      // Somebody else got a new one meanwhile.
      if (current && JSON.stringify(current) !== JSON.stringify(used)) return true;
      if (isRenewed) return false;
      isRenewed = true;
      tokens.clear();
      return true;
    },
  };
}

function headerOf(name: string, value: string): Signature {
  return { headers: { [name.toLowerCase()]: value }, query: {} };
}

const grantSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

/** RFC 6749 §4.4: a token for the client itself. */
async function clientToken(way: OAuth2Way, context: SigningContext): Promise<Token> {
  const { manifest, connection, scope } = context;
  const text = (template: string) => renderText(template, scope);
  const { http, path, query } = ownTarget(manifest, connection, text(way.tokenUrl));
  const client = { client_id: text(way.clientId), client_secret: text(way.clientSecret) };
  const pair = Buffer.from(
    `${encodeURIComponent(client.client_id)}:${encodeURIComponent(client.client_secret)}`,
  );
  const basic = pair.toString("base64");
  connection.registerSecret(basic);
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
    ...(way.client === "basic" && { headers: { authorization: `Basic ${basic}` } }),
    ...(way.body === "json" ? { json: body } : { form: body }),
    retry: "safe",
    purpose: "sign in",
  };
  const response = await callProvider(http, request, manifest.title);
  const grant = grantSchema.safeParse(readJsonOrNull(response)).data;
  return tokenFrom(response, grant?.access_token, grant?.expires_in, context);
}

async function sessionToken(way: SessionWay, context: SigningContext): Promise<Token> {
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

/** Part of a token's life after which a new one is asked for. */
const USED_LIFE = 0.9;

function tokenFrom(
  response: HttpResponse,
  token: unknown,
  lifeSeconds: number | undefined,
  { manifest, connection }: SigningContext,
): Token {
  const { status } = response;
  // RFC 6749 §5.2: a wrong client is 400 or 401; sign-ins of vendors answer alike.
  if ([400, 401, 403].includes(status)) throw credentialProblem(response, refusalRules(manifest));
  if (status < 200 || status > 299) throw answerProblem(manifest, response);
  if (typeof token !== "string" || !isToken(token)) {
    throw unexpectedAnswer(manifest.title, "The answer to the sign-in has no token.");
  }
  connection.registerSecret(token);
  const endsAt = lifeSeconds === undefined ? null : performance.now() + lifeSeconds * 1000 * USED_LIFE;
  return { value: token, endsAt };
}
