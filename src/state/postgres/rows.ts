import type { Client } from "pg";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import type { Row, TableRows } from "../rows.js";
import { quoted, type Table } from "../tables.js";
import { editedSchema, translated } from "./problems.js";

const BATCH = 500;

/** The rows of a schema. The caller has begun a transaction, which all of it happens in. */
export function postgresRows(client: Client, address: PostgresAddress): TableRows {
  return {
    shown: address.shown,
    read: (table) => batchesOf(client, address, table),
    add: ({ name, columns }, rows) =>
      translated(address, async () => {
        const places = rows.map((_, row) => `(${placesOf(columns.length, row * columns.length)})`);
        const text = `INSERT INTO "${name}" (${quoted(columns)}) VALUES ${places.join(", ")}`;
        await client.query(text, rows.flat());
      }),
    clear: ({ name }) => translated(address, async () => void (await client.query(`DELETE FROM "${name}"`))),
  };
}

async function* batchesOf(
  client: Client,
  address: PostgresAddress,
  { name, columns, key }: Table,
): AsyncGenerator<readonly Row[]> {
  const ask = (text: string): Promise<readonly Row[]> =>
    translated(
      address,
      async () => (await client.query<(string | number | null)[]>({ text, rowMode: "array" })).rows,
    );
  const select = `SELECT ${quoted(columns)} FROM "${name}" ORDER BY ${quoted(key)}`;
  await ask(`DECLARE all_rows NO SCROLL CURSOR FOR ${select}`);
  for (;;) {
    const rows = await ask(`FETCH ${BATCH} FROM all_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) break;
  }
  await ask("CLOSE all_rows");
}

/** Lets the numbers that the server gives go on behind the highest one. */
export async function continueNumbers(
  client: Client,
  address: PostgresAddress,
  tables: readonly Table[],
): Promise<void> {
  await translated(address, async () => {
    for (const { name } of tables.filter(({ isNumbered }) => isNumbered)) {
      await client.query(
        `SELECT setval(pg_get_serial_sequence('"${address.schema}"."${name}"', 'number'),
           (SELECT coalesce(max(number), 0) + 1 FROM "${name}"), false)`,
      );
    }
  });
}

/**
 * The tables must be those that the format has: else a copy would leave something out.
 * @throws Problem `state_edited`
 */
export async function requireTables(
  client: Client,
  address: PostgresAddress,
  tables: readonly Table[],
): Promise<void> {
  const { rows } = await translated(address, () =>
    client.query<{ table: string; column: string }>(
      `SELECT c.relname AS "table", a.attname AS "column" FROM pg_attribute a
       JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
      [address.schema],
    ),
  );
  for (const { name, columns } of tables) {
    const found = rows.filter(({ table }) => table === name).map(({ column }) => column);
    if (found.length === 0) throw editedSchema(address, `It has no table ${name}.`);
    const [missing] = columns.filter((column) => !found.includes(column));
    const [unknown] = found.filter((column) => !columns.includes(column));
    if (missing) throw editedSchema(address, `Its table ${name} has no column ${missing}.`);
    if (unknown) throw editedSchema(address, `Its table ${name} has the unknown column ${unknown}.`);
  }
}

function placesOf(count: number, before: number): string {
  return Array.from({ length: count }, (_, index) => `$${before + index + 1}`).join(", ");
}
