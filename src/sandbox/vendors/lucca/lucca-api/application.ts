import { hashText, hexDigits, seededRandom, uuid } from "../../../random.js";
import type { Reply, Route, SandboxRequest } from "../../../server/exchange.js";
import { bearerToken, TokenBook } from "../../../server/tokens.js";
import type { VendorSetup } from "../../vendor.js";
import { problem } from "./collection.js";

/**
 * What an application can be given; those in the sandbox's `hiddenAttributes` it was not
 * (docs/vendors/lucca.md §1.2).
 */
const SCOPES = [
  "employees.readonly",
  "employments.readonly",
  "job-positions.readonly",
  "departments.readonly",
  "legal-entities.readonly",
  "business-establishments.readonly",
  "employee-personal-records.readonly",
] as const;

export type Scope = (typeof SCOPES)[number];

/** Thirty minutes. */
const TOKEN_LIFE_MS = 1_800_000;

/** The one client application of the account. */
export interface Application {
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  /** `POST /connect/token`, on a host of its own in reality. */
  readonly tokenRoute: Route;
  /** Null when the call may be answered. */
  refusal(request: SandboxRequest, scope: Scope): Reply | null;
  /** Whether the token of an answered call has a scope. */
  mayRead(request: SandboxRequest, scope: Scope): boolean;
}

export function createApplication({ seed, clock, tokenLifeMs, settings }: VendorSetup): Application {
  const random = seededRandom(hashText(`lucca application ${seed}`));
  const credentials = { clientId: uuid(random), clientSecret: hexDigits(random, 48) };
  // The subject is the scopes of the token, between blanks.
  const tokens = new TokenBook<string>(clock, random, tokenLifeMs ?? TOKEN_LIFE_MS);
  const granted = () => SCOPES.filter((scope) => !settings().hiddenAttributes.includes(scope));

  /** Wrong scopes are refused as the standard says (RFC 6749 §5.2); of Lucca that is from memory. */
  function issueToken({ headers, body }: SandboxRequest): Reply {
    if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
      return oauthError("invalid_request");
    }
    const form = new URLSearchParams(body);
    if (form.get("grant_type") !== "client_credentials") return oauthError("unsupported_grant_type");
    const { clientId, clientSecret } = credentials;
    if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret) {
      return oauthError("invalid_client", "Unknown application or wrong secret");
    }
    const wanted = form.get("scope")?.split(" ").filter(Boolean) ?? granted();
    if (wanted.some((scope) => !granted().some((own) => own === scope))) return oauthError("invalid_scope");
    const token = tokens.issue("lucca-", wanted.join(" "));
    return {
      status: 200,
      json: {
        access_token: token.text,
        token_type: "Bearer",
        expires_in: tokens.secondsLeft(token),
        // The standard wants them told when they are not those asked for.
        ...(form.has("scope") ? {} : { scope: token.subject }),
      },
    };
  }

  const tokenOf = ({ headers }: SandboxRequest) => tokens.find(bearerToken(headers.authorization) ?? "");
  const has = (request: SandboxRequest, scope: Scope) =>
    tokenOf(request)?.subject.split(" ").includes(scope) ?? false;

  return {
    credentials,
    tokenRoute: { method: "POST", template: "/connect/token", handle: issueToken },
    mayRead: has,
    refusal(request, scope) {
      if (tokenOf(request) === null) return problem(401, "The access token is invalid or has expired.");
      if (request.headers["api-version"] === undefined) {
        return problem(400, "One or more validation errors occurred.", { "Api-Version": ["is required"] });
      }
      const readsPeople = scope === "employees.readonly" || scope === "employee-personal-records.readonly";
      if (!has(request, scope) || (readsPeople && settings().forbidden)) {
        return problem(403, `The scope ${scope} is missing.`);
      }
      return null;
    },
  };
}

function oauthError(error: string, description?: string): Reply {
  const json = { error, ...(description !== undefined && { error_description: description }) };
  return { status: 400, headers: { "cache-control": "no-store" }, json };
}
