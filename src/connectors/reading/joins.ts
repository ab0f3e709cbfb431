import { gapOf } from "../../providers/support/read-tally.js";
import { cleanText } from "../../providers/support/values.js";
import { isProblem } from "../../sync/model/index.js";
import { isFilled, isSame } from "../mapping/conditions.js";
import { valueAt } from "../mapping/paths.js";
import type { Manifest } from "../schema/manifest.js";
import type { Batch, Detail, Join } from "../schema/requests.js";
import type { Calls } from "./calls.js";
import { readList } from "./lists.js";
import { recordsOf } from "./records.js";

/** A list that records are completed from, by the keys of its entries; null when it may not be read. */
interface LookUp {
  readonly join: Join;
  readonly byKey: ReadonlyMap<string, readonly unknown[]> | null;
}

/** The lists that records are completed from, or why one of them is not whole. */
export type LookUps =
  | { readonly lookUps: readonly LookUp[] }
  | { readonly broken: string; readonly next?: string };

/**
 * Reads the lists to be joined, whole: a part of one would put people out of a filter.
 * @throws Problem when one is refused that must not be skipped
 */
export async function readLookUps(manifest: Manifest, calls: Calls): Promise<LookUps> {
  const lookUps: LookUp[] = [];
  for (const join of manifest.assemble.join) {
    try {
      const rows: unknown[] = [];
      const pages = readList(manifest, join.from, calls);
      for (;;) {
        const page = await pages.next();
        if (!page.done) {
          rows.push(...page.value.rows);
          continue;
        }
        const gap = gapOf(page.value, rows.length);
        if (gap)
          return { ...gap, broken: `the list of the request ${join.from} is not whole: ${gap.broken}` };
        break;
      }
      lookUps.push({ join, byKey: grouped(rows, join.right) });
    } catch (error) {
      if (!mayBeSkipped(join, error)) throw error;
      lookUps.push({ join, byKey: null });
    }
  }
  return { lookUps };
}

/** Whether a refusal leaves a part of the data out and stops nothing: it may not be read. */
function mayBeSkipped({ onError }: Pick<Join, "onError">, error: unknown): boolean {
  const codes = ["permission_missing", "not_found"];
  return onError === "skip" && isProblem(error) && codes.includes(error.code);
}

function grouped(rows: readonly unknown[], path: string): ReadonlyMap<string, readonly unknown[]> {
  const byKey = new Map<string, unknown[]>();
  for (const row of rows) {
    const key = cleanText(valueAt(row, path));
    if (key === null) continue;
    const group = byKey.get(key);
    if (group) group.push(row);
    else byKey.set(key, [row]);
  }
  return byKey;
}

/**
 * What stands beside a record: the entry with its key; null when the record names none, or when the list
 * lacks it and that says so; undefined when it can't be told, because the list may not be read, lacks the
 * entry, or has several.
 */
export function joinedTo(record: unknown, { join, byKey }: LookUp): unknown {
  const left = valueAt(record, join.left);
  if (left === undefined) return undefined;
  if (!isFilled(left)) return null;
  const key = cleanText(left);
  if (byKey === null || key === null) return undefined;
  const { pick } = join;
  const all = byKey.get(key) ?? [];
  const found = pick?.where === undefined ? all : all.filter((entry) => isPicked(entry, pick));
  if (found.length === 0) return join.absent === "none" ? null : undefined;
  return pick || found.length === 1 ? found[0] : undefined;
}

function isPicked(entry: unknown, { where = "$", is = true }: NonNullable<Join["pick"]>): boolean {
  return isSame(valueAt(entry, where), is);
}

/** The answer about one record; undefined when it may not be read and can be left out. */
export async function detailOf(record: unknown, detail: Detail, calls: Calls): Promise<unknown> {
  try {
    return (await calls.send(detail.request, { values: { record } })).json;
  } catch (error) {
    if (mayBeSkipped(detail, error)) return undefined;
    throw error;
  }
}

/** What the entries of a batch give for each id; ids that no answer names are not among them. */
export async function readBatches(
  manifest: Manifest,
  batch: Batch,
  records: readonly unknown[],
  calls: Calls,
): Promise<ReadonlyMap<string, unknown>> {
  const request = manifest.requests[batch.request];
  if (!request) throw new Error(`the manifest of ${manifest.id} has no request ${batch.request}`);
  const ids = records.map((record) => cleanText(valueAt(record, batch.ids))).filter((id) => id !== null);
  const found = new Map<string, unknown>();
  for (let start = 0; start < ids.length; start += batch.size) {
    const part = ids.slice(start, start + batch.size);
    const { idName } = batch;
    const values = { ids: idName === undefined ? part : part.map((id) => ({ [idName]: id })) };
    const answer = await calls.send(batch.request, { values });
    for (const entry of recordsOf(manifest, batch.request, request, answer)) {
      const key = cleanText(valueAt(entry, batch.key));
      if (key !== null) found.set(key, entry);
    }
  }
  return found;
}
