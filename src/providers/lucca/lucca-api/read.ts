import { isProblem } from "../../../sync/errors.js";
import type { EmployeeRead, ReadOutcome } from "../../../sync/ports.js";
import type { ProviderConnection } from "../../provider.js";
import { createReadTally, type ReadTally } from "../../support/read-tally.js";
import { requireReadable } from "../../support/readable.js";
import { SERVICE } from "../errors.js";
import { createManagerBook } from "../managers.js";
import type { LuccaApiSettings } from "../settings.js";
import { dataReadWith } from "./data-read.js";
import { createListReader, type List, type ListEnd } from "./lists.js";
import { toEmployee } from "./mapping.js";
import { NO_ORGANIZATION, readOrganization } from "./organization.js";
import { type Person, readPerson } from "./person.js";
import { noteRecords, type PersonalRecord, RECORDS } from "./personal-records.js";
import { APPLICATION_SCREEN } from "./scopes.js";
import { type LuccaSession, openSession } from "./session.js";
import { dayBegunSomewhere } from "./status.js";

/** Everybody: without a filter of statuses, leavers and future hires come too (lucca.md §3b). */
export const EMPLOYEES: List = {
  path: "/lucca-api/employees",
  embedded: true,
  scope: "employees.readonly",
  purpose: "list employees",
};

/** How a list other than that of employees ended. */
interface OtherEnd {
  readonly list: List;
  readonly end: ListEnd;
}

/** Answers to a list that may not be read; a 404 hides what is forbidden (lucca.md §2). */
const NOT_READABLE: readonly string[] = ["permission_missing", "account_not_found"];

/**
 * Everybody the application may see: 1 call for the token, ⌈N/100⌉ for employees, as many for personal
 * records, 3 for the organization.
 *
 * Nobody is given before all lists are there: managers are named by id, and their e-mails may be on a
 * later page. Only what is used of each item is kept until then.
 */
export async function* readEmployees(connection: ProviderConnection<LuccaApiSettings>): EmployeeRead {
  const { settings } = connection;
  const session = openSession(connection);
  const lists = createListReader(session, settings);
  const managers = createManagerBook();
  const today = dayBegunSomewhere(new Date());
  const tally = createReadTally();
  const pages: (readonly Person[])[] = [];

  const people = await lists.all(EMPLOYEES, ({ items, embedded }) => {
    const page = items.map((item) => readPerson(item, embedded, today)).filter((person) => person !== null);
    if (pages.length === 0) requireData(page, settings);
    for (const { id, workEmail } of page) managers.note(id, workEmail);
    tally.addMalformed(items.length - page.length);
    pages.push(page);
  });

  const others: OtherEnd[] = [];
  const organization = await readOrganization((list) =>
    ifReadable(session, list, async () => {
      const found: unknown[] = [];
      others.push({ list, end: await lists.all(list, ({ items }) => found.push(...items)) });
      return found;
    }),
  );

  const records = new Map<string, PersonalRecord>();
  if (settings.bankDetails !== false) {
    await ifReadable(session, RECORDS, async () => {
      const end = await lists.all(RECORDS, ({ items }) => noteRecords(items, records));
      others.push({ list: RECORDS, end });
    });
  }

  const context = { organization, records, managers };
  for (let page = pages.shift(); page; page = pages.shift()) {
    yield tally.unique(page.map((person) => toEmployee(person, context)));
  }
  return outcomeOf(people, others, tally.outcome);
}

/** Null when the application may not read the list; no call is made where the token says so. */
export async function ifReadable<T>(
  session: LuccaSession,
  list: List,
  read: () => Promise<T>,
): Promise<T | null> {
  if (!session.isGranted(list.scope)) return null;
  try {
    return await read();
  } catch (error) {
    if (isProblem(error) && NOT_READABLE.includes(error.code)) return null;
    throw error;
  }
}

function requireData(people: readonly Person[], settings: LuccaApiSettings): void {
  const context = { organization: NO_ORGANIZATION, records: new Map(), managers: createManagerBook() };
  const employees = people.map((person) => toEmployee(person, context));
  requireReadable(employees, dataReadWith(settings), {
    service: SERVICE,
    next: `In Lucca under ${APPLICATION_SCREEN}, tick employees.readonly, all business establishments and the sections of the employee file that hold them, then run \`spendesk-hr preview\`.`,
  });
}

/** A list with half of its departments would put people out of a filter, so every list has to be whole. */
function outcomeOf(people: ListEnd, others: readonly OtherEnd[], outcome: ReadTally["outcome"]): ReadOutcome {
  if ("broken" in people) return { complete: false, why: people.broken };
  for (const { list, end } of others) {
    if ("broken" in end) return { complete: false, why: `${list.purpose}: ${end.broken}` };
    if (end.items !== end.total) {
      return { complete: false, why: `${list.purpose}: ${end.items} of ${end.total} entries came` };
    }
  }
  return outcome({ total: people.total });
}
