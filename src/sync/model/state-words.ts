import { Problem } from "../../shared/errors.js";
import type { ConnectionStatus, EntityRecord, StateStore } from "./state-store.js";

/** Where the state is: in a folder, or in a database whose address is shown. */
export type StatePlace = { readonly folder: string } | { readonly database: string };

/** What tells why a configuration is not confirmed. */
export interface Remembered {
  readonly record: Pick<EntityRecord, "confirmedConfig" | "connectedOn">;
  readonly state: Pick<StateStore, "entities">;
  /** Absent where nobody is told. */
  readonly place: StatePlace | undefined;
}

/**
 * Why the configuration counts as not confirmed, for whoever reads the mail of a nightly run. A state that
 * was lost (an empty volume, another user or HOME) must not look like a configuration that was changed:
 * confirming anew would be the wrong answer to it.
 */
export async function unconfirmedText({ record, state, place }: Remembered): Promise<string> {
  if (record.confirmedConfig !== null) {
    return "The configuration (filter, fields, provider or settings) is not the one a person confirmed.";
  }
  // Connecting anew forgets what was confirmed, and not that plans were carried out.
  if (record.connectedOn !== null) {
    return "Nobody has confirmed the configuration of this entity since it was connected anew.";
  }
  const records = await state.entities();
  if (records.some(({ confirmedConfig, connectedOn }) => confirmedConfig !== null || connectedOn !== null)) {
    return "Nobody has confirmed the configuration of this entity yet.";
  }
  const [name, choice] = namesOf(place);
  return [
    `The state${name} is new: nothing was ever confirmed there, and no links are known.`,
    "If there were runs before, it was lost or is somewhere else:",
    `${choice}, or put a backup back with \`spendesk-hr state restore <backup>\`.`,
    "Only a first run is to be confirmed.",
  ].join(" ");
}

/** How a place is called, with a blank in front, and how another one is chosen. */
function namesOf(place: StatePlace | undefined): readonly [name: string, choice: string] {
  const folder = "name its folder with `--state-dir`";
  if (place === undefined) return ["", folder];
  if ("folder" in place) return [` in ${place.folder}`, folder];
  return [` in ${place.database}`, "name its database and schema in `state.url`"];
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
