import type { StateStore } from "../model/index.js";
import { isRelease } from "../plan/index.js";
import { memberKey, peopleByKind, type SafetyWindow } from "../safety/index.js";
import type { EntityTask } from "./task.js";

/** What the state knows of the days that count together (`safety.windowDays`). */
export function safetyWindow(
  state: Pick<StateStore, "countedChanges" | "readCounts" | "findings">,
  { entity, safety }: Pick<EntityTask, "entity" | "safety">,
  now: Date,
): SafetyWindow {
  const since = new Date(now.getTime() - safety.windowDays * 24 * 60 * 60 * 1000);
  const reads = state.readCounts(entity, since);
  const released = state
    .findings(entity)
    .filter((finding) => isRelease(finding) && finding.isCounted && finding.since >= since.toISOString());
  return {
    counted: {
      ...peopleByKind(state.countedChanges(entity, since)),
      release: new Set(released.flatMap(({ memberId }) => (memberId === null ? [] : [memberKey(memberId)]))),
    },
    employees: largest(reads.map(({ employees }) => employees)),
    members: largest(reads.flatMap(({ members }) => members ?? [])),
  };
}

function largest(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.max(...numbers);
}
