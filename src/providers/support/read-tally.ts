import type { Employee } from "../../sync/employee.js";
import type { ReadOutcome } from "../../sync/ports.js";

/** Counts a paged read, so that its end can say whether it was complete. */
export interface ReadTally {
  /** The employees of a page that were not on an earlier one. */
  unique(employees: readonly Employee[]): readonly Employee[];
  /** Notes records that could not be understood. */
  addMalformed(count: number): void;
  /** @param total how many the HR tool says there are; null when it did not say */
  outcome(total: number | null): ReadOutcome;
}

/** Starts a tally. A page that shifts while being read shows up as repeated ids and a missing person. */
export function createReadTally(): ReadTally {
  const ids = new Set<string>();
  let repeated = 0;
  let malformed = 0;

  function unique(employees: readonly Employee[]): readonly Employee[] {
    const fresh: Employee[] = [];
    for (const employee of employees) {
      if (ids.has(employee.id)) {
        repeated += 1;
        continue;
      }
      ids.add(employee.id);
      fresh.push(employee);
    }
    return fresh;
  }

  function outcome(total: number | null): ReadOutcome {
    if (malformed > 0) return { complete: false, why: `${malformed} records have no usable id` };
    if (total === null) return { complete: false, why: "the answer does not say how many there are" };
    if (ids.size === total) return { complete: true, total };
    const repeats = repeated > 0 ? ` and ${repeated} came twice` : "";
    return { complete: false, why: `${ids.size} of ${total} employees came${repeats}` };
  }

  return {
    unique,
    addMalformed: (count) => {
      malformed += count;
    },
    outcome,
  };
}
