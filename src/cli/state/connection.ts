import type { LoadedConfig } from "../../config/load.js";
import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import { tlsOptions } from "../../http/trust.js";
import type { CredentialField } from "../../providers/provider.js";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { isKey } from "../../state/key-check.js";
import type { PostgresPlace } from "../../state/postgres/backup.js";
import type { KeyPlace } from "../../state/postgres/key.js";
import type { OnWait } from "../../state/postgres/patience.js";
import type { PostgresServer } from "../../state/postgres/session.js";
import type { CliContext } from "../cli-context.js";
import { openCredentials } from "../credentials/open.js";
import { sayWait } from "../say-wait.js";
import { VERSION } from "../version.js";

/** Where the secrets of a state in a database are kept. They belong to the installation, not to an entity. */
export const STATE_CONNECTION: ConnectionId = { entity: "installation", connection: "state" };

export const PASSWORD = "password";
export const FINGERPRINT_KEY = "fingerprintKey";

/** What a state in this database needs; without a network in between, the system says who asks. */
export function stateFields({ host }: PostgresAddress): readonly CredentialField[] {
  return [
    {
      key: PASSWORD,
      label: "Password of the database",
      secret: true,
      help: "It belongs to the user in `state.url`.",
      isOptional: host.startsWith("/"),
      validate: (value) => (value.trim() === "" ? "It is empty." : null),
    },
    {
      key: FINGERPRINT_KEY,
      label: "Key of the bank fingerprints",
      secret: true,
      help: "The first machine makes it by itself; further machines need the same one (leave it empty on the first).",
      isOptional: true,
      validate: (value) => (isKey(value) ? null : "It must consist of 64 hexadecimal digits."),
    },
  ];
}

/** Names of the fields of every state in a database. */
export const STATE_SECRETS: readonly string[] = [PASSWORD, FINGERPRINT_KEY];

/** A state in a database with all that is needed to get in. */
export interface StateDatabase {
  readonly server: PostgresServer;
  readonly key: KeyPlace;
}

/**
 * Reads the password. A missing one is left to the server: it may know the user by other means.
 * @throws Problem of the credential source, `ca_file_unreadable`, `ca_file_invalid`
 */
export async function stateDatabase(
  address: PostgresAddress,
  config: LoadedConfig,
  context: CliContext,
): Promise<StateDatabase> {
  const store = openCredentials(config.credentials, context)(STATE_CONNECTION);
  const { [PASSWORD]: password = null } = await store.read(STATE_CONNECTION, [PASSWORD]);
  const tls = tlsOptions(config.network.route?.trust ?? null);
  const { signal, databaseWaits: waits } = context.process;
  const onWait: OnWait = (milliseconds) => {
    const textOf = (seconds: number) => `waiting for the database of the state, up to ${seconds} s more`;
    return sayWait({ key: "database", event: "state.waiting", milliseconds, textOf }, context);
  };
  const server = { ...address, password, tls, signal, onWait, ...(waits && { waits }) };
  return { server, key: keyPlace(store) };
}

/** The same, for commands that work on all of a state. */
export async function postgresPlace(
  address: PostgresAddress,
  config: LoadedConfig,
  context: CliContext,
): Promise<PostgresPlace> {
  const database = await stateDatabase(address, config, context);
  return { ...database, toolVersion: VERSION, clock: context.process.clock };
}

function keyPlace(store: CredentialStore): KeyPlace {
  return {
    isWritable: store.writable,
    missing: store.describeMissing(STATE_CONNECTION, FINGERPRINT_KEY),
    read: async () => (await store.read(STATE_CONNECTION, [FINGERPRINT_KEY]))[FINGERPRINT_KEY] ?? null,
    write: (key) => store.write(STATE_CONNECTION, { [FINGERPRINT_KEY]: key }),
  };
}
