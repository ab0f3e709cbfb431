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
