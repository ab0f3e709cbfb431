import type { Client } from "pg";
import type { Problem } from "../../sync/model/index.js";
import { readOnlyUser, sqlGrants, sqlNewSchema, standBy, translated } from "./problems.js";
import { type PostgresServer, Session } from "./session.js";
import { connectedClient } from "./transactions.js";

/** What can be said of a server before its schema is read. */
export interface ServerLook {
  readonly version: string;
  /** How the connection is encrypted; null: it is not. */
  readonly encryption: string | null;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  readonly clockAheadMs: number;
  /** Why nothing can be written there; null: it can. */
  readonly readOnly: Problem | null;
  /** What the user may not do and must, in words of SQL; empty: nothing. */
  readonly missingRights: readonly string[];
  /** What an administrator runs so that it may. */
  readonly grant: string;
}

/**
 * Connects, and looks. Changes nothing.
 * @param now the time of this machine
 * @throws Problem of a server that can't be used
 */
export async function withServer<T>(
  server: PostgresServer,
  now: () => Date,
  use: (look: ServerLook, session: Session) => Promise<T>,
): Promise<T> {
  const session = new Session(server);
  try {
    const client = await connectedClient(session);
    const look = await translated(server, async () => ({
      ...(await connectionOf(client)),
      readOnly: await readOnlyIn(client, server),
      clockAheadMs: await clockAhead(client, now),
      ...(await rightsIn(client, server)),
    }));
    return await use(look, session);
  } finally {
    await session.close();
  }
}

async function connectionOf(client: Client): Promise<Pick<ServerLook, "version" | "encryption">> {
  const { rows } = await client.query<{ version: string; encryption: string | null }>(
    `SELECT current_setting('server_version') AS version,
       (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS encryption`,
  );
  const [row] = rows;
  return { version: row?.version ?? "", encryption: row?.encryption ?? null };
}

async function readOnlyIn(client: Client, server: PostgresServer): Promise<Problem | null> {
  const { rows } = await client.query<{ follows: string; refuses: string }>(
    `SELECT pg_is_in_recovery()::text AS follows, current_setting('transaction_read_only') AS refuses`,
  );
  if (rows[0]?.follows === "true") return standBy(server);
  return rows[0]?.refuses === "on" ? readOnlyUser(server) : null;
}

/** Half of the way there and back is taken for the way there. */
async function clockAhead(client: Client, now: () => Date): Promise<number> {
  const before = now().getTime();
  const { rows } = await client.query<{ at: string }>(
    "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at",
  );
  return Number(rows[0]?.at) - (before + now().getTime()) / 2;
}

async function rightsIn(
  client: Client,
  server: PostgresServer,
): Promise<Pick<ServerLook, "missingRights" | "grant">> {
  const { rows: schemas } = await client.query<{ absent: string }>(
    `SELECT (NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)
       AND NOT has_database_privilege(current_database(), 'CREATE'))::text AS absent`,
    [server.schema],
  );
  if (schemas[0]?.absent === "true") {
    return { missingRights: ["CREATE SCHEMA"], grant: sqlNewSchema(server) };
  }
  const { rows } = await client.query<{ right: string }>(
    `SELECT r || ' ON SCHEMA ' || n.nspname AS right FROM pg_namespace n, unnest(ARRAY['USAGE', 'CREATE']) r
     WHERE n.nspname = $1 AND NOT has_schema_privilege(n.oid, r)
     UNION ALL (SELECT r || ' ON ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
       unnest(CASE c.relkind WHEN 'S' THEN ARRAY['UPDATE'] ELSE ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'] END) r
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'S') AND NOT
       CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, r) ELSE has_table_privilege(c.oid, r) END
     ORDER BY 1)`,
    [server.schema],
  );
  return { missingRights: rows.map(({ right }) => right), grant: sqlGrants(server) };
}
