import type { ReadCounts, StateStore } from "../sync/model/index.js";
import type { StateDatabase } from "./sqlite.js";

/** The newest before `since` tells how many there were last, when nothing was read for a long time. */
const SELECT = `
  SELECT at, employees, members FROM read_counts
  WHERE entity = +@entity AND (at >= +@since OR number =
    (SELECT number FROM read_counts WHERE entity = +@entity AND at < +@since ORDER BY at DESC, number DESC LIMIT 1))
  ORDER BY at, number`;

const ADD = `
  INSERT INTO read_counts (entity, at, employees, members) VALUES (@entity, @at, @employees, @members)`;

/** Head-counts of the complete reads on which plans were carried out. */
export function readCountTable(database: StateDatabase): Pick<StateStore, "readCounts" | "addReadCounts"> {
  return {
    readCounts: (entity, since) =>
      database.read((sqlite) =>
        sqlite.prepare<[object], ReadCounts>(SELECT).all({ entity, since: since.toISOString() }),
      ),
    addReadCounts: (entity, { employees, members }, at) =>
      database.write(
        (sqlite) => void sqlite.prepare(ADD).run({ entity, at: at.toISOString(), employees, members }),
      ),
  };
}
