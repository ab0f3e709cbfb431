import type { StateStore } from "../../sync/model/index.js";
import type { Connected } from "../database.js";
import { createFolder } from "../files.js";
import type { Migration } from "../migrate.js";
import { MIGRATIONS } from "../migrations/index.js";
import { refuseMoved } from "../moved.js";
import { type StoreOptions, storeOf } from "../store.js";
import { postgresDatabase } from "./database.js";
import { type KeyPlace, refuseOtherKey, sharedKey } from "./key.js";
import { translated } from "./problems.js";
import { lockKeyOf, prepareSchema, schemaExists } from "./schema.js";
import { type PostgresServer, Session } from "./session.js";
import { statementsOf } from "./statements.js";

export interface PostgresOptions extends StoreOptions {
  readonly server: PostgresServer;
  readonly key: KeyPlace;
  readonly toolVersion: string;
  /** Steps of the format, for tests of upgrades. */
  readonly migrations?: readonly Migration[];
}

/**
 * Opens the state in PostgreSQL; its schema is made or upgraded when needed.
 * @throws Problem of a server that can't be used, and those of a state
 */
export async function openPostgresState(options: PostgresOptions): Promise<StateStore> {
  // Small files stay on this machine: what was sent, and the lock around tokens that are replaced.
  createFolder(options.dir);
  const connected = await connectPostgres(options);
  try {
    await connected.read((statements) => refuseMoved(statements, options.server.shown));
    return storeOf(connected, options, sharedKey(connected, options.server, options.key));
  } catch (error) {
    await connected.close();
    throw error;
  }
}

/**
 * Whether there is a state in the database. Looking creates nothing.
 * @param fingerprintKey one that must be the state's own, if that has one
 * @throws Problem of a server that can't be used, `state_foreign`, `state_corrupt`, `state_key_other`
 */
export function postgresStateExists(
  server: PostgresServer,
  fingerprintKey: string | null = null,
): Promise<boolean> {
  const session = new Session(server);
  return translated(server, async () => {
    try {
      const client = await session.client();
      const exists = await schemaExists(client, server);
      if (exists && fingerprintKey !== null) {
        await refuseOtherKey(statementsOf(client), server, fingerprintKey);
      }
      return exists;
    } finally {
      await session.close();
    }
  });
}

/** The database behind it, whole and of the newest format. */
async function connectPostgres(
  options: Pick<PostgresOptions, "server" | "toolVersion" | "migrations" | "clock">,
): Promise<Connected> {
  const { server, toolVersion, clock } = options;
  const session = new Session(server);
  return translated(server, async () => {
    try {
      const migrations = options.migrations ?? MIGRATIONS;
      const lockKey = await session.insist(async (client) => {
        await prepareSchema(client, { address: server, migrations, toolVersion, at: clock.now() });
        return lockKeyOf(client, server.schema);
      });
      return postgresDatabase(session, lockKey);
    } catch (error) {
      await session.close();
      throw error;
    }
  });
}
