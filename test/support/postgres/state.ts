import { createHash } from "node:crypto";
import pg from "pg";
import { parseAddress } from "../../../src/shared/postgres-address.js";
import type { KeyPlace } from "../../../src/state/postgres/key.js";
import type { PostgresServer } from "../../../src/state/postgres/session.js";
import type { TestServerAddress } from "./server.js";

/** The server that a state of the tests is in, by the folder that it would have with SQLite. */
export function serverFor(place: TestServerAddress, dir: string): PostgresServer {
  return {
    ...parseAddress(urlFor(place, dir)),
    password: place.password,
    tls: { rejectUnauthorized: true, minVersion: "TLSv1.2" },
  };
}

/** What tells the program where such a state is, and lets it in. */
export function databaseEnvironment(place: TestServerAddress, dir: string): Record<string, string> {
  const key = createHash("sha256").update(`key of ${dir}`).digest("hex");
  keys.set(dir, key);
  return {
    SPENDESK_HR_STATE_URL: urlFor(place, dir),
    SPENDESK_HR_INSTALLATION_STATE_PASSWORD: place.password,
    SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY: key,
  };
}

function urlFor({ user, port }: TestServerAddress, dir: string): string {
  return `postgres://${user}@localhost:${port}/postgres?schema=${schemaOf(dir)}`;
}

/** The schema of a state of the tests. */
export function schemaOf(dir: string): string {
  return `t_${createHash("sha256").update(dir).digest("hex").slice(0, 20)}`;
}

/** Keys of the bank fingerprints as a store of credentials keeps them, one per state. */
const keys = new Map<string, string>();

export function keyPlaceFor(dir: string, isWritable = true): KeyPlace {
  return {
    isWritable,
    missing: "Put it into the store.",
    read: async () => keys.get(dir) ?? null,
    write: async (key) => void keys.set(dir, key),
  };
}

/** Runs SQL in the schema of a state, behind the store's back. */
export async function inSchema(
  place: TestServerAddress,
  dir: string,
  sql: string,
): Promise<readonly Record<string, unknown>[]> {
  const { socket, port, user } = place;
  const client = new pg.Client({ host: socket, port, user, database: "postgres" });
  await client.connect();
  try {
    await client.query(`SET search_path TO ${schemaOf(dir)}`);
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
