import type { EntityConfig } from "../../config/load.js";
import { dayInZone } from "../../sync/dates.js";
import { planCalendar, standingOf } from "../../sync/eligibility.js";
import type { Employee } from "../../sync/employee.js";
import type { Clock, EmployeeSource } from "../../sync/ports.js";

/** Who is employed now: values that only former colleagues have are no choice for a rule. */
export function employedNow(
  employees: readonly Employee[],
  { timezone, policy }: EntityConfig,
  clock: Clock,
): readonly Employee[] {
  const calendar = planCalendar(dayInZone(clock.now(), timezone), policy);
  return employees.filter((employee) => standingOf(employee, calendar) === "eligible");
}

/** The source with employees that were read a moment ago: the preview doesn't fetch them again. */
export function alreadyRead(source: EmployeeSource, employees: readonly Employee[]): EmployeeSource {
  return {
    ...source,
    async *readEmployees() {
      yield employees;
      return { complete: true, total: employees.length };
    },
  };
}
