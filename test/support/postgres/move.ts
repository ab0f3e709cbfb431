import { onTestFinished } from "vitest";
import type { Moved, MoveOptions } from "../../../src/state/move/move.js";
import { prepareMoveToFolder } from "../../../src/state/move/to-folder.js";
import { prepareMoveToPostgres } from "../../../src/state/move/to-postgres.js";
import { openState } from "../../../src/state/open.js";
import type { PostgresPlace } from "../../../src/state/postgres/backup.js";
import type { KeyPlace } from "../../../src/state/postgres/key.js";
import { openPostgresState } from "../../../src/state/postgres/open.js";
import type { PostgresServer } from "../../../src/state/postgres/session.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import { NOW, tempDir } from "../../state/helpers.js";
import type { TestServerAddress } from "./server.js";
import { keyPlaceFor, schemaOf, serverFor } from "./state.js";

const clock = { now: () => NOW };

/** A folder and a schema of its own, as the two ends of a move. */
export function moveOptions(
  place: TestServerAddress,
  dir: string,
  more: Partial<PostgresServer> = {},
  key: KeyPlace = keyPlaceFor(dir),
): MoveOptions {
  const to = `postgres://hr@localhost/postgres?schema=${schemaOf(dir)}`;
  return { server: { ...serverFor(place, dir), ...more }, key, toolVersion: "1.2.3", clock, dir, to };
}

export async function toPostgres(options: MoveOptions): Promise<Moved> {
  const move = await prepareMoveToPostgres(options);
  return move.commit().finally(move.close);
}

export async function toFolder(options: MoveOptions): Promise<Moved> {
  const move = await prepareMoveToFolder({ ...options, to: options.dir });
  return move.commit().finally(move.close);
}

export async function openThere(place: PostgresPlace, dir = tempDir()): Promise<StateStore> {
  const store = await openPostgresState({ ...place, dir });
  onTestFinished(() => store.close());
  return store;
}

export function openHere(dir: string): Promise<StateStore> {
  return openState({ dir, clock, toolVersion: "1.2.3" });
}
