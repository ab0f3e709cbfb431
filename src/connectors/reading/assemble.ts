import { orderedPages } from "../../providers/support/list-pages.js";
import type { ListEnd } from "../../providers/support/read-tally.js";
import { cleanText } from "../../providers/support/values.js";
import { valueAt } from "../mapping/paths.js";
import type { Manifest } from "../schema/manifest.js";
import type { Calls } from "./calls.js";
import { detailOf, joinedTo, type LookUps, readBatches, readLookUps } from "./joins.js";
import { readList } from "./lists.js";

/** A page of people, each with all that belongs to it. */
export interface PeoplePage {
  readonly records: readonly unknown[];
  /** The request whose list they are of. */
  readonly list: string;
  /** How many there are in all; null when that is not told, or when there are further lists. */
  readonly total: number | null;
}

/**
 * Everybody: the first list and those united with it, page by page, each record with what is joined to
 * it under the name that the manifest gives.
 *
 * @param lists the requests whose lists are read; all of them unless it is only a look
 * @returns how it ended; the total is that of all lists together
 * @throws Problem for refusals; EndlessList when a list has no end
 */
export async function* readPeople(
  manifest: Manifest,
  calls: Calls,
  lists: readonly string[] = listsOf(manifest),
): AsyncGenerator<PeoplePage, ListEnd, void> {
  const lookUps = await readLookUps(manifest, calls);
  if ("broken" in lookUps) return lookUps;
  let all = 0;
  for (const list of lists) {
    const pages = readList(manifest, list, calls);
    let rows = 0;
    let end: ListEnd | undefined;
    while (end === undefined) {
      const page = await pages.next();
      if (page.done) {
        end = page.value;
        continue;
      }
      rows += page.value.rows.length;
      const records = await completed(page.value.rows, manifest, lookUps, calls);
      yield { records, list, total: listsOf(manifest).length > 1 ? null : page.value.total };
    }
    if ("broken" in end) return end;
    all += end.total ?? rows;
  }
  return { total: all };
}

/** The requests whose lists together are everybody. */
export function listsOf({ assemble: { root, union } }: Pick<Manifest, "assemble">): readonly string[] {
  return [root, ...union];
}

async function completed(
  rows: readonly unknown[],
  manifest: Manifest,
  lookUps: Extract<LookUps, { lookUps: unknown }>,
  calls: Calls,
): Promise<readonly unknown[]> {
  const { detail, batch } = manifest.assemble;
  const batches = await Promise.all(
    batch.map(async (one) => ({ one, found: await readBatches(manifest, one, rows, calls) })),
  );
  const withLists = rows.map((record) => {
    if (typeof record !== "object" || record === null) return record;
    const joined: Record<string, unknown> = { ...record };
    // One after the other: the key of a later list may stand in an entry of an earlier one.
    for (const lookUp of lookUps.lookUps) joined[lookUp.join.as] = joinedTo(joined, lookUp);
    return {
      ...joined,
      ...Object.fromEntries(
        batches.map(({ one, found }) => [one.as, found.get(cleanText(valueAt(record, one.ids)) ?? "")]),
      ),
    };
  });
  if (!detail) return withLists;
  const records: unknown[] = [];
  const range = { from: 0, to: withLists.length, parallel: manifest.rate.concurrency };
  for await (const record of orderedPages(range, async (index) => {
    const one = withLists[index];
    if (typeof one !== "object" || one === null) return one;
    return { ...one, [detail.as]: await detailOf(one, detail, calls) };
  })) {
    records.push(record);
  }
  return records;
}
