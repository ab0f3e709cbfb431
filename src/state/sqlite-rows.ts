import { guarded } from "./problems.js";
import type { Row, TableRows } from "./rows.js";
import type { Sqlite } from "./sqlite.js";
import { quoted, type Table } from "./tables.js";

const BATCH = 500;

/** The rows of a file, or of a database in memory. @param dir the folder that problems name */
export function sqliteRows(dir: string, sqlite: Sqlite): TableRows {
  return {
    shown: dir,
    read: (table) => batchesOf(dir, sqlite, table),
    async add({ name, columns }, rows) {
      guarded(dir, () => {
        const places = columns.map(() => "?").join(", ");
        const insert = sqlite.prepare<unknown[]>(
          `INSERT INTO "${name}" (${quoted(columns)}) VALUES (${places})`,
        );
        for (const row of rows) insert.run(...row);
      });
    },
    async clear({ name }) {
      guarded(dir, () => sqlite.exec(`DELETE FROM "${name}"`));
    },
  };
}

/**
 * Each batch begins behind the last row of the one before: a statement that is still under way would keep
 * the connection from everything else.
 */
async function* batchesOf(dir: string, sqlite: Sqlite, table: Table): AsyncGenerator<readonly Row[]> {
  const { name, columns, key } = table;
  const places = key.map(() => "?").join(", ");
  const [first, further] = guarded(dir, () =>
    ["", `WHERE (${quoted(key)}) > (${places})`].map((where) =>
      sqlite
        .prepare<unknown[], Row>(
          `SELECT ${quoted(columns)} FROM "${name}" ${where} ORDER BY ${quoted(key)} LIMIT ${BATCH}`,
        )
        .raw(),
    ),
  );
  let rows = guarded(dir, () => first?.all() ?? []);
  while (rows.length > 0) {
    yield rows;
    const last = rows.at(-1);
    const behind = key.map((column) => last?.[columns.indexOf(column)]);
    rows = rows.length < BATCH ? [] : guarded(dir, () => further?.all(...behind) ?? []);
  }
}
