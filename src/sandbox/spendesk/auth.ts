import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";
import { parseJson, type Reply, type SandboxRequest } from "../server/exchange.js";
import { bearerToken, type TokenBook } from "../server/tokens.js";
import type { LiveSettings } from "../settings.js";
import { badRequest, errorReply, spendeskFailure } from "./errors.js";
import type { Entity } from "./members.js";

/** Whom a Spendesk token stands for. */
export interface Access {
  readonly entity: Entity;
  readonly scopes: readonly string[];
}

const READ = "user:read";
/** The name of the write scope is assumed. */
const WRITE = "user:write";

const tokenRequest = z.object({ grant_type: z.literal("client_credentials"), scope: z.string().optional() });

/** Keys and tokens of all entities. */
export class Gatekeeper {
  readonly #entities: readonly Entity[];
  readonly #tokens: TokenBook<Access>;
  readonly #settings: LiveSettings;

  constructor(entities: readonly Entity[], tokens: TokenBook<Access>, settings: LiveSettings) {
    this.#entities = entities;
    this.#tokens = tokens;
    this.#settings = settings;
  }

  /** The entity a request speaks for, by key or by token, whether or not it is let in. */
  entityOf(headers: IncomingHttpHeaders): Entity | null {
    return this.#entityByKey(headers) ?? this.#access(headers)?.entity ?? null;
  }

  /** `POST /v1/auth/token` (docs/vendors/spendesk.md §2). */
  issueToken(request: SandboxRequest, only: Entity | null): Reply {
    const entity = this.#entityByKey(request.headers);
    if (entity === null || (only !== null && only !== entity)) {
      return errorReply("AUTHENTICATION_ERROR", "The API key is unknown or its secret is wrong.");
    }
    const body = tokenRequest.safeParse(parseJson(request.body));
    if (!body.success) return badRequest("grant_type must be client_credentials.");
    const granted = this.#settings.writes === true ? [READ, WRITE] : [READ];
    const asked = body.data.scope?.split(" ").filter(Boolean) ?? granted;
    const refused = asked.find((scope) => !granted.includes(scope));
    if (refused !== undefined) return badRequest(`The key has no scope ${refused}.`);
    const token = this.#tokens.issue("", { entity, scopes: asked });
    return {
      status: 200,
      json: {
        access_token: token.text,
        token_type: "Bearer",
        expires_in: this.#tokens.secondsLeft(token),
        scope: asked.join(" "),
      },
    };
  }

  /** The entity a token may read, or the refusal. */
  reader(request: SandboxRequest, only: Entity | null): Entity | Reply {
    const access = this.#access(request.headers);
    if (access === null || (only !== null && only !== access.entity)) return spendeskFailure("unauthorized");
    if (!access.scopes.includes(READ)) return errorReply("FORBIDDEN_ERROR", `The scope ${READ} is missing.`);
    return access.entity;
  }

  /** The entity a token may write to, or the refusal. */
  writer(request: SandboxRequest, only: Entity | null): Entity | Reply {
    const access = this.#access(request.headers);
    if (access === null || (only !== null && only !== access.entity)) return spendeskFailure("unauthorized");
    if (this.#settings.writes !== true || !access.scopes.includes(WRITE)) {
      return errorReply("FORBIDDEN_ERROR", `The scope ${WRITE} is missing.`);
    }
    return access.entity;
  }

  #access(headers: IncomingHttpHeaders): Access | null {
    const text = bearerToken(headers.authorization);
    return text === null ? null : (this.#tokens.find(text)?.subject ?? null);
  }

  #entityByKey(headers: IncomingHttpHeaders): Entity | null {
    const encoded = /^Basic\s+(\S+)$/iu.exec(headers.authorization ?? "")?.[1];
    if (encoded === undefined) return null;
    const key = Buffer.from(encoded, "base64").toString("utf8");
    const matches = ({ credentials }: Entity) =>
      key === `${credentials.clientId}:${credentials.clientSecret}`;
    return this.#entities.find(matches) ?? null;
  }
}

/** Tells a refusal from an entity. */
export function isRefused(outcome: Entity | Reply): outcome is Reply {
  return "status" in outcome;
}
