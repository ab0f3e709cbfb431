import type { Migration } from "../migrate.js";

/**
 * Entities of several sources: which other ones know the person of a link, and the head-counts of each source.
 * `also_in` is a JSON list of names, `sources` a JSON object of numbers by name, null where there was one source.
 */
export const sources: Migration = {
  version: 5,
  name: "sources",
  sql: `
    ALTER TABLE links ADD COLUMN also_in TEXT NOT NULL DEFAULT '[]';

    ALTER TABLE read_counts ADD COLUMN sources TEXT;
  `,
};
