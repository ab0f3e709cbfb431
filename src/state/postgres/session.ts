import { userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { SecureContext } from "node:tls";
import type { Client, ClientConfig, CustomTypesConfig } from "pg";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { isLoss, isReadOnly, isRestarting } from "./problems.js";

/** How an encrypted connection is made; there is no way around the check of the certificate. */
export interface TlsSettings {
  readonly rejectUnauthorized: true;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  readonly secureContext?: SecureContext;
}

/** A server with all that is needed to get in. */
export interface PostgresServer extends PostgresAddress {
  readonly password: string | null;
  readonly tls: TlsSettings;
  /** How long a lost connection is tried again, in milliseconds. */
  readonly patienceMs?: number;
}

const CONNECT_MS = 10_000;
const STATEMENT_MS = 30_000;
/** Longer than the server lets a statement run: whoever does not answer by then is gone. */
const ANSWER_MS = 45_000;
const LOCK_MS = 10_000;
/**
 * A transaction that is left open keeps all others from writing: one whose machine went silent is thrown out
 * before those who wait give up.
 */
const IDLE_MS = 5_000;
/** Less than the lease of a lock: whoever waits for longer has lost it. */
const DEFAULT_PATIENCE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_000;

/** Types 20 and 1700 (bigint, numeric) are head-counts here; the driver gives them as texts. */
const types: CustomTypesConfig = {
  getTypeParser: (type: number) =>
    ([20, 21, 23, 1700].includes(type) ? Number : (text: string) => text) as never,
};

/** One connection that is made when it is needed, and anew when it was lost. */
export class Session {
  readonly server: PostgresServer;
  #client: Client | null = null;
  #hasBeenIn = false;
  #hasWritten = false;
  #isClosed = false;

  constructor(server: PostgresServer) {
    this.server = server;
  }

  /** The connection; one that was lost is made anew. Errors are not translated. */
  async client(): Promise<Client> {
    if (this.#isClosed) throw new Error("The state is closed.");
    this.#client ??= await connect(this.server);
    this.#hasBeenIn = true;
    return this.#client;
  }

  /**
   * Does work that may be done again when the connection was lost over it, until the patience ends.
   * @param work gets how often it was tried before
   */
  async insist<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const end = performance.now() + (this.server.patienceMs ?? DEFAULT_PATIENCE_MS);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work(await this.client());
      } catch (error) {
        if (!this.#isPassing(error)) throw error;
        // A server that says so is there, and will be again.
        this.#hasBeenIn ||= isRestarting(error);
        await this.drop();
        const pause = Math.min(100 * 2 ** attempt, LONGEST_PAUSE_MS);
        if (!this.#hasBeenIn || performance.now() + pause > end) throw error;
        await sleep(pause);
      }
    }
  }

  /** Once something was kept here, a server that takes no changes is one that has not taken over yet. */
  noteWritten(): void {
    this.#hasWritten = true;
  }

  #isPassing(error: unknown): boolean {
    return isLoss(error) || (this.#hasWritten && isReadOnly(error));
  }

  async drop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.drop();
  }
}

async function connect(server: PostgresServer): Promise<Client> {
  // Large, and needed by few: loaded with the first connection.
  const { default: pg } = await import("pg");
  const client = new pg.Client(configOf(server));
  // A connection that is lost while nothing is asked shows with the next statement.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(
      `SET search_path TO "${server.schema}"; SET statement_timeout = ${STATEMENT_MS}; SET lock_timeout = ${LOCK_MS};
       SET idle_in_transaction_session_timeout = ${IDLE_MS}; SET timezone = 'UTC'; SET client_min_messages = 'warning'`,
    );
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** Everything is said, so that no variable of the environment (PGHOST, PGPASSWORD …) is looked at. */
function configOf(server: PostgresServer): ClientConfig {
  const { host, port, database, user, password, isEncrypted, tls } = server;
  return {
    ...{ host, port, database, types },
    user: user ?? userInfo().username,
    password: () => password ?? "",
    ssl: isEncrypted ? { ...tls, host } : false,
    application_name: "spendesk-hr",
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    pipeline: true,
  } as ClientConfig;
}
