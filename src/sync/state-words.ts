import type { EntityRecord, StateStore } from "./state-store.js";

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
export function unconfirmedText({ record, state, folder }: Remembered): string {
  if (record.confirmedConfig !== null) {
    return "The configuration (filter, fields, provider or settings) is not the one a person confirmed.";
  }
  if (state.entities().some(({ confirmedConfig }) => confirmedConfig !== null)) {
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
