import { z } from "zod";
import type { ReadCounts, StateStore } from "../sync/model/index.js";
import type { StateDatabase } from "./sqlite.js";

type ReadCountsRow = Omit<ReadCounts, "sources"> & { readonly sources: string | null };

const sourcesSchema = z.record(z.string(), z.int().nonnegative());

/** The newest before `since` tells how many there were last, when nothing was read for a long time. */
const SELECT = `
  SELECT at, employees, sources, members FROM read_counts
  WHERE entity = +@entity AND (at >= +@since OR number =
    (SELECT number FROM read_counts WHERE entity = +@entity AND at < +@since ORDER BY at DESC, number DESC LIMIT 1))
  ORDER BY at, number`;

const ADD = `
  INSERT INTO read_counts (entity, at, employees, sources, members)
  VALUES (@entity, @at, @employees, @sources, @members)`;

/** Head-counts of the complete reads on which plans were carried out. */
export function readCountTable(database: StateDatabase): Pick<StateStore, "readCounts" | "addReadCounts"> {
  return {
    readCounts: (entity, since) =>
      database.read((sqlite) =>
        sqlite
          .prepare<[object], ReadCountsRow>(SELECT)
          .all({ entity, since: since.toISOString() })
          .map(toCounts),
      ),
    addReadCounts: (entity, { employees, sources, members }, at) =>
      database.write(
        (sqlite) =>
          void sqlite.prepare(ADD).run({
            ...{ entity, at: at.toISOString(), employees, members },
            sources: sources && JSON.stringify(sources),
          }),
      ),
  };
}

function toCounts({ sources, ...row }: ReadCountsRow): ReadCounts {
  return { ...row, sources: sources === null ? null : sourcesSchema.parse(JSON.parse(sources)) };
}
