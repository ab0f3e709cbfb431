import { isProblem, type Problem } from "../../../src/shared/errors.js";
import type { Employee } from "../../../src/sync/model/employee.js";

let lastId = 0;

/** An employee with just these values; everything else is absent. */
export function employee(values: Partial<Employee> = {}): Employee {
  lastId += 1;
  return { id: `e-${lastId}`, status: "active", custom: {}, ...values };
}

/** One employee per work location. */
export function locatedAt(...locations: readonly (string | null)[]): Employee[] {
  return locations.map((workLocation) => employee({ workLocation }));
}

/** The problem that `act` throws. */
export function problemOf(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("Expected a problem, but nothing was thrown.");
}
