import { Problem } from "./errors.js";
import type { ConnectionStatus, EntityRecord } from "./state-store.js";

/** The record of an entity the state has not seen yet: configured by hand, nothing confirmed. */
export function newEntityRecord(entity: string, provider: string | null): EntityRecord {
  return {
    entity,
    provider,
    connectionStatus: "awaiting_actions",
    lastError: null,
    confirmedConfig: null,
    lastAttemptAt: null,
    lastSuccessAt: null,
    keyExpiresOn: null,
    confirmedAccount: null,
    confirmedSafety: null,
    appliedConfig: null,
    connectedOn: null,
    fieldCounts: null,
  };
}

/**
 * What an entity's card says (docs/vendors/spendesk.md §1). A configuration that differs from the confirmed one
 * means *awaiting actions* again, whatever was true before.
 */
export function connectionStatusOf(record: EntityRecord, configFingerprint: string | null): ConnectionStatus {
  if (record.connectionStatus === "disconnected") return "disconnected";
  if (record.lastError !== null) return "error";
  if (configFingerprint !== null && record.confirmedConfig === configFingerprint) return "connected";
  return "awaiting_actions";
}

/** Why an entity that somebody disconnected is left alone. */
export function entityDisconnected(entity: string, provider: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "entity_disconnected",
    what: `${entity} is disconnected, so it is not synchronised.`,
    why: "Somebody ran `spendesk-hr disconnect` for it. Its members stay as they are.",
    next: `Run \`spendesk-hr connect ${provider} --entity ${entity}\`, then \`spendesk-hr configure --entity ${entity}\`.`,
  });
}
