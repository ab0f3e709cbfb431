import type { ReadCounts, StateStore } from "../model/index.js";
import { isRelease } from "../plan/index.js";
import { memberKey, peopleByKind, type SafetyWindow } from "../safety/index.js";
import type { EntityTask } from "./task.js";

/** What the state knows of the days that count together (`safety.windowDays`). */
export async function safetyWindow(
  state: Pick<StateStore, "countedChanges" | "readCounts" | "findings">,
  { entity, safety, sources }: Pick<EntityTask, "entity" | "safety" | "sources">,
  now: Date,
): Promise<SafetyWindow> {
  const since = new Date(now.getTime() - safety.windowDays * 24 * 60 * 60 * 1000);
  const reads = await state.readCounts(entity, since);
  const released = (await state.findings(entity)).filter(
    (finding) => isRelease(finding) && finding.isCounted && finding.since >= since.toISOString(),
  );
  return {
    counted: {
      ...peopleByKind(await state.countedChanges(entity, since)),
      release: new Set(released.flatMap(({ memberId }) => (memberId === null ? [] : [memberKey(memberId)]))),
    },
    employees: mostOf(reads, sources),
    members: largest(reads.flatMap(({ members }) => members ?? [])),
  };
}

/** The largest read of each source. What was read while the entity had another number of sources says nothing. */
function mostOf(reads: readonly ReadCounts[], sources: EntityTask["sources"]): ReadonlyMap<string, number> {
  return new Map(
    sources.flatMap(({ name }) => {
      const counts = reads.flatMap((read) => {
        if (read.sources) return read.sources[name] ?? [];
        return sources.length === 1 ? read.employees : [];
      });
      const most = largest(counts);
      return most === null ? [] : [[name, most] as const];
    }),
  );
}

function largest(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.max(...numbers);
}
