import { createPageWatch } from "../../shared/page-watch.js";
import type { Employee, ReadOutcome } from "../../sync/model/index.js";
import type { Obstacle } from "../provider.js";

/**
 * How a list ended: with the total the vendor states; without one (`null`), where nothing more came; or
 * without a proof that it is whole (`next`: what mends it, where it would be the same at the next read).
 */
export type ListEnd = { readonly total: number | null } | { readonly broken: string; readonly next?: string };

/** The end of a list that is only known by the total, which must be told. */
export function endAtTotal(total: number | null): ListEnd {
  return total === null ? { broken: "the answer does not say how many there are" } : { total };
}

/**
 * Why a list of other things than people (departments, contracts) is not whole; null when it is. A part
 * of it would put people out of a filter.
 */
export function gapOf(end: ListEnd, rows: number): Extract<ListEnd, { broken: string }> | null {
  if ("broken" in end) return end;
  const { total } = end;
  return total === null || total === rows ? null : { broken: `${rows} of ${total} entries came` };
}

/** Counts a paged read, so that its end can say whether it was complete. */
export interface ReadTally {
  /**
   * The employees of a page that were not on an earlier one. Called once for every page.
   * @param total how many the HR tool says there are; null when it does not say
   * @throws EndlessList when the pages do not come to an end, which makes the read incomplete
   */
  unique(employees: readonly Employee[], total?: number | null): readonly Employee[];
  /** Notes records that could not be understood. */
  addMalformed(count: number): void;
  outcome(end: ListEnd): ReadOutcome;
}

/** Starts a tally. A page that shifts while being read shows up as repeated ids and a missing person. */
export function createReadTally(): ReadTally {
  const ids = new Set<string>();
  const watch = createPageWatch();
  let repeated = 0;
  let malformed = 0;

  function unique(employees: readonly Employee[], total: number | null = null): readonly Employee[] {
    const fresh: Employee[] = [];
    for (const employee of employees) {
      if (ids.has(employee.id)) {
        repeated += 1;
        continue;
      }
      ids.add(employee.id);
      fresh.push(employee);
    }
    watch.page({ rows: employees.length, fresh: fresh.length, total });
    return fresh;
  }

  function outcome(end: ListEnd): ReadOutcome {
    const obstacle = withoutId(malformed);
    if (obstacle) return { complete: false, why: obstacle.text, next: obstacle.next };
    if ("broken" in end) return incomplete(end);
    const total = end.total ?? ids.size + repeated;
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

function incomplete({ broken, next }: Extract<ListEnd, { broken: string }>): ReadOutcome {
  return { complete: false, why: broken, ...(next !== undefined && { next }) };
}

/** Records that nobody can tell apart; null when there are none. Said at `connect`, too. */
export function withoutId(records: number): Obstacle | null {
  if (records === 0) return null;
  const [text, them] =
    records === 1 ? ["1 record has no usable id", "it"] : [`${records} records have no usable id`, "them"];
  return {
    text,
    next: `Have ${them} mended or removed in the HR tool, with the help of its support: without an id nobody can be told apart. Nothing is planned until then.`,
  };
}
