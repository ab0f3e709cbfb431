import { createHash } from "node:crypto";
import { Problem } from "../sync/model/index.js";
import { withoutNul } from "./database.js";
import { CHECK } from "./key-check.js";
import { OF_ONE_PLACE } from "./moved.js";
import type { Table } from "./tables.js";

/** The values of a row, in the order of the table's columns. */
export type Row = readonly (string | number | null)[];

/** All rows of a database, as they are. Errors of all methods are already translated. */
export interface TableRows {
  /** For people: where they are. */
  readonly shown: string;
  /** The rows in batches, ordered by their key. */
  read(table: Table): AsyncIterable<readonly Row[]>;
  add(table: Table, rows: readonly Row[]): Promise<void>;
  clear(table: Table): Promise<void>;
}

/**
 * Puts all rows of one database in the place of those of another one, reads them back from there and compares
 * them. The caller holds a transaction on the target, so that none of it is kept when this fails.
 *
 * @param tables of both; those that are not `carried` are emptied
 * @throws Problem `state_copy_differs`
 */
export async function carryRows(
  from: TableRows,
  to: TableRows,
  tables: readonly Table[],
  carried: readonly Table[] = tables,
): Promise<void> {
  for (const table of tables.toReversed()) await to.clear(table);
  for (const table of carried) {
    const tally = rowTally();
    for await (const batch of from.read(table)) {
      const rows = carriedRows(table, batch);
      tally.add(rows);
      if (rows.length > 0) await to.add(table, rows);
    }
    const found = rowTally();
    for await (const batch of to.read(table)) found.add(carriedRows(table, batch));
    const [expected, actual] = [tally.result(), found.result()];
    if (expected !== actual) throw differs(table, to.shown, expected, actual);
  }
}

/** What a database says of its place stays there. A state in a file may hold what the other kind does not keep. */
function carriedRows({ name }: Table, rows: readonly Row[]): readonly Row[] {
  const carried =
    name === "meta" ? rows.filter(([key]) => ![...OF_ONE_PLACE, CHECK].includes(String(key))) : rows;
  return carried.map((row) => row.map(withoutNul));
}

/** Counts rows and hashes every value of them. */
function rowTally(): { add(rows: readonly Row[]): void; result(): string } {
  const hash = createHash("sha256");
  let count = 0;
  return {
    add(rows) {
      count += rows.length;
      for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
    },
    result: () => `${count} rows (${hash.digest("hex").slice(0, 16)})`,
  };
}

function differs({ name }: Table, shown: string, expected: string, actual: string): Problem {
  return new Problem({
    kind: "unexpected",
    code: "state_copy_differs",
    what: `The state was not copied to ${shown}; nothing was kept there.`,
    why: `Read back from there, the table ${name} has ${actual} instead of ${expected}.`,
    next: "Run the command again with `--debug` and report what it says.",
  });
}
