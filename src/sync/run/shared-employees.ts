import { listed } from "../../shared/text.js";
import type { Plan, Warning } from "../model/index.js";
import type { PlannedEntity } from "./plan-task.js";
import { ownId } from "./sources.js";

const SHOWN = 5;

/** Whom two entities are both meant to have: names, by the place of the second one. */
type Shared = Map<number, string[]>;

/**
 * Warnings for entities of one HR account that are meant to have the same people: allowed, since
 * somebody may need two cards, but more often two filters overlap by mistake. One warning per pair.
 *
 * @returns by entity
 */
export function sharedEmployeeWarnings(
  planned: readonly PlannedEntity[],
): ReadonlyMap<string, readonly Warning[]> {
  const warnings = new Map<string, Warning[]>(planned.map(({ task }) => [task.entity, []]));
  const entityAt = (place: number): string => planned[place]?.task.entity ?? "";
  for (const [place, shared] of sharedWithLater(planned)) {
    const one = entityAt(place);
    for (const [later, names] of [...shared].sort(([a], [b]) => a - b)) {
      names.sort();
      warnings.get(one)?.push(warning(names, entityAt(later)));
      warnings.get(entityAt(later))?.push(warning(names, one));
    }
  }
  return warnings;
}

function warning(names: readonly string[], other: string): Warning {
  return {
    code: "employee_in_two_entities",
    text: `${names.length === 1 ? "1 employee is" : `${names.length} employees are`} also in the filter of ${other}: ${listed(names, SHOWN)}.`,
  };
}

/** By the place of the first of two entities. Everybody is looked at once, however many entities there are. */
function sharedWithLater(planned: readonly PlannedEntity[]): readonly (readonly [number, Shared])[] {
  const places = new Map<string, number[]>();
  for (const [place, one] of planned.entries()) {
    for (const [, key] of keptKeys(one)) {
      const known = places.get(key);
      if (known) known.push(place);
      else places.set(key, [place]);
    }
  }
  return planned.map((one, place) => {
    const shared: Shared = new Map();
    const isShared = keptKeys(one).flatMap(([id, key]) => {
      const later = (places.get(key) ?? []).filter((other) => other > place);
      return later.length === 0 ? [] : [[id, later] as const];
    });
    if (isShared.length === 0) return [place, shared];
    const names = new Map(one.employees.map((employee) => [employee.id, employee.workEmail ?? employee.id]));
    for (const [id, later] of isShared) {
      for (const other of later) shared.set(other, [...(shared.get(other) ?? []), names.get(id) ?? id]);
    }
    return [place, shared];
  });
}

/** The ids of those who are kept, with what names them in their HR account whatever the entity. */
function keptKeys({ plan, task }: PlannedEntity): (readonly [id: string, key: string])[] {
  const ids = keptIds(plan);
  return task.sources.flatMap((of) =>
    ids.flatMap((id) => {
      const own = ownId(of, task, id);
      return own === null ? [] : [[id, `${of.source.accountKey} ${own}`] as const];
    }),
  );
}

/** Employees who have a member of this entity once the plan is applied. */
function keptIds({ changes, unchanged }: Plan): string[] {
  const kept = changes.filter((change) => change.action !== "archive");
  return [...kept, ...unchanged].map((row) => row.employeeId);
}
