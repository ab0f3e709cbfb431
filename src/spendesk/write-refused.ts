import { Problem } from "../sync/model/index.js";
import type { WriteCall, WriteRoutes } from "./write-routes.js";

/** What a key that may not write members leaves to do. */
export const WITHOUT_WRITE_ACCESS =
  "`spendesk-hr apply --to file` works today: it makes the file for Spendesk's import and a list of the rest. For the API, ask Spendesk for write access to members (create, update, archive) for this key.";

interface Refusal {
  readonly call: WriteCall;
  readonly route: Pick<WriteRoutes[WriteCall], "method" | "path">;
  /** What was tried: `create members`. */
  readonly purpose: string;
  readonly status: number;
  /** Of the token; null when Spendesk doesn't name them. */
  readonly scopes: readonly string[] | null;
}

/** A write that Spendesk does not let this key make, or has no route for: none of its kind will work. */
export function writeRefused({ call, route, purpose, status, scopes }: Refusal): Problem {
  const cause =
    status === 403
      ? "The API key has no right to this call."
      : "Spendesk has no such call at this address, or hides it from this key.";
  const has = scopes === null ? "" : ` The key's scopes: ${scopes.join(", ") || "none"}.`;
  return new Problem({
    kind: "credentials",
    code: "spendesk_write_refused",
    what: `Spendesk refuses to ${purpose} (${route.method} ${route.path}, status ${status}).`,
    why: `${cause}${has} Writing members is not part of Spendesk's public documentation; it is granted by agreement. Nothing more was sent, and what was done before is recorded (\`spendesk-hr history\`).`,
    next: `${WITHOUT_WRITE_ACCESS} If Spendesk named you another call, put it into \`spendesk.routes.${call}\` of the configuration.`,
  });
}

/** Whether a key may write members, as far as its token tells. */
export interface WriteAccess {
  /** `unknown`: the answer names no scopes, or odd ones; only a write could tell. */
  readonly state: "granted" | "refused" | "unknown";
  /** Scopes of the token; null when Spendesk doesn't name them. */
  readonly scopes: readonly string[] | null;
}

/**
 * ASSUMED, here and nowhere else: only `user:read` is documented (docs/vendors/spendesk.md §1). A right to write is
 * taken to be any other right on users, such as `user:write` or `user:*`, or on everything.
 */
const WRITE_SCOPE = /^(?:\*|(?:users?|members?|\*)[:.](?!read(?:[-_]?only)?(?:[:.]|$)).+)$/i;
/** The documented form, `supplier:read`: whoever gives another one may mean anything by it. */
const SCOPE_FORM = /^[\w*]+[:.]\S+$/;

/**
 * Reads the right to write from the scopes of a token; sends nothing.
 * @param writeScope name of the scope that allows it, when Spendesk has named it; null: as assumed
 */
export function writeAccessOf(scopes: readonly string[] | null, writeScope: string | null): WriteAccess {
  if (scopes === null || scopes.length === 0) return { state: "unknown", scopes: null };
  if (writeScope !== null) return { state: scopes.includes(writeScope) ? "granted" : "refused", scopes };
  if (scopes.some((scope) => WRITE_SCOPE.test(scope))) return { state: "granted", scopes };
  return { state: scopes.every((scope) => SCOPE_FORM.test(scope)) ? "refused" : "unknown", scopes };
}
