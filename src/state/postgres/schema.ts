import type { Client } from "pg";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import type { Migration } from "../migrate.js";
import { newerState } from "../problems.js";
import { brokenSchema, foreignSchema, oldServer } from "./problems.js";

/** What an upgrade needs to know besides the server. */
export interface SchemaContext {
  readonly address: PostgresAddress;
  readonly migrations: readonly Migration[];
  /** Version of this program, stored for the message of an older one that meets the schema. */
  readonly toolVersion: string;
  readonly at: Date;
}

const APPLICATION = "spendesk-hr";
const OLDEST_SERVER = 140_000;

/** First half of the locks of this program; the second is the schema's number. */
const LOCK_CLASS = 0x53_70_48_52;

/** Marks the schema as ours, as the header of a file does. It must keep its shape for ever. */
const ABOUT = `
  CREATE TABLE about (
    id          integer PRIMARY KEY CHECK (id = 1),
    application text NOT NULL,
    format      integer NOT NULL
  );
  INSERT INTO about (id, application, format) VALUES (1, '${APPLICATION}', 0)`;

/**
 * Makes the schema, or brings it to the newest format; all or nothing, and one process at a time.
 * @throws Problem `state_server_old`, `state_foreign`, `state_newer`, `state_corrupt`
 */
export async function prepareSchema(client: Client, context: SchemaContext): Promise<void> {
  await refuseOldServer(client, context.address);
  if ((await formatOf(client, context)) === newestOf(context)) return;
  await client.query("BEGIN");
  try {
    const { schema } = context.address;
    await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [LOCK_CLASS, schema]);
    if (!(await exists(client, schema))) await client.query(`CREATE SCHEMA "${schema}"`);
    await upgrade(client, context);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/**
 * Whether the schema holds a state of whatever format.
 * @throws Problem `state_foreign`, `state_corrupt`
 */
export async function schemaExists(client: Client, address: PostgresAddress): Promise<boolean> {
  return (await aboutIn(client, address)) !== null;
}

async function upgrade(client: Client, context: SchemaContext): Promise<void> {
  const format = await formatOf(client, context);
  if (format === null) await client.query(ABOUT);
  for (const migration of context.migrations) {
    if (migration.version > (format ?? 0)) await client.query(forPostgres(migration.sql));
  }
  await client.query("UPDATE about SET format = $1", [newestOf(context)]);
  const store =
    "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
  await client.query(store, ["tool_version", context.toolVersion]);
  await client.query(store, ["format_since", context.at.toISOString()]);
}

/**
 * The format of what is there; null when there is nothing.
 * @throws Problem `state_foreign`, `state_newer`, `state_corrupt`
 */
export async function formatOf(
  client: Client,
  context: Pick<SchemaContext, "address" | "migrations" | "toolVersion">,
): Promise<number | null> {
  const about = await aboutIn(client, context.address);
  if (about === null) return null;
  const known = newestOf(context);
  if (about.format <= known) return about.format;
  const { rows: meta } = await client.query("SELECT value FROM meta WHERE key = 'tool_version'");
  const writtenBy: string | null = meta[0]?.value ?? null;
  const { address, toolVersion: program } = context;
  throw newerState({ shown: address.shown, format: about.format, knownFormat: known, writtenBy, program });
}

/** What the schema says of itself; null when there is nothing. */
async function aboutIn(client: Client, address: PostgresAddress): Promise<About | null> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
    [address.schema],
  );
  if (rows.length === 0) return null;
  const names = rows.map(({ name }) => name);
  if (!names.includes("about")) {
    throw foreignSchema(address, `Its schema ${address.schema} has tables that another program made.`);
  }
  const about = await aboutOf(client, address);
  if (about.application !== APPLICATION) {
    throw foreignSchema(address, `Its schema ${address.schema} belongs to another program.`);
  }
  return about;
}

interface About {
  readonly application: unknown;
  readonly format: number;
}

async function aboutOf(client: Client, address: PostgresAddress): Promise<About> {
  const columns = await client.query(
    "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname IN ('application', 'format')",
    [`${address.schema}.about`],
  );
  if (columns.rows.length < 2) throw foreignSchema(address, `Its table about is not one of this program.`);
  const { rows } = await client.query("SELECT application, format FROM about");
  const [about] = rows;
  if (rows.length !== 1) throw brokenSchema(address, "It does not say in which format it is.");
  return about;
}

/** The lock that every write takes first, as a text of SQL: one per schema, also under another name. */
export async function lockKeyOf(client: Client, schema: string): Promise<string> {
  const { rows } = await client.query("SELECT oid::bigint AS oid FROM pg_namespace WHERE nspname = $1", [
    schema,
  ]);
  return String((BigInt(LOCK_CLASS) << 32n) | BigInt(rows[0]?.oid ?? 0));
}

async function exists(client: Client, schema: string): Promise<boolean> {
  const { rows } = await client.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema]);
  return rows.length > 0;
}

/** @throws Problem `state_server_old` */
export async function refuseOldServer(client: Client, address: PostgresAddress): Promise<void> {
  const { rows } = await client.query(
    "SELECT current_setting('server_version') AS shown, current_setting('server_version_num')::integer AS number",
  );
  refuseOld(address, rows[0]);
}

/** @throws Problem `state_server_old` */
export function refuseOld(
  address: PostgresAddress,
  version: { readonly shown: string; readonly number: number },
): void {
  if (version.number < OLDEST_SERVER) throw oldServer(address, version.shown);
}

function newestOf({ migrations }: Pick<SchemaContext, "migrations">): number {
  return migrations.at(-1)?.version ?? 0;
}

/**
 * A step of the file format as PostgreSQL takes it: the tables, columns and rows are the same. Texts are
 * ordered by their characters alone, whatever the language of the database.
 */
function forPostgres(sql: string): string {
  return sql
    .replaceAll(/\) STRICT(?:, WITHOUT ROWID)?;/gu, ");")
    .replaceAll(
      /\bnumber(\s+)INTEGER PRIMARY KEY/gu,
      "number$1integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
    )
    .replaceAll(/^(\s+\w+\s+|.*ADD COLUMN \w+ )TEXT\b/gmu, '$1TEXT COLLATE "C"')
    .replaceAll(/json_array\(([^()]+)\)/gu, "json_build_array($1)::text");
}
