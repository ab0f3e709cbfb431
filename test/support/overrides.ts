import type { PlannedEntity } from "../../src/sync/run/plan-task.js";
import type { SafetyOverrides } from "../../src/sync/safety/index.js";

/** The flags of somebody who lets a plan pass all limits that it meets. */
export function overridesFor({ safety }: Pick<PlannedEntity, "safety">): SafetyOverrides {
  const numbers = safety.violations.flatMap(({ override }) => {
    const [, name, number] = /^--(allow-[a-z-]+) (\d+)$/.exec(override ?? "") ?? [];
    const key = name?.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
    return key === undefined ? [] : [[key, Number(number)]];
  });
  const allowEmpty = safety.violations.flatMap(
    ({ override }) => /^--allow-empty "(.+)"$/.exec(override ?? "")?.[1] ?? [],
  );
  return { ...Object.fromEntries(numbers), allowEmpty, acceptConfig: true };
}
