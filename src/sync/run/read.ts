import { asSentence } from "../../shared/text.js";
import {
  type Employee,
  type EmployeeSource,
  type Member,
  type MemberReader,
  Problem,
  type ReadOutcome,
} from "../model/index.js";

/** What of a source is needed to read everybody. */
type ReadableSource = Pick<EmployeeSource, "providerId" | "readEmployees">;

/**
 * Everybody an HR account has. Reads a second time when the first read was not complete: lists that
 * change while they are paged (a joiner saved at that moment) are the usual reason. What would be the
 * same at the next read is not tried again.
 *
 * @param onRead told how many there are so far; a second read counts anew
 * @throws Problem `read_incomplete` when the second read is not complete either. Nothing is planned
 *   on half a list, since everybody missing from it would look like a leaver.
 */
export async function readEmployees(
  source: ReadableSource,
  entity: string,
  onRead: OnRead = () => {},
): Promise<readonly Employee[]> {
  const what = `the employees of ${source.providerId}`;
  const first = await collect(source, onRead);
  if (first.outcome.complete) return first.employees;
  if (first.outcome.next !== undefined) throw lastingGap(entity, what, first.outcome.why, first.outcome.next);
  const second = await collect(source, onRead);
  if (second.outcome.complete) return second.employees;
  throw incompleteRead(entity, what, second.outcome.why);
}

/** Told how many employees have been read, page by page. */
export type OnRead = (count: number) => void;

async function collect(
  source: ReadableSource,
  onRead: OnRead,
): Promise<{ employees: Employee[]; outcome: ReadOutcome }> {
  const employees: Employee[] = [];
  const ids = new Set<string>();
  const pages = source.readEmployees();
  for (;;) {
    const page = await pages.next();
    if (page.done) return { employees, outcome: checkIds(page.value, employees.length, ids.size) };
    for (const employee of page.value) {
      employees.push(employee);
      ids.add(employee.id);
    }
    onRead(employees.length);
  }
}

function checkIds(outcome: ReadOutcome, rows: number, ids: number): ReadOutcome {
  if (!outcome.complete || rows === ids) return outcome;
  return { complete: false, why: `${rows - ids} of ${rows} records repeat the id of another record` };
}

/**
 * All members of an entity, archived ones included where the API lists them.
 * @throws Problem `read_incomplete` after a second incomplete read: a member missing from the list
 *   would be created a second time.
 */
export async function readMembers(reader: MemberReader, entity: string): Promise<readonly Member[]> {
  const first = await reader.readMembers();
  if (first.outcome.complete) return first.members;
  const second = await reader.readMembers();
  if (second.outcome.complete) return second.members;
  throw incompleteRead(entity, "the members in Spendesk", second.outcome.why);
}

/** What somebody has to mend: waiting does not help. */
function lastingGap(entity: string, what: string, why: string, next: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "read_incomplete",
    what: `${entity}: ${what} could not be read completely, so nothing was planned.`,
    why: asSentence(why),
    next,
  });
}

function incompleteRead(entity: string, what: string, why: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "read_incomplete",
    what: `${entity}: ${what} could not be read completely, so nothing was planned.`,
    why: asSentence(`Two reads in a row did not add up: ${why}`),
    next: "Run the same command again in a few minutes. If it stays, run `spendesk-hr preview --debug` and send the output to support.",
  });
}
