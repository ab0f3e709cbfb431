import type { Employee, EmployeeRead } from "../../sync/model/index.js";
import type { DataRead } from "../provider.js";
import type { LookedPage } from "./look.js";
import { createReadTally, type ListEnd } from "./read-tally.js";
import { requireReadable } from "./readable.js";

/** What a read of all people needs besides their pages. */
export interface PeopleReading {
  readonly dataRead: readonly DataRead[];
  /** What is said when required data may not be read of anybody. */
  readonly advice: { readonly service: string; readonly next: string };
  /** Whether somebody who is listed is meant at all. */
  readonly keep?: (employee: Employee) => boolean;
  /**
   * Holds every page back until the list has ended: for what the last page may tell of people on the
   * first, such as the e-mails of managers. Called then, with how the list ended.
   * @returns how the read ended, where another list than that of people decides it
   */
  readonly settle?: (end: ListEnd) => ListEnd | Promise<ListEnd>;
}

/**
 * Everybody on the pages, each once, and whether that was everybody.
 * @throws Problem `attributes_not_readable` by the first page, and those of the pages
 */
export async function* readPeople(
  pages: AsyncGenerator<LookedPage, ListEnd, void>,
  { dataRead, advice, keep = () => true, settle }: PeopleReading,
): EmployeeRead {
  const tally = createReadTally();
  const held: (readonly Employee[])[] = [];
  let isFirst = true;
  for (;;) {
    const next = await pages.next();
    if (next.done) {
      const end = settle ? await settle(next.value) : next.value;
      for (let page = held.shift(); page; page = held.shift()) yield page;
      return tally.outcome(end);
    }
    const { employees, rows, total } = next.value;
    if (isFirst) requireReadable(employees, dataRead, advice);
    isFirst = false;
    tally.addMalformed(rows.length - employees.length);
    const meant = tally.unique(employees, total).filter(keep);
    if (settle) held.push(meant);
    else yield meant;
  }
}
