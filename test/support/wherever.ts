import { rmSync } from "node:fs";
import { openState, type StateOptions, stateExists } from "../../src/state/open.js";
import { openPostgresState } from "../../src/state/postgres/open.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { copyFolder } from "./copy-folder.js";
import { keepSchema, schemaIsThere } from "./postgres/kept-schema.js";
import { serverOfStates } from "./postgres/place.js";
import { databaseEnvironment, keyPlaceFor, serverFor } from "./postgres/state.js";

/** Opens a state in the database that the tests run on: see `postgres/provide.ts`. */
export function openWherever(options: StateOptions): Promise<StateStore> {
  const place = serverOfStates();
  if (!place) return openState(options);
  const { dir } = options;
  return openPostgresState({ ...options, server: serverFor(place, dir), key: keyPlaceFor(dir) });
}

/** What tells the program to keep the state of this folder in the same database. */
export function environmentWherever(dir: string): Readonly<Record<string, string>> {
  const place = serverOfStates();
  return place ? databaseEnvironment(place, dir) : {};
}

/** Whether there is a state, of whatever format. */
export async function existsWherever(dir: string): Promise<boolean> {
  const place = serverOfStates();
  return place ? schemaIsThere(place, dir) : stateExists(dir);
}

/**
 * Keeps a state as it is now, with the folder around it.
 * @param kept folder for that
 * @returns what puts it back, as often as wanted
 */
export async function keepState(dir: string, kept: string): Promise<() => Promise<void>> {
  const place = serverOfStates();
  const putRowsBack = place ? await keepSchema(place, dir) : async () => {};
  copyFolder(dir, kept);
  return async () => {
    await putRowsBack();
    rmSync(dir, { recursive: true, force: true });
    copyFolder(kept, dir);
  };
}
