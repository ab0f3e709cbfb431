import { listed } from "../shared/text.js";
import type { EntityResult } from "./entity-result.js";
import type { Plan, Warning } from "./plan.js";
import type { PlannedEntity } from "./plan-task.js";

/**
 * Warnings for entities of one HR account that are meant to have the same people: allowed, since
 * somebody may need two cards, but more often two filters overlap by mistake. One warning per pair.
 */
export function sharedEmployeeWarnings(
  results: readonly EntityResult[],
): ReadonlyMap<string, readonly Warning[]> {
  const planned = results.flatMap((result) => (result.ok ? [result.planned] : []));
  const warnings = new Map<string, Warning[]>(planned.map(({ task }) => [task.entity, []]));
  for (const [index, one] of planned.entries()) {
    for (const other of planned.slice(index + 1)) {
      if (one.task.source.accountKey !== other.task.source.accountKey) continue;
      const shared = sharedNames(one, other);
      if (shared.length === 0) continue;
      warnings.get(one.task.entity)?.push(warning(shared, other.task.entity));
      warnings.get(other.task.entity)?.push(warning(shared, one.task.entity));
    }
  }
  return warnings;
}

const SHOWN = 5;

function warning(names: readonly string[], other: string): Warning {
  return {
    code: "employee_in_two_entities",
    text: `${names.length === 1 ? "1 employee is" : `${names.length} employees are`} also in the filter of ${other}: ${listed(names, SHOWN)}.`,
  };
}

function sharedNames(one: PlannedEntity, other: PlannedEntity): string[] {
  const there = new Set(keptIds(other.plan));
  const names = new Map(one.employees.map((employee) => [employee.id, employee.workEmail ?? employee.id]));
  return keptIds(one.plan)
    .filter((id) => there.has(id))
    .map((id) => names.get(id) ?? id)
    .sort();
}

/** Employees who have a member of this entity once the plan is applied. */
function keptIds({ changes, unchanged }: Plan): string[] {
  const kept = changes.filter((change) => change.action !== "archive");
  return [...kept, ...unchanged].map((row) => row.employeeId);
}
