import { Problem } from "../../shared/errors.js";
import type { ConnectionStatus, EntityRecord, StateStore } from "./state-store.js";

/** What tells why a configuration is not confirmed. */
export interface Remembered {
  readonly record: Pick<EntityRecord, "confirmedConfig">;
  readonly state: Pick<StateStore, "entities">;
  /** Folder of the state; absent where it is none on a disk. */
  readonly folder: string | undefined;
}

/**
 * Why the configuration counts as not confirmed, for whoever reads the mail of a nightly run. A state that
 * was lost (an empty volume, another user or HOME) must not look like a configuration that was changed:
 * confirming anew would be the wrong answer to it.
 */
export async function unconfirmedText({ record, state, folder }: Remembered): Promise<string> {
  if (record.confirmedConfig !== null) {
    return "The configuration (filter, fields, provider or settings) is not the one a person confirmed.";
  }
  if ((await state.entities()).some(({ confirmedConfig }) => confirmedConfig !== null)) {
    return "Nobody has confirmed the configuration of this entity yet.";
  }
  const place = folder === undefined ? "" : ` in ${folder}`;
  return [
    `The state${place} is new: nothing was ever confirmed there, and no links are known.`,
    "If there were runs before, it was lost or is somewhere else:",
    "name its folder with `--state-dir`, or put a backup back with `spendesk-hr state restore <backup>`.",
    "Only a first run is to be confirmed.",
  ].join(" ");
}

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
