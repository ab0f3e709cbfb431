import * as z from "zod";
import type { ReadCounts, StateStore } from "../sync/model/index.js";
import { insertNumberedText, type StateDatabase } from "./database.js";

type ReadCountsRow = Omit<ReadCounts, "sources"> & { readonly sources: string | null };

const sourcesSchema = z.record(z.string(), z.int().nonnegative());

/** The newest before `since` tells how many there were last, when nothing was read for a long time. */
const SELECT = `
  SELECT at, employees, sources, members FROM read_counts
  WHERE entity = +@entity AND (at >= +@since OR number =
    (SELECT number FROM read_counts WHERE entity = +@entity AND at < +@since ORDER BY at DESC, number DESC LIMIT 1))
  ORDER BY at, number`;

const ADD = insertNumberedText("read_counts", ["entity", "at", "employees", "sources", "members"]);

/** Head-counts of the complete reads on which plans were carried out. */
export function readCountTable(database: StateDatabase): Pick<StateStore, "readCounts" | "addReadCounts"> {
  return {
    readCounts: (entity, since) =>
      database.read(async ({ all }) =>
        (await all<ReadCountsRow>(SELECT, { entity, since: since.toISOString() })).map(toCounts),
      ),
    addReadCounts: (entity, { employees, sources, members }, at) =>
      database.write(async ({ run }) => {
        await run(ADD, {
          ...{ entity, at: at.toISOString(), employees, members },
          sources: sources && JSON.stringify(sources),
        });
      }),
  };
}

function toCounts({ sources, ...row }: ReadCountsRow): ReadCounts {
  return { ...row, sources: sources === null ? null : sourcesSchema.parse(JSON.parse(sources)) };
}
