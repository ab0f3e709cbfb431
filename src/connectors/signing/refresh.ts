import type { GivenToken } from "../../http/token-keeper.js";
import type { HttpResponse } from "../../http/types.js";
import { refusalText } from "../../providers/support/refusal.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { RefreshWay } from "../schema/auth.js";
import type { Manifest } from "../schema/manifest.js";
import type { AskForGrant, SigningContext } from "./tokens.js";

/**
 * An access token for a refresh token. Where each use gives another refresh token, that one is kept before
 * the access token is used, and no other run uses the old one meanwhile.
 *
 * @throws Problem `credentials_not_kept` before anything is sent, when the new one could not be kept;
 *   `credentials_lost` when keeping it failed; `connection_expired`
 */
export async function refreshed(
  { refreshToken: field, afterUse }: RefreshWay,
  { manifest, connection }: SigningContext,
  ask: AskForGrant,
): Promise<GivenToken> {
  const refresh = (refreshToken: string, retry: "safe" | "unsent") =>
    ask({ grant_type: "refresh_token", refresh_token: refreshToken }, retry);
  const given = connection.credentials[field] ?? "";
  if (afterUse === "kept") return (await refresh(given, "safe")).token;
  const { keeper } = connection;
  if (!keeper) throw new Error(`nobody keeps what ${manifest.id} replaces`);
  if (keeper.obstacle) throw notKept(manifest, field, keeper.obstacle);
  return keeper.alone(async (kept) => {
    const before = kept[field] ?? given;
    // Not sent again when no answer came: the token may be used up.
    const grant = await refresh(before, "unsent");
    if (grant.refreshToken === null || grant.refreshToken === before) return grant.token;
    try {
      await keeper.keep({ [field]: grant.refreshToken });
    } catch (error) {
      throw isProblem(error) ? lost(manifest, field, error) : error;
    }
    return grant.token;
  });
}

/** The refresh token is not valid any more. */
export function connectionExpired(manifest: Manifest, field: string, response: HttpResponse): Problem {
  return new Problem({
    kind: "credentials",
    code: "connection_expired",
    what: `The connection to ${manifest.title} has expired.`,
    why: `${refusalText(manifest.title, response)} The ${labelOf(manifest, field)} was revoked, is too old, or was used up: by another program, or by a run that was killed before the new one was stored.`,
    next: `Connect again: make a new ${labelOf(manifest, field)}, then run \`spendesk-hr connect ${manifest.id}\`.`,
  });
}

function notKept(
  manifest: Manifest,
  field: string,
  { why, next }: { readonly why: string; readonly next: string },
): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_not_kept",
    what: `${manifest.title} replaces the ${labelOf(manifest, field)} with every use, and the new one could not be stored.`,
    why: `${why} Nothing was sent, so the present one is still valid.`,
    next,
  });
}

function lost(manifest: Manifest, field: string, cause: Problem): Problem {
  const label = labelOf(manifest, field);
  return new Problem(
    {
      kind: "credentials",
      code: "credentials_lost",
      what: `${manifest.title} has replaced the ${label}, and the new one could not be stored.`,
      why: `${cause.message} ${cause.why} The stored one is used up.`,
      next: `${cause.next} Then connect again: make a new ${label}, and run \`spendesk-hr connect ${manifest.id}\`.`,
    },
    { cause },
  );
}

function labelOf({ credentials }: Manifest, field: string): string {
  return credentials[field]?.label ?? field;
}
