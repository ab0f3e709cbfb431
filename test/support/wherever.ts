import { inject } from "vitest";
import { openState, type StateOptions } from "../../src/state/open.js";
import { openPostgresState } from "../../src/state/postgres/open.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { keyPlaceFor, serverFor } from "./postgres/state.js";

/** Opens a state in the database that the tests run on: see `postgres/provide.ts`. */
export function openWherever(options: StateOptions): Promise<StateStore> {
  const place = inject("postgres");
  if (!place) return openState(options);
  const { dir } = options;
  return openPostgresState({ ...options, server: serverFor(place, dir), key: keyPlaceFor(dir) });
}
