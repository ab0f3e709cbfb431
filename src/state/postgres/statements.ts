import type { Client, QueryResult } from "pg";
import type { Statements, Values } from "../database.js";
import { changesFor, forManyRows } from "./many-rows.js";
import { NAMED_VALUE, valueAt } from "./named-values.js";

/** A text as PostgreSQL takes it. */
interface Translated {
  readonly text: string;
  /** What stands at $1, $2 and so on. */
  readonly names: readonly string[];
}

/** Rows of one statement: an entity with very many people must not take longer than a statement may. */
const MOST_ROWS = 1_000;

const translated = new Map<string, Translated>();

/** Names under which the server knows each text that it was given. */
const preparedNames = new Map<string, string>();

/** Statements of a connection. Each text is prepared once by the server, under a name of its own. */
export function statementsOf(client: Client): Statements {
  const send = (text: string, values: readonly unknown[]): Promise<QueryResult> =>
    client.query({ name: preparedNameOf(text), text, values: [...values] });
  const ask = async (sql: string, values: Values = {}): Promise<QueryResult> => {
    const { text, names } = translatedOf(sql);
    return send(
      text,
      names.map((name) => valueAt(values, name)),
    );
  };
  const askForAll = async (sql: string, rows: readonly Values[]): Promise<readonly number[]> => {
    const { text, values } = forManyRows(sql, rows);
    return changesFor(rows.length, await send(text, values));
  };
  return {
    all: async <Row>(sql: string, values?: Values) => (await ask(sql, values)).rows as Row[],
    first: async <Row>(sql: string, values?: Values) => (await ask(sql, values)).rows[0] as Row | undefined,
    run: async (sql, values) => (await ask(sql, values)).rowCount ?? 0,
    each: async (sql, rows) => {
      const parts = Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, part) =>
        rows.slice(part * MOST_ROWS, (part + 1) * MOST_ROWS),
      );
      // All are sent before the first answer comes: what is asked next comes behind them.
      return (await Promise.all(parts.map((part) => askForAll(sql, part)))).flat();
    },
    timeOf: async () => {
      const { rows } = await ask("SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now");
      return new Date(rows[0].now);
    },
  };
}

function translatedOf(sql: string): Translated {
  const known = translated.get(sql);
  if (known) return known;
  const names: string[] = [];
  const text = sql.replaceAll(NAMED_VALUE, (_, name: string) => {
    const place = names.indexOf(name);
    return `$${place === -1 ? names.push(name) : place + 1}`;
  });
  const made = { text, names };
  translated.set(sql, made);
  return made;
}

function preparedNameOf(text: string): string {
  const name = preparedNames.get(text) ?? `s${preparedNames.size}`;
  preparedNames.set(text, name);
  return name;
}
