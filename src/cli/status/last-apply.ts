import type { LockOwner, RunRecord, RunResult, StateStore } from "../../sync/model/index.js";
import { endedWell, resultOf, resultText } from "../output/run-text.js";
import type { ShowTime } from "../output/time-text.js";
import { partOfRun } from "../part-of-run.js";

/** The newest apply that was about an entity, as it went for this one; a preview changes nothing of it. */
export interface LastApply {
  readonly run: string;
  readonly startedAt: string;
  /** `exit 0`, `running`, `interrupted` … */
  readonly result: string;
  readonly counts: Readonly<Record<string, number>>;
  /** The result and what came of the changes, for people. */
  readonly text: string;
}

/** Previews between applies are many, and of a great many nobody remembers the last apply. */
const RUNS_LOOKED_AT = 500;

/** Finds the last apply of any entity. */
export async function lastApplies(
  state: Pick<StateStore, "runs" | "lockOwners" | "runResults">,
): Promise<(entity: string) => Promise<LastApply | null>> {
  const runs = (await state.runs(RUNS_LOOKED_AT)).filter(({ kind }) => kind === "apply");
  const owners = await state.lockOwners();
  const resultsOf = new Map<string, readonly RunResult[]>();
  return async (entity) => {
    const run = runs.find(({ entities }) => entities.includes(entity));
    if (!run) return null;
    const results = resultsOf.get(run.id) ?? (await state.runResults(run.id));
    resultsOf.set(run.id, results);
    const part = partOfRun(run, results, (id) => id === entity);
    const { id, startedAt, counts } = part.run;
    const text = `${partText(part.run, owners)}${part.isOwn ? "" : " (in all its entities)"}`;
    return { run: id, startedAt, result: resultOf(part.run, owners), counts, text };
  };
}

function partText(run: RunRecord, owners: readonly LockOwner[]): string {
  const { applied = 0, failed = 0, notReached = 0, handedOff = 0 } = run.counts;
  const total = applied + failed + notReached + handedOff;
  const nothing = endedWell(run.exitCode) ? "nothing to do" : "nothing was written";
  const done = total === 0 ? nothing : `${applied + handedOff} of ${total} changes done`;
  return `${resultText(run, owners)}, ${done}`;
}

export function lastApplyText(
  { lastApply, entity }: { readonly lastApply: LastApply | null; readonly entity: string },
  show: ShowTime,
): string {
  if (lastApply === null) return "never";
  const { startedAt, text, run } = lastApply;
  return `${show(startedAt, entity)}: ${text}. Each: \`spendesk-hr history ${run.slice(0, 8)} --entity ${entity}\``;
}
