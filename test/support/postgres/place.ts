import { inject } from "vitest";
import type { TestServerAddress } from "./server.js";

let own: TestServerAddress | undefined;

/** The server on which the tests keep their states; none: they are in SQLite. */
export function serverOfStates(): TestServerAddress | undefined {
  return own ?? inject("postgres");
}

/** From now on the states of this file are on this server: one that is stopped, or that speaks TLS. */
export function keepStatesOn(server: TestServerAddress): void {
  own = server;
}
