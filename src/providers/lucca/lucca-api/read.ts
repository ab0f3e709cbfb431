import { dayBegunSomewhere, type EmployeeRead, isProblem } from "../../../sync/model/index.js";
import type { ProviderConnection } from "../../provider.js";
import { createManagerBook } from "../../support/manager-book.js";
import { createReadTally, gapOf, type ListEnd } from "../../support/read-tally.js";
import { requireReadable } from "../../support/readable.js";
import { SERVICE } from "../errors.js";
import type { LuccaApiSettings } from "../settings.js";
import { APPLICATION_SCREEN, dataReadWith } from "./guide.js";
import { createListReader, type List, type ListReader, type Page } from "./lists.js";
import { noteRecords, type PersonalRecord, RECORDS, toEmployee } from "./mapping.js";
import { NO_ORGANIZATION, readOrganization } from "./organization.js";
import { type LuccaPerson, readPerson } from "./person.js";
import { type LuccaSession, openSession } from "./session.js";

/**
 * Everybody: without a filter of statuses, leavers and future hires come too
 * (docs/vendors/lucca.md §3.2).
 */
export const EMPLOYEES: List = {
  path: "/lucca-api/employees",
  embedded: true,
  scope: "employees.readonly",
  purpose: "list employees",
};

type Gap = NonNullable<ReturnType<typeof gapOf>>;

/** Answers to a list that may not be read; a 404 hides what is forbidden (docs/vendors/lucca.md §8). */
const NOT_READABLE: readonly string[] = ["permission_missing", "account_not_found"];

/**
 * Everybody the application may see: 1 call for the token, ⌈N/100⌉ for employees, 3 for the
 * organization; as many as for employees once more for personal records, where the settings want bank
 * details.
 *
 * Nobody is given before all lists are there: managers are named by id, and their e-mails may be on a
 * later page. Only what is used of each item is kept until then.
 */
export async function* readEmployees(connection: ProviderConnection<LuccaApiSettings>): EmployeeRead {
  const { settings } = connection;
  const session = openSession(connection);
  const lists = createListReader(session, settings);
  const managers = createManagerBook();
  const today = dayBegunSomewhere(connection.now());
  const tally = createReadTally();
  const pages: (readonly LuccaPerson[])[] = [];

  const people = await takeAll(lists, EMPLOYEES, (page) => {
    const found = peopleOf(page, today);
    if (pages.length === 0) requireData(found, settings);
    for (const { id, workEmail } of found) managers.note(id, workEmail);
    tally.addMalformed(page.rows.length - found.length);
    pages.push(found);
  });
  if ("broken" in people) return tally.outcome(people);

  const gaps: Gap[] = [];
  async function readWhole(list: List, take: (page: Page) => void): Promise<void> {
    let rows = 0;
    const end = await takeAll(lists, list, (page) => {
      rows += page.rows.length;
      take(page);
    });
    const gap = gapOf(end, rows);
    if (gap) gaps.push({ ...gap, broken: `${list.purpose}: ${gap.broken}` });
  }

  const organization = await readOrganization((list) =>
    ifReadable(session, list, async () => {
      const found: unknown[] = [];
      await readWhole(list, ({ rows }) => found.push(...rows));
      return found;
    }),
  );

  const records = new Map<string, PersonalRecord>();
  if (settings.bankDetails) {
    await ifReadable(session, RECORDS, () => readWhole(RECORDS, ({ rows }) => noteRecords(rows, records)));
  }

  const context = { organization, records, managers };
  for (let page = pages.shift(); page; page = pages.shift()) {
    yield tally.unique(
      page.map((person) => toEmployee(person, context)),
      people.total,
    );
  }
  // A list with half of its departments would put people out of a filter, so every list has to be whole.
  const [gap] = gaps;
  return tally.outcome(gap ?? people);
}

/** The people of a page; items without a usable id are not among them. */
export function peopleOf({ rows, embedded }: Page, today: string): readonly LuccaPerson[] {
  return rows.map((item) => readPerson(item, embedded, today)).filter((person) => person !== null);
}

async function takeAll(lists: ListReader, list: List, take: (page: Page) => void): Promise<ListEnd> {
  const pages = lists.pages(list);
  let next = await pages.next();
  for (; !next.done; next = await pages.next()) take(next.value);
  return next.value;
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

function requireData(people: readonly LuccaPerson[], settings: LuccaApiSettings): void {
  const context = { organization: NO_ORGANIZATION, records: new Map(), managers: createManagerBook() };
  const employees = people.map((person) => toEmployee(person, context));
  requireReadable(employees, dataReadWith(settings), {
    service: SERVICE,
    next: `In Lucca under ${APPLICATION_SCREEN}, tick employees.readonly, all business establishments and the sections of the employee file that hold them, then run \`spendesk-hr preview\`.`,
  });
}
