import type { Client, QueryResult } from "pg";
import type { Statements, Values } from "../database.js";

/** A text as PostgreSQL takes it. */
interface Prepared {
  readonly name: string;
  readonly text: string;
  /** What stands at $1, $2 and so on. */
  readonly names: readonly string[];
}

const prepared = new Map<string, Prepared>();

/** Statements of a connection. Each text is prepared once by the server, under a name of its own. */
export function statementsOf(client: Client): Statements {
  async function ask(sql: string, values: Values = {}): Promise<QueryResult> {
    const { name, text, names } = preparedOf(sql);
    return client.query({ name, text, values: names.map((key) => valueAt(values, key)) });
  }
  return {
    all: async <Row>(sql: string, values?: Values) => (await ask(sql, values)).rows as Row[],
    first: async <Row>(sql: string, values?: Values) => (await ask(sql, values)).rows[0] as Row | undefined,
    run: async (sql, values) => changesOf(await ask(sql, values)),
    each: async (sql, rows) => {
      // All are on their way before the first answer comes; the answers keep the order.
      const answers = await Promise.allSettled(rows.map((values) => ask(sql, values)));
      return answers.map((answer) => {
        if (answer.status === "rejected") throw answer.reason;
        return changesOf(answer.value);
      });
    },
    timeOf: async () => {
      const { rows } = await ask("SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now");
      return new Date(rows[0].now);
    },
  };
}

function changesOf({ rowCount }: QueryResult): number {
  return rowCount ?? 0;
}

function preparedOf(sql: string): Prepared {
  const known = prepared.get(sql);
  if (known) return known;
  const names: string[] = [];
  const text = sql.replaceAll(/\+?@([A-Za-z]+)/gu, (_, name: string) => {
    const place = names.indexOf(name);
    return `$${place === -1 ? names.push(name) : place + 1}`;
  });
  const made = { name: `s${prepared.size}`, text, names };
  prepared.set(sql, made);
  return made;
}

function valueAt(values: Values, key: string): unknown {
  const value: unknown = Reflect.get(values, key);
  if (value === undefined) throw new Error(`A statement got no value for ${key}.`);
  return value;
}
