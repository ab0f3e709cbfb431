import type { Employee } from "./employee.js";

// In an entity of several sources two records may have the same id, so that an id names its source there:
// `deel:77`. Names of sources hold no colon (see the configuration).

/** An employee id as it is unique within an entity of several sources. */
export function idOfSource(source: string, id: string): string {
  return `${source}:${id}`;
}

/** The id as the HR tool has it; null when it is not one of this source. */
export function idWithin(source: string, id: string): string | null {
  return id.startsWith(`${source}:`) ? id.slice(source.length + 1) : null;
}

/** The records of one of several sources of an entity: their ids, and those of managers, name the source. */
export function employeesOfSource(source: string, employees: readonly Employee[]): readonly Employee[] {
  return employees.map((employee) => ({
    ...employee,
    id: idOfSource(source, employee.id),
    source,
    ...(employee.manager && {
      manager: {
        ...employee.manager,
        id: employee.manager.id === null ? null : idOfSource(source, employee.manager.id),
      },
    }),
  }));
}
