import type { TestServerAddress } from "./server.js";
import { inSchema, schemaOf } from "./state.js";

/**
 * Copies the rows of a state of the tests, or remembers that there is none.
 * @returns what puts them back, as often as wanted
 */
export async function keepSchema(place: TestServerAddress, dir: string): Promise<() => Promise<void>> {
  const schema = schemaOf(dir);
  const drop = `DROP SCHEMA IF EXISTS ${schema} CASCADE`;
  const run = async (sql: string) => void (await inSchema(place, dir, sql));
  if (!(await schemaIsThere(place, dir))) return () => run(drop);
  const kept = `${schema}_kept`;
  const tables = await namesOf(place, dir, "r");
  const copies = tables.map((name) => `CREATE TABLE ${kept}.${name} AS TABLE ${schema}.${name}`);
  await run([`DROP SCHEMA IF EXISTS ${kept} CASCADE`, `CREATE SCHEMA ${kept}`, ...copies].join(";"));
  const list = tables.map((name) => `${schema}.${name}`).join(", ");
  const back = [
    // References are looked at again once all rows are there.
    ...["BEGIN", "SET LOCAL session_replication_role = replica", `TRUNCATE ${list}`],
    ...tables.map((name) => `INSERT INTO ${schema}.${name} TABLE ${kept}.${name}`),
    ...(await sequenceTexts(place, dir)),
    "COMMIT",
  ].join(";");
  return () => run(back);
}

/** Whether a state of the tests has a schema with something in it. */
export async function schemaIsThere(place: TestServerAddress, dir: string): Promise<boolean> {
  return (await namesOf(place, dir, "r")).length > 0;
}

/** @param kind `r` tables, `S` sequences */
async function namesOf(place: TestServerAddress, dir: string, kind: "r" | "S"): Promise<string[]> {
  const sql = `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = '${schemaOf(dir)}' AND c.relkind = '${kind}' ORDER BY 1`;
  return (await inSchema(place, dir, sql)).map(({ name }) => String(name));
}

/** What sets the counters of rows back to where they are now. */
async function sequenceTexts(place: TestServerAddress, dir: string): Promise<string[]> {
  const texts: string[] = [];
  for (const name of await namesOf(place, dir, "S")) {
    const [row] = await inSchema(place, dir, `SELECT last_value, is_called FROM ${name}`);
    texts.push(`SELECT setval('${name}', ${row?.last_value}, ${row?.is_called})`);
  }
  return texts;
}
