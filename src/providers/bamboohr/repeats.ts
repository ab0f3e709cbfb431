import type { Employee } from "../../sync/model/index.js";
import type { Obstacle } from "../provider.js";
import type { Report } from "./report.js";

/**
 * Rows of one employee that differ: which is right is not known, so the person is neither invited nor
 * archived.
 */
export function withoutContradictions(
  employees: readonly Employee[],
  { contradictory }: Pick<Report, "contradictory">,
): readonly Employee[] {
  if (contradictory.size === 0) return employees;
  return employees.map((employee) =>
    contradictory.has(employee.id)
      ? { ...employee, status: "unknown", statusDetail: "several rows that differ" }
      : employee,
  );
}

/**
 * A report in which employees come twice, when nothing tells that nobody is missing for it.
 * @param total by the list of employees; null when this account does not tell
 */
export function repeatObstacle(
  { rows, repeated }: Pick<Report, "rows" | "repeated">,
  total: number | null,
): Obstacle | null {
  if (repeated === 0 || total === rows.length) return null;
  const count = `${repeated} of ${rows.length + repeated} rows of the report repeat an employee that came before`;
  return {
    text: total === null ? `${count}, so it may lack others` : `${count}, and BambooHR counts ${total}`,
    next: "Set source.settings.readFrom to dataset, which states how many there are, then run `spendesk-hr preview`; BambooHR's support can tell why a report repeats rows.",
  };
}
