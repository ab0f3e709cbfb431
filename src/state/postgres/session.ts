import { userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { SecureContext } from "node:tls";
import type { Client, ClientConfig, CustomTypesConfig } from "pg";
import { hasCode } from "../../shared/errors.js";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { type OnWait, Patience, USUAL_WAITS, type Waits } from "./patience.js";
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
  /** How long it is waited for, where that is not as usual. */
  readonly waits?: Partial<Waits>;
  readonly onWait?: OnWait;
  /** Aborted when somebody wants the command to end. */
  readonly signal?: AbortSignal;
}

const STATEMENT_MS = 30_000;
/**
 * A transaction that is left open keeps all others from writing: one whose machine went silent is thrown out
 * before those who wait give up.
 */
const IDLE_MS = 5_000;

/** Types 20 and 1700 (bigint, numeric) are head-counts here; the driver gives them as texts. */
const types: CustomTypesConfig = {
  getTypeParser: (type: number) =>
    ([20, 21, 23, 1700].includes(type) ? Number : (text: string) => text) as never,
};

/** One connection that is made when it is needed, and anew when it was lost. */
export class Session {
  readonly server: PostgresServer;
  readonly #waits: Waits;
  readonly #patience: Patience;
  #client: Client | null = null;
  #hasBeenIn = false;
  #hasWritten = false;
  #isClosed = false;

  constructor(server: PostgresServer) {
    const { waits, onWait, signal } = server;
    this.server = server;
    this.#waits = { ...USUAL_WAITS, ...waits };
    this.#patience = new Patience({ ...this.#waits, onWait, signal });
  }

  /** The connection; one that was lost is made anew. Errors are not translated. */
  async client(): Promise<Client> {
    if (this.#isClosed) throw new Error("The state is closed.");
    this.#client ??= await connect(this.server, this.#waits);
    this.#hasBeenIn = true;
    return this.#client;
  }

  /**
   * Does work that may be done again when the connection was lost over it, or when another one held what it
   * needs, until the patience ends.
   */
  async insist<T>(work: (client: Client) => Promise<T>): Promise<T> {
    this.#patience.refuseHopeless();
    const from = performance.now();
    const watch = this.#patience.watch(from);
    try {
      for (let attempt = 0; ; attempt += 1) {
        try {
          const result = await work(await this.client());
          this.#patience.noteAnswer();
          return result;
        } catch (error) {
          const pause = await this.#pauseAfter(error, from, attempt);
          if (pause === null) throw error;
          watch.tell();
          await sleep(pause);
        }
      }
    } finally {
      watch.end();
    }
  }

  /** @returns how long to pause before the work is tried again; null: not any more */
  async #pauseAfter(error: unknown, from: number, attempt: number): Promise<number | null> {
    const isGone = isLoss(error) || (this.#hasWritten && isReadOnly(error));
    if (isGone) {
      // A server that says so is there, and will be again.
      this.#hasBeenIn ||= isRestarting(error);
      await this.drop();
    } else if (!isContended(error)) {
      this.#patience.noteAnswer();
      return null;
    }
    if (!this.#hasBeenIn) return null;
    const pause = this.#patience.pauseBefore(from, attempt);
    if (pause === null && isGone) this.#patience.giveUp(error);
    return pause;
  }

  /** Once something was kept here, a server that takes no changes is one that has not taken over yet. */
  noteWritten(): void {
    this.#hasWritten = true;
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

/** Whether somebody else was at the same rows or tables: a maintenance that locks a table, for example. */
function isContended(error: unknown): boolean {
  return hasCode(error, "55P03", "40001", "40P01");
}

async function connect(server: PostgresServer, waits: Waits): Promise<Client> {
  // Large, and needed by few: loaded with the first connection.
  const { default: pg } = await import("pg");
  const client = new pg.Client(configOf(server, waits));
  // A connection that is lost while nothing is asked shows with the next statement.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(
      `SET search_path TO "${server.schema}"; SET statement_timeout = ${STATEMENT_MS}; SET lock_timeout = ${waits.lockMs};
       SET idle_in_transaction_session_timeout = ${IDLE_MS}; SET timezone = 'UTC'; SET client_min_messages = 'warning'`,
    );
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** Everything is said, so that no variable of the environment (PGHOST, PGPASSWORD …) is looked at. */
function configOf(server: PostgresServer, { connectMs, answerMs }: Waits): ClientConfig {
  const { host, port, database, user, password, isEncrypted, tls } = server;
  return {
    ...{ host, port, database, types },
    user: user ?? userInfo().username,
    password: () => password ?? "",
    ssl: isEncrypted ? { ...tls, host } : false,
    application_name: "spendesk-hr",
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
    pipeline: true,
  } as ClientConfig;
}
