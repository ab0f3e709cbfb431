import type { Client } from "pg";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { Problem } from "../../sync/model/index.js";
import type { StateFacts } from "../inspect.js";
import type { UpgradeContext } from "../migrate.js";
import { MIGRATIONS } from "../migrations/index.js";
import { type MoveMarks, marksOf } from "../moved.js";
import { WITHOUT_MEMORY } from "../tables.js";
import { checkOf } from "./key.js";
import { translated } from "./problems.js";
import { formatOf, refuseOldServer } from "./schema.js";
import { statementsOf } from "./statements.js";

/** A schema that holds a state. */
export interface FoundSchema {
  readonly format: number;
  readonly marks: MoveMarks;
  /** What it knows its key of the bank fingerprints by; null when it has none. */
  readonly keyCheck: string | null;
  /** Whether anything was ever remembered in it. */
  readonly hasRows: boolean;
}

/**
 * What is in the schema; null: nothing. Changes nothing.
 * @throws Problem `state_server_old`, `state_foreign`, `state_newer`, `state_corrupt`
 */
export function findSchema(
  client: Client,
  address: PostgresAddress,
  toolVersion: string,
): Promise<FoundSchema | null> {
  return translated(address, async () => {
    await refuseOldServer(client, address);
    const format = await formatOf(client, { address, migrations: MIGRATIONS, toolVersion });
    if (format === null) return null;
    const statements = statementsOf(client);
    const marks = await marksOf(statements);
    return { format, marks, keyCheck: await checkOf(statements), hasRows: await hasRows(client, address) };
  });
}

/** @throws Problem `state_missing`, and those of `findSchema` */
export async function requireSchema(
  client: Client,
  address: PostgresAddress,
  toolVersion: string,
): Promise<FoundSchema> {
  const found = await findSchema(client, address, toolVersion);
  if (found === null) throw missing(address);
  return found;
}

function missing({ shown }: PostgresAddress): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_missing",
    what: `There is no state in ${shown}.`,
    why: "Nothing was connected yet, or the state is in another database or schema.",
    next: "Correct `state.url`; `spendesk-hr config show` says where it comes from.",
  });
}

async function hasRows(client: Client, { schema }: PostgresAddress): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p')`,
    [schema],
  );
  const names = rows.filter(({ name }) => !WITHOUT_MEMORY.includes(name));
  const exist = names.map(({ name }) => `EXISTS (SELECT 1 FROM "${name}")`);
  const { rows: answers } = await client.query<{ found: string }>(
    `SELECT (${exist.join(" OR ") || "false"})::text AS found`,
  );
  return answers[0]?.found === "true";
}

/** What a file of the format that a schema has is made with. */
export function contextOf(
  { format }: Pick<FoundSchema, "format">,
  rest: Omit<UpgradeContext, "migrations">,
): UpgradeContext {
  return { ...rest, migrations: MIGRATIONS.filter(({ version }) => version <= format) };
}

/** Every format has these tables and columns. */
export function factsOfSchema(client: Client, address: PostgresAddress, format: number): Promise<StateFacts> {
  return translated(address, async () => {
    const entities = await client.query<{ entity: string }>("SELECT entity FROM entities ORDER BY entity");
    const { rows } = await client.query<Omit<StateFacts, "format" | "entities" | "freeBytes">>(
      `SELECT (SELECT count(*) FROM links) AS links, (SELECT count(*) FROM runs) AS runs,
         (SELECT count(*) FROM journal) AS changes,
         (SELECT started_at FROM runs ORDER BY number LIMIT 1) AS "firstRunAt",
         (SELECT started_at FROM runs ORDER BY number DESC LIMIT 1) AS "lastRunAt",
         (SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
            WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p')) AS bytes`,
      [address.schema],
    );
    const [counts] = rows;
    if (counts === undefined) throw new Error("The server did not count.");
    return { format, entities: entities.rows.map(({ entity }) => entity), ...counts, freeBytes: null };
  });
}
