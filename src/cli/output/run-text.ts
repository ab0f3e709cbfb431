import { listed } from "../../shared/text.js";
import { EXIT_CODES, type LockOwner, type RunRecord } from "../../sync/model/index.js";

/**
 * How a run ended, for machines. An apply without an end is running (or stopped, by Ctrl-Z) when it holds
 * its lock, and was interrupted otherwise. A preview takes no lock, so nobody can tell.
 */
export function resultOf(run: RunRecord, owners: readonly LockOwner[]): string {
  if (run.finishedAt !== null) return `exit ${run.exitCode ?? "?"}`;
  if (run.kind === "preview") return "not finished";
  const owner = owners.find(({ runId }) => runId === run.id);
  if (!owner) return "interrupted";
  return owner.isStopped ? "stopped" : "running";
}

/** The same for people: `✔ done`, `✘ some changes failed; the others are done`. */
export function resultText(run: RunRecord, owners: readonly LockOwner[]): string {
  if (run.finishedAt === null) return resultOf(run, owners);
  return `${endedWell(run.exitCode) ? "✔" : "✘"} ${meaningOf(run.exitCode)}`;
}

/** Of a run that did all there was to do, or found something to do. */
const WELL: readonly { readonly code: number; readonly meaning: string }[] = [
  { ...EXIT_CODES.done, meaning: "done" },
  { ...EXIT_CODES.changes_pending, meaning: "done, changes are pending" },
  { ...EXIT_CODES.attention, meaning: "done, something new to look at" },
];

export function endedWell(exitCode: number | null): boolean {
  return WELL.some(({ code }) => code === exitCode);
}

/** How a run with this exit code ended, in words. */
export function meaningOf(exitCode: number | null): string {
  const known = [...WELL, ...Object.values(EXIT_CODES)].find(({ code }) => code === exitCode);
  return known?.meaning ?? "ended in an unknown way";
}

const COUNTS: Readonly<Record<string, string>> = {
  create: "to create",
  update: "to update",
  archive: "to archive",
  restore: "to restore",
  previouslyManaged: "no longer managed",
  conflict: "in conflict",
  handedOff: "handed off",
  handedOffBefore: "handed off earlier",
  notReached: "not reached",
};

/** Counts of a run in words, without zeros. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const shown = Object.entries(counts).filter(([, count]) => count > 0);
  return shown.map(([name, count]) => `${count} ${COUNTS[name] ?? name}`).join(", ");
}

/** A group may have hundreds of entities; JSON has all of them. */
const MOST_NAMED = 6;

/** Entities by name, the first of them when there are many. */
export function entitiesText(ids: readonly string[]): string {
  return listed(ids, MOST_NAMED);
}
